using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using Confluent.Kafka;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Says why a topic cannot be made as the configuration asks: which setting it is about, and what the broker says.</summary>
/// <param name="config">The destination's configuration.</param>
internal sealed class TopicCreationErrors(DestinationConfig config)
{
    private const string Partitions = "topic_num_partitions";
    private const string Replicas = "topic_replication_factor";
    private const string Settings = "topic_config";

    private readonly ClientWords _words = new(config);

    /// <summary>A topic that the brokers do not make.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="error">What they say.</param>
    /// <param name="brokers">How many there are, where that is known.</param>
    internal AirbyteKafkaException ForRefused(string topic, Error error, int? brokers)
    {
        if (error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed)
        {
            return new(ErrorKind.AuthorizationFailed, TopicErrors.NotCreatable(topic));
        }

        if (error.Code == ErrorCode.Local_UnsupportedFeature)
        {
            return new(
                ErrorKind.ConfigInvalid,
                $"Topic '{topic}' cannot be created: this broker needs {Partitions} and {Replicas}. "
                + "Brokers have numbers of their own for them only from Kafka 2.4 on.");
        }

        var reason = error.Code switch
        {
            ErrorCode.InvalidReplicationFactor => config.Topics.ReplicationFactor is { } replicas
                ? Text($"{Replicas} is {replicas}, which {Brokers(brokers)} cannot hold. Lower it.")
                : $"{Brokers(brokers)} cannot hold the replicas that are their default. Set {Replicas}.",
            ErrorCode.InvalidPartitions => $"{Number(Partitions, config.Topics.Partitions)} is not taken. Change it.",
            ErrorCode.InvalidConfig => $"a setting of {Settings} is not taken. Change it.",
            ErrorCode.PolicyViolation =>
                $"a policy of the cluster does not allow it. Change {Partitions}, {Replicas} or {Settings}.",
            ErrorCode.TopicException => "its name is not taken. Change topic_pattern or dead_letter_topic.",
            _ => $"{error.Code.GetReason().TrimEnd('.')}. Check {Settings}, {Number(Partitions, config.Topics.Partitions)} and "
                + $"{Number(Replicas, config.Topics.ReplicationFactor)}.",
        };
        return new(
            ErrorKind.ConfigInvalid,
            $"Topic '{topic}' cannot be created: {reason} The broker says: {_words.Sentence(error.Reason)}");
    }

    /// <summary>A topic that the cluster has an error about, and that may not even be missing.</summary>
    internal AirbyteKafkaException ForUndescribed(string topic, Error error) =>
        error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
            ? new(ErrorKind.AuthorizationFailed, TopicErrors.Hidden(topic))
            : new(ErrorKind.ConfigInvalid, $"Topic '{topic}' cannot be used. The broker says: {_words.Sentence(error.Reason)}");

    /// <summary>Topics were made, and nobody can write to them yet.</summary>
    /// <param name="topic">The first of them.</param>
    /// <param name="waited">How long the wait was.</param>
    internal AirbyteKafkaException ForLeaderless(string topic, TimeSpan waited) => new(
        ErrorKind.BrokerUnreachable,
        Text($"Topic '{topic}' was created, but not all of its partitions had a leader within {waited.TotalSeconds:0.###} s. ")
        + _words.CheckBrokers);

    /// <summary>Brokers that could not make topics for a passing reason went on so for too long.</summary>
    internal AirbyteKafkaException ForPassing(string topic, Error error, TimeSpan waited) => new(
        ErrorKind.BrokerUnreachable,
        Text($"Topic '{topic}' could not be created within {waited.TotalSeconds:0.###} s. ")
        + $"The broker says: {_words.Sentence(error.Reason)} {_words.CheckBrokers}");

    private static string Brokers(int? count) => count switch
    {
        null => "the cluster",
        1 => "1 broker",
        _ => Text($"{count} brokers"),
    };

    private static string Number(string setting, long? value) => value is null ? $"{setting} (not set)" : Text($"{setting} ({value})");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
