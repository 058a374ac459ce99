using AirbyteKafka.Security.Sasl.Jaas;
using AirbyteKafka.Text;

namespace AirbyteKafka.Security.Sasl;

/// <summary>
/// The login that one SASL mechanism makes of the settings. Holds secrets; <see cref="ToString"/> does not show them. A login whose tokens
/// this process makes is an <see cref="ITokenSource"/> too.
/// </summary>
public abstract record SaslLogin
{
    private protected SaslLogin(string mechanism) => Mechanism = mechanism;

    /// <summary>Kafka's name of the mechanism.</summary>
    public string Mechanism { get; }

    /// <summary>The user, client or principal that logs in; no secret.</summary>
    public abstract string Identity { get; }

    /// <summary>The identity in a sentence, as in <c>user 'airbyte'</c>.</summary>
    internal string Who => $"{IdentityKind} '{Printable.Of(Identity)}'";

    /// <summary>The word for what the identity names: user, client, principal.</summary>
    private protected virtual string IdentityKind => "principal";

    /// <summary>Mechanism and identity, as in <c>SCRAM-SHA-512 as 'airbyte'</c>.</summary>
    public sealed override string ToString() => $"{Mechanism} as '{Printable.Of(Identity)}'";

    /// <summary>Adds librdkafka's properties for this login.</summary>
    internal abstract void AddProperties(List<KeyValuePair<string, string>> properties);

    /// <summary>Adds the secrets of this login.</summary>
    internal abstract void AddSecrets(SecretRedactor secrets);

    /// <summary>The JAAS entry that makes this login; <see langword="null"/> where only the text that it was read from does.</summary>
    internal virtual JaasEntry? ToJaas() => null;
}
