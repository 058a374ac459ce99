using System.Globalization;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Turns what Kafka's client says of records that are no sync's into failures that a person can act on.</summary>
/// <param name="connection">How the cluster is reached.</param>
/// <param name="topic">The topic that the records go to.</param>
/// <param name="faults">Says what was last wrong with the connections.</param>
internal sealed class SendErrors(ClusterConnection connection, string topic, ConnectionFaults faults)
{
    private static readonly TimeSpan DescribeTimeout = TimeSpan.FromSeconds(1);

    private readonly ClientWords _words = new(connection.Config);

    /// <summary>Whether no further record would fare better: it is not the record that is at fault.</summary>
    internal static bool ConcernsAll(KafkaError error) =>
        error == KafkaError.UnknownTopic || error == KafkaError.UnknownTopicOrPartition || error == KafkaError.InvalidTopic
        || error == KafkaError.TopicAuthorizationFailed || error == KafkaError.ClusterAuthorizationFailed
        || error == KafkaError.MessageTimedOut || error == KafkaError.Fatal;

    /// <summary>Why a record is not in Kafka.</summary>
    /// <param name="message">The record, or its delivery report.</param>
    /// <param name="number">Its number.</param>
    /// <param name="mayBeThere">Whether a broker may have taken it all the same.</param>
    /// <param name="producer">The client, which is asked about the topic where that may not be written to.</param>
    /// <remarks>
    /// The broker's own words are left out: where it refuses several records of a batch, the client gives out memory that is freed already.
    /// </remarks>
    internal AirbyteKafkaException ForRecord(in NativeMessage message, long number, bool mayBeThere, NativeProducer producer)
    {
        var error = new KafkaError(message.Error);
        var record = string.Create(CultureInfo.InvariantCulture, $"Record {number}");
        if (error.IsForSize)
        {
            return new(
                ErrorKind.RecordTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"{record} has {message.ValueLength + message.KeyLength} bytes, ")
                + $"more than topic '{topic}' takes. Raise its max.message.bytes, or send less.");
        }

        if (error == KafkaError.UnknownPartition)
        {
            return new(
                ErrorKind.DeliveryFailed,
                string.Create(CultureInfo.InvariantCulture, $"{record} was not sent: topic '{topic}' has no partition {message.Partition}.")
                + " Partitions are counted from 0; without -Partition the key decides.");
        }

        if (error == KafkaError.UnknownTopic || error == KafkaError.UnknownTopicOrPartition)
        {
            return new(ErrorKind.TopicMissing, TopicErrors.Missing(topic));
        }

        if (error == KafkaError.InvalidTopic)
        {
            return new(
                ErrorKind.TopicNameInvalid,
                $"The broker lets nobody write to a topic of the name '{topic}' ({error.Name}); Kafka's own topics are among these.");
        }

        if (error == KafkaError.TopicAuthorizationFailed)
        {
            return new(
                ErrorKind.AuthorizationFailed, TopicErrors.LacksRight(topic, NativeTopics.Describe(producer, topic, DescribeTimeout)));
        }

        if (error == KafkaError.ClusterAuthorizationFailed)
        {
            return ForClient(error, error.Text);
        }

        if (error == KafkaError.MessageTimedOut)
        {
            return new(
                ErrorKind.DeliveryTimedOut,
                $"{record} was not acknowledged by topic '{topic}' within delivery_timeout_ms ({Seconds(connection.DeliveryTimeout)})"
                + $"{(mayBeThere ? ", but may have been taken" : "")}. {_words.CheckBrokers}{faults.Describe()}");
        }

        return new(
            ErrorKind.DeliveryFailed,
            $"{record} was not delivered to topic '{topic}': {FindRefusal(error) ?? error.Text} ({error.Name})"
            + $"{(mayBeThere ? ", but may have been taken all the same" : "")}.");
    }

    /// <summary>Why the client as a whole cannot go on.</summary>
    internal AirbyteKafkaException ForClient(KafkaError error, string reason) =>
        error == KafkaError.Authentication || error == KafkaError.SaslAuthenticationFailed
            ? new LoginErrors(connection.Config).ForRefusal(reason)
        : error == KafkaError.ClusterAuthorizationFailed
            ? new(
                ErrorKind.AuthorizationFailed,
                $"The user may not write idempotently ({error.Name}). Grant it IDEMPOTENT_WRITE on the cluster, which brokers up to Kafka "
                + "2.7 ask for.")
        : new(
            ErrorKind.DeliveryFailed,
            $"Kafka's client stopped for good ({error.Name}): {_words.Sentence(reason)} Look how far it came, and send the rest again.");

    /// <summary>There was no room for another record for too long.</summary>
    internal AirbyteKafkaException ForBlocked(TimeSpan waited) => new(
        ErrorKind.DeliveryTimedOut,
        $"No room for the next record came free within max_block_ms ({Seconds(waited)}): the brokers at {connection.ShownServers} do not "
        + $"take records as fast as they come, or not at all.{faults.Describe()}");

    /// <summary>Records were still on their way when their time was up.</summary>
    internal AirbyteKafkaException ForUnsettled(long records, TimeSpan waited) => new(
        ErrorKind.DeliveryTimedOut,
        string.Create(CultureInfo.InvariantCulture, $"{records} records were neither acknowledged nor refused within ")
        + $"{Seconds(waited)}. {_words.CheckBrokers}{faults.Describe()}");

    private static string? FindRefusal(KafkaError error) =>
        error == KafkaError.InvalidTimestamp
            ? "its time is outside of what the topic takes (message.timestamp.before.max.ms, message.timestamp.after.max.ms)"
        : error == KafkaError.InvalidRecord
            ? "the broker refuses what is in it. A topic that is compacted takes only records with a key, and a topic may bound times"
        : error.Code == InvalidDifferentRecord ? "another record of its batch was refused"
        : null;

    // Kafka fails a whole batch for one of its records.
    private const int InvalidDifferentRecord = -138;

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
