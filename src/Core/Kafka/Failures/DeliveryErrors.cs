using System.Globalization;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Turns what Kafka's client says of records into failures that a person can act on.</summary>
/// <param name="config">The destination's configuration.</param>
/// <param name="faults">Says what was last wrong with the connections.</param>
internal sealed class DeliveryErrors(DestinationConfig config, ConnectionFaults faults)
{
    // The brokers have just answered about the topic.
    private static readonly TimeSpan TopicsTimeout = TimeSpan.FromSeconds(1);

    private readonly ClientWords _words = new(config);

    /// <summary>Why a record is not in Kafka.</summary>
    /// <param name="message">Its delivery report.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="line">The number of its input line.</param>
    /// <param name="producer">The client, which is asked for the topics there are where the record's own does not exist.</param>
    /// <remarks>
    /// What the broker itself said is not among it: librdkafka frees that text before anybody can read the report.
    /// </remarks>
    internal AirbyteKafkaException ForRecord(in NativeMessage message, StreamDescriptor stream, long line, NativeProducer producer)
    {
        var error = new KafkaError(message.Error);
        var record = Record(stream, line);
        var topic = NativeProducer.TopicName(message.Topic);
        if (error.IsForSize)
        {
            if (config.Records.IsKeyLasting && Size(message) < config.BatchSize)
            {
                return new(
                    ErrorKind.RecordTooLarge,
                    $"{record} was refused with its batch: topic '{topic}' takes none as large as batch_size "
                    + string.Create(CultureInfo.InvariantCulture, $"({config.BatchSize} bytes) allows. ")
                    + "It is not sent again in a smaller one, because it could come to lie behind a later record of its key. "
                    + "Lower batch_size, or raise max.message.bytes of the topic, and run the sync again.");
            }

            return TooLarge(record, topic, Size(message), "the broker's own limit (message.max.bytes or the topic's max.message.bytes)");
        }

        if (error == KafkaError.UnknownTopic || error == KafkaError.UnknownTopicOrPartition)
        {
            return FindSimilar(topic, producer) is { } similar
                ? new(
                    ErrorKind.TopicNameInvalid,
                    $"{record} was not delivered. {TopicErrors.Collides(topic, similar, config.Topics.Naming)}")
                : new(ErrorKind.TopicMissing, $"{record} was not delivered. {TopicErrors.Missing(topic)}");
        }

        if (error == KafkaError.InvalidTopic)
        {
            return new(
                ErrorKind.TopicNameInvalid,
                $"{record} was not delivered: the broker lets nobody write to a topic of the name '{topic}' ({error.Name}); "
                + "Kafka's own topics are among these. Change topic_pattern.");
        }

        if (error == KafkaError.TopicAuthorizationFailed)
        {
            var described = NativeTopics.Describe(producer, topic, TopicsTimeout);
            return new(ErrorKind.AuthorizationFailed, $"{record} was not delivered. {TopicErrors.LacksRight(topic, described)}");
        }

        if (error == KafkaError.ClusterAuthorizationFailed)
        {
            return new(ErrorKind.AuthorizationFailed, $"{record} was not delivered. {FatalErrors.MayNotBeIdempotent(error)}");
        }

        if (error == KafkaError.MessageTimedOut)
        {
            return new(
                ErrorKind.DeliveryTimedOut,
                $"{record} was not acknowledged by topic '{topic}' within delivery_timeout_ms "
                + $"({Seconds(config.DeliveryTimeout)}). {CheckBrokers}");
        }

        if (error.IsBrokerFault)
        {
            var retries = config.Retries.ToString(CultureInfo.InvariantCulture);
            return new(
                ErrorKind.BrokerUnavailable,
                $"{record} was not acknowledged by topic '{topic}': {error.Text} ({error.Name}), and retries ({retries}) allows no further "
                + $"attempt. Check that the brokers at {config.ShownServers} are healthy; "
                + $"without a value retries is as good as unlimited.{faults.Describe()}");
        }

        if (error.IsUnreadable)
        {
            return new(
                ErrorKind.DeliveryFailed,
                $"{record} may not be in topic '{topic}': the broker's answer cannot be read. {ClientWords.CheckWhatIsBetween}");
        }

        return new(
            ErrorKind.DeliveryFailed,
            $"{record} was not delivered to topic '{topic}': {FindRefusal(error, config.Records) ?? error.Text} ({error.Name}).");
    }

    private static string? FindRefusal(KafkaError error, RecordOptions records) =>
        error == KafkaError.UnknownTopicId && records.IsKeyLasting
            ? "the topic was deleted and made anew while this write ran. What was on its way is not sent again, because a record could "
              + "come to lie behind a later one of its key. Run the sync again"
        : error == KafkaError.UnknownTopicId
            ? "the topic is deleted and made anew again and again while this write runs. Run the sync again when it stays"
        : error == KafkaError.UnknownPartition ? "the topic was made anew with fewer partitions while this write ran. Run the sync again"
        : error == KafkaError.InvalidTimestamp
            ? "its time is outside of what the topic takes. Check "
              + (records.HasEmittedTime ? "emitted_at of the records (record_timestamp is 'emitted_at'), " : "")
              + "the clock of this machine, and message.timestamp.before.max.ms and message.timestamp.after.max.ms of the topic"
        : error == KafkaError.InvalidRecord
            ? "the broker refuses what is in it. Check the settings of the topic, such as message.timestamp.type"
              + (records.HasEmittedTime
                  ? ", and emitted_at of the records: record_timestamp is 'emitted_at', and the refused time may be another of the batch"
                  : "")
        : null;

    /// <summary>A record that the client did not take, or that is not sent any more.</summary>
    /// <param name="message">The record, with the reason.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="line">The number of its input line.</param>
    /// <param name="producer">As in <see cref="ForRecord"/>.</param>
    internal AirbyteKafkaException ForRefused(in NativeMessage message, StreamDescriptor stream, long line, NativeProducer producer) =>
        new KafkaError(message.Error).IsForSize
            ? TooLarge(Record(stream, line), NativeProducer.TopicName(message.Topic), Size(message), MaxRequestSize)
            : ForRecord(message, stream, line, producer);

    /// <summary>Records were sent again because their batch was too large.</summary>
    /// <param name="batchSize">The bound on batches until then.</param>
    internal static string ForLargeBatch(int batchSize) => string.Create(
        CultureInfo.InvariantCulture,
        $"A broker takes no batch as large as batch_size ({batchSize} bytes) allows. ")
        + "Its records are sent again in smaller batches, so records of a partition may lie in another order than they came in. "
        + "Lower batch_size, or raise max.message.bytes of the topics.";

    /// <summary>Records were sent again because their topic is another one now.</summary>
    internal static string ForTopicAnew(string topic) =>
        $"Topic '{topic}' was deleted and made anew while the write ran: what it held is gone. "
        + "Records that were refused for it are sent again.";

    /// <summary>A record that is larger than <c>max_request_size</c>, or than its topic is known to take.</summary>
    internal AirbyteKafkaException ForTooLarge(StreamDescriptor stream, string topic, long line, long size) =>
        TooLarge(Record(stream, line), topic, size, size > config.MaxRequestSize ? MaxRequestSize : "the topic's max.message.bytes");

    /// <summary>A record without a key, for a topic that keeps the last record of each key.</summary>
    internal static AirbyteKafkaException ForMissingKey(StreamDescriptor stream, string topic, long line) => new(
        ErrorKind.ConfigInvalid,
        $"{Record(stream, line)} has no key (record_key is 'none'), and topic '{topic}' is compacted (cleanup.policy), so that it takes "
        + "none without. Set record_key to 'primary_key', or cleanup.policy of the topic to 'delete'.");

    /// <summary>A record whose own time is further ahead than its topic takes.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="line">The number of its input line.</param>
    /// <param name="ahead">Milliseconds from now to its time.</param>
    /// <param name="most">The most that the topic takes of these.</param>
    internal static AirbyteKafkaException ForTimeAhead(StreamDescriptor stream, string topic, long line, long ahead, long most) => new(
        ErrorKind.RecordInvalid,
        string.Create(CultureInfo.InvariantCulture, $"{Record(stream, line)} has an emitted_at that is {ahead} ms ahead of now, and topic ")
        + string.Create(CultureInfo.InvariantCulture, $"'{topic}' takes at most {most} ms (message.timestamp.after.max.ms). ")
        + "Check the clock of the source and of this machine, set record_timestamp to 'producer', or raise "
        + "message.timestamp.after.max.ms of the topic.");

    /// <summary>Why the client as a whole cannot go on.</summary>
    internal AirbyteKafkaException ForClient(KafkaError error, string reason) =>
        error == KafkaError.Authentication || error == KafkaError.SaslAuthenticationFailed
            ? new LoginErrors(config).ForRefusal(reason)
            : FatalErrors.Explain(error, reason, _words);

    /// <summary>There was no room for another record for too long.</summary>
    internal AirbyteKafkaException ForBlocked(TimeSpan waited) => new(
        ErrorKind.DeliveryTimedOut,
        $"No room for the next record came free within {MaxBlock(waited)}: the brokers at {config.ShownServers} do not take records "
        + $"as fast as they come, or not at all. Check that they can be reached; "
        + $"a larger buffer_memory rides out short stalls.{faults.Describe()}");

    /// <summary>As many states as may wait did so for too long.</summary>
    /// <param name="states">What waits, in words.</param>
    /// <param name="waited">How long the wait was.</param>
    internal AirbyteKafkaException ForWaitingStates(string states, TimeSpan waited) => new(
        ErrorKind.DeliveryTimedOut,
        $"{states} wait for the records before them, and there was no room for another within {MaxBlock(waited)}. {CheckBrokers}");

    /// <summary>Nobody took the states that were handed back for too long.</summary>
    internal static AirbyteKafkaException ForUnreadStates(TimeSpan waited) => new(
        ErrorKind.DeliveryTimedOut,
        $"Nobody read the states that were handed back within {MaxBlock(waited)}. Check what reads the output of this write.");

    /// <summary>With acks 0, how large batches may be is not known of all topics.</summary>
    /// <param name="unknown">Of how many topics it is not known.</param>
    /// <param name="topic">The first of these.</param>
    /// <param name="smallest">The most bytes that batches have therefore.</param>
    internal static string ForUnknownLimits(int unknown, string? topic, long smallest) => string.Create(
        CultureInfo.InvariantCulture,
        $"acks is 0 and max.message.bytes is not known of {(unknown == 1 ? "" : $"{unknown} topics, among them ")}topic '{topic}': ")
        + string.Create(CultureInfo.InvariantCulture, $"batches have at most {smallest} bytes, ")
        + "and what is larger than a topic takes is lost without a word. "
        + "Grant the user DESCRIBE_CONFIGS on the topics and, for those yet to be created, on the cluster; or use acks 1 or all.";

    /// <summary>As many states as may wait do so for the end of a gzip input.</summary>
    internal static AirbyteKafkaException ForHeldStates() => new(
        ErrorKind.InputUnusable,
        "The gzip input holds more states than may wait at once (buffer_memory), "
        + "and none can leave before its checksum has been read at its end. Unpack it and write what it holds: gzip -dc FILE | …");

    /// <summary>Records were still on their way when their time was long up.</summary>
    internal AirbyteKafkaException ForUnsettled(long records, TimeSpan waited) => new(
        ErrorKind.DeliveryTimedOut,
        string.Create(CultureInfo.InvariantCulture, $"{records} records were neither acknowledged nor refused within ")
        + $"{Seconds(waited)}. {CheckBrokers}");

    private string CheckBrokers => _words.CheckBrokers + faults.Describe();

    private string MaxRequestSize => string.Create(CultureInfo.InvariantCulture, $"max_request_size ({config.MaxRequestSize} bytes)");

    private static string MaxBlock(TimeSpan waited) => $"max_block_ms ({Seconds(waited)})";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static long Size(in NativeMessage message) => (long)(message.ValueLength + message.KeyLength);

    private static string Record(StreamDescriptor stream, long line) =>
        string.Create(CultureInfo.InvariantCulture, $"The record in line {line} (stream '{Printable.Of(stream.Name)}')");

    private static string? FindSimilar(string topic, NativeProducer producer)
    {
        var name = TopicName.Unify(topic);
        var (cluster, _) = ClusterMetadata.Ask(producer, TopicsTimeout);
        return cluster?.Topics.FirstOrDefault(other => other != topic && TopicName.Unify(other) == name);
    }

    private static AirbyteKafkaException TooLarge(string record, string topic, long size, string limit) => new(
        ErrorKind.RecordTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"{record} for topic '{topic}' has {size} bytes, more than {limit} allows. ")
        + "Raise max_request_size and the limits of broker and topic, or take the record out of the sync.");
}
