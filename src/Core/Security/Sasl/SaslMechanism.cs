using AirbyteKafka.Security.Sasl.Jaas;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Sasl;

/// <summary>
/// One SASL mechanism. A mechanism is one file: its subclass, which reads the settings, and its <see cref="SaslLogin"/>, which sets
/// librdkafka's properties, knows the secrets and writes itself back. A new one is that file and a line in <see cref="All"/>.
/// </summary>
internal abstract class SaslMechanism
{
    /// <summary>The mechanism that takes one message, so that the check can try it before Kafka's client does.</summary>
    public const string Plain = "PLAIN";

    /// <summary>All that can be used, in the order of the spec.</summary>
    public static readonly IReadOnlyList<SaslMechanism> All =
    [
        new KerberosMechanism(),
        new OAuthBearerMechanism(),
        new ScramMechanism("SCRAM-SHA-256"),
        new ScramMechanism("SCRAM-SHA-512"),
        new PlainMechanism(),
    ];

    /// <summary>The same for people, the usual ones first: the spec begins with the rare ones.</summary>
    public static readonly IReadOnlyList<SaslMechanism> UsualFirst = [.. All.Reverse()];

    /// <summary>Kafka's name of the mechanism.</summary>
    public abstract string Name { get; }

    /// <summary>The class name of its JAAS login module.</summary>
    public abstract string Module { get; }

    /// <summary>The settings of the <c>protocol</c> object that are read for this mechanism only, besides the JAAS text.</summary>
    public virtual IReadOnlyList<Setting> Settings => [];

    /// <summary>The properties of librdkafka that its JAAS text can become.</summary>
    public abstract IReadOnlyList<string> JaasProperties { get; }

    /// <summary>
    /// What a user name and a password (PowerShell's -Credential) stand for in the JAAS text; <see langword="null"/> where the mechanism
    /// takes none.
    /// </summary>
    public virtual CredentialOptions? Credential => null;

    /// <summary>The mechanism of this name.</summary>
    /// <param name="name">Kafka's name.</param>
    public static SaslMechanism Find(string name) => All.First(mechanism => mechanism.Name == name);

    /// <summary>The mechanisms that a login module serves, for people; <see langword="null"/> for an unknown module.</summary>
    /// <param name="module">The class name.</param>
    public static string? FindByModule(string module)
    {
        var names = All.Where(mechanism => mechanism.Module == module).Select(mechanism => mechanism.Name).ToList();
        return names.Count > 0 ? string.Join(" and ", names) : null;
    }

    /// <summary>Whether a login module belongs to a mechanism, usable here or not.</summary>
    /// <param name="module">The class name.</param>
    public static bool KnowsModule(string module) =>
        FindByModule(module) is not null || RefusedMechanism.All.Any(refused => refused.Module == module);

    /// <summary>
    /// The login that the options describe; <see langword="null"/> where there are problems, which are said in <paramref name="issues"/>.
    /// </summary>
    /// <param name="options">The options of the JAAS text, with those of a credential.</param>
    /// <param name="protocol">The other settings of the <c>protocol</c> object.</param>
    /// <param name="issues">Takes problems and secrets.</param>
    public abstract SaslLogin? Read(JaasOptions options, ConfigReader protocol, ConfigIssues issues);
}

/// <summary>The options of a login module that a user name and a password stand for.</summary>
/// <param name="User">The option with the user name.</param>
/// <param name="Password">The option with the password.</param>
/// <param name="KeepOthers">Whether the other options of the JAAS text count as well. Where not, the text is not read.</param>
internal sealed record CredentialOptions(string User, string Password, bool KeepOthers);
