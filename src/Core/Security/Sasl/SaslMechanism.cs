namespace AirbyteKafka.Security.Sasl;

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

    /// <summary>Amazon's own mechanism; known only to say that it cannot be used.</summary>
    internal const string AwsMskIam = "AWS_MSK_IAM";

    /// <summary>Why <see cref="AwsMskIam"/> cannot be used, and what to use in its place; to follow the name of a property.</summary>
    internal const string AwsMskIamRefusal =
        "AWS_MSK_IAM is not supported: the Kafka client used here cannot sign requests with AWS credentials. Amazon MSK can be used with SASL_SSL and SCRAM-SHA-512 "
        + "(a user in AWS Secrets Manager, port 9096), or with security_protocol SSL and a client certificate (port 9094).";

    /// <summary>All that can be used, in the order of the spec.</summary>
    public static readonly IReadOnlyList<string> All = [Gssapi, OAuthBearer, ScramSha256, ScramSha512, Plain];

    /// <summary>Whether the mechanism takes a user name and a password.</summary>
    public static bool TakesPassword(string mechanism) => mechanism is Plain or ScramSha256 or ScramSha512;
}
