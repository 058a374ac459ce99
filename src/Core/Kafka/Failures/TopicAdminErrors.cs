using AirbyteKafka.Errors;
using AirbyteKafka.Text;
using Confluent.Kafka;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Says why a cluster did not describe, make or remove a topic.</summary>
internal static class TopicAdminErrors
{
    /// <summary>A topic is not there.</summary>
    public static AirbyteKafkaException Missing(string topic, string servers) => new(
        ErrorKind.TopicMissing,
        $"Topic '{Printable.Of(topic)}' does not exist at {servers}, or this user may not see it. Check its name, and that the user has "
        + "DESCRIBE on it.");

    /// <summary>A topic was not made.</summary>
    public static AirbyteKafkaException Create(string topic, Error error, string servers) => error.Code switch
    {
        ErrorCode.TopicAlreadyExists => new(ErrorKind.TopicExists, $"Topic '{topic}' exists at {servers} already. It was left as it is."),
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => MayNot(topic, "make", "CREATE"),
        ErrorCode.Local_UnsupportedFeature => Refused(
            topic, "made", "this Kafka is older than 2.4 and has to be told both numbers. Give -Partitions and -ReplicationFactor."),
        ErrorCode.InvalidReplicationFactor => Refused(
            topic, "made", $"{Words(error)} Give a -ReplicationFactor of at most the number of brokers."),
        ErrorCode.TopicException => Refused(
            topic, "made", $"{Words(error)} To Kafka '.' and '_' are the same in a name: choose one that differs in more than that."),
        _ => Other(topic, "made", error),
    };

    /// <summary>A topic was not removed.</summary>
    public static AirbyteKafkaException Remove(string topic, Error error, string servers) => error.Code switch
    {
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => MayNot(topic, "remove", "DELETE"),
        ErrorCode.TopicDeletionDisabled => Refused(
            topic, "removed", "the brokers do not allow it (delete.topic.enable is false). Ask who runs them."),
        ErrorCode.UnknownTopicOrPart => Missing(topic, servers),
        _ => Other(topic, "removed", error),
    };

    private static AirbyteKafkaException MayNot(string topic, string verb, string right) => new(
        ErrorKind.AuthorizationFailed, $"This user may not {verb} topic '{topic}'. Grant the user {right} on it.");

    private static AirbyteKafkaException Other(string topic, string done, Error error) => Refused(topic, done, Words(error));

    private static AirbyteKafkaException Refused(string topic, string done, string why) =>
        new(ErrorKind.TopicRefused, $"Topic '{topic}' was not {done}: {why}");

    private static string Words(Error error) =>
        $"{Printable.Of(string.IsNullOrWhiteSpace(error.Reason) ? error.Code.GetReason() : error.Reason).TrimEnd('.')}.";
}
