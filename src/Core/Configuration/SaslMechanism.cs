namespace AirbyteKafka.Configuration;

/// <summary>Kafka's names of the SASL mechanisms.</summary>
public static class SaslMechanism
{
    /// <summary>Kerberos.</summary>
    public const string Gssapi = "GSSAPI";

    /// <summary>Bearer tokens.</summary>
    public const string OAuthBearer = "OAUTHBEARER";

    /// <summary>Salted challenge and response over SHA-256.</summary>
    public const string ScramSha256 = "SCRAM-SHA-256";

    /// <summary>Salted challenge and response over SHA-512.</summary>
    public const string ScramSha512 = "SCRAM-SHA-512";

    /// <summary>User and password as they are.</summary>
    public const string Plain = "PLAIN";

    /// <summary>All of them, in the order of the spec.</summary>
    public static readonly IReadOnlyList<string> All = [Gssapi, OAuthBearer, ScramSha256, ScramSha512, Plain];

    /// <summary>Whether the mechanism takes a user name and a password.</summary>
    public static bool TakesPassword(string mechanism) => mechanism is Plain or ScramSha256 or ScramSha512;
}
