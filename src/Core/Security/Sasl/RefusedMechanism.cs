namespace AirbyteKafka.Security.Sasl;

/// <summary>A mechanism that people ask for and that cannot be used here; known to say why.</summary>
/// <param name="Name">Kafka's name of the mechanism.</param>
/// <param name="Module">The class name of its JAAS login module.</param>
/// <param name="Reason">Why it cannot be used, and what to use in its place; to follow the name of a property.</param>
internal sealed record RefusedMechanism(string Name, string Module, string Reason)
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<RefusedMechanism> All =
    [
        new(
            "AWS_MSK_IAM",
            "software.amazon.msk.auth.iam.IAMLoginModule",
            "AWS_MSK_IAM is not supported: the Kafka client used here cannot sign requests with AWS credentials. "
            + "Amazon MSK can be used with SASL_SSL and SCRAM-SHA-512 (a user in AWS Secrets Manager, port 9096), "
            + "or with security_protocol SSL and a client certificate (port 9094)."),
    ];

    /// <summary>The one of this name, in upper or lower case; <see langword="null"/> where there is none.</summary>
    /// <param name="name">What stands in the configuration.</param>
    public static RefusedMechanism? Find(string? name) =>
        All.FirstOrDefault(refused => string.Equals(refused.Name, name, StringComparison.OrdinalIgnoreCase));
}
