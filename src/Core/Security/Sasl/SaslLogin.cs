using AirbyteKafka.Text;

namespace AirbyteKafka.Security.Sasl;

/// <summary>Who the client says it is, as one SASL mechanism wants to be told. Holds secrets; <see cref="ToString"/> does not show them.</summary>
public abstract record SaslLogin
{
    private protected SaslLogin(string mechanism) => Mechanism = mechanism;

    /// <summary>Kafka's name of the mechanism.</summary>
    public string Mechanism { get; }

    /// <summary>The user, client or principal that logs in; no secret.</summary>
    public abstract string Identity { get; }

    /// <summary>Mechanism and identity, as in <c>SCRAM-SHA-512 as 'airbyte'</c>.</summary>
    public sealed override string ToString() => $"{Mechanism} as '{Printable.Of(Identity)}'";

    internal abstract void AddProperties(List<KeyValuePair<string, string>> properties);

    internal abstract void AddSecrets(SecretRedactor secrets);
}
