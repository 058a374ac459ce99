using System.Globalization;
using System.Text.Json;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;
using AirbyteKafka.Topics;
using AirbyteKafka.Write;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Turns what Kafka's client says into failures that a person can act on.</summary>
internal sealed class DeliveryErrors(DestinationConfig config, ConnectionFaults faults)
{
    // The brokers have just answered about the topic.
    private static readonly TimeSpan TopicsTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Why a record is not in Kafka.</summary>
    /// <param name="message">Its delivery report.</param>
    /// <param name="line">The number of its input line.</param>
    /// <param name="producer">The client, which is asked for the topics there are where the record's own does not exist.</param>
    /// <param name="brokerSaid">The broker's own words about it, if it had any.</param>
    internal AirbyteKafkaException ForRecord(in NativeMessage message, long line, NativeProducer producer, string? brokerSaid)
    {
        var error = new KafkaError(message.Error);
        var record = Record(message, line);
        var topic = NativeProducer.TopicName(message.Topic);
        var size = (long)(message.ValueLength + message.KeyLength);
        if (error.IsForSize)
        {
            return TooLarge(record, topic, size, "the broker's own limit (message.max.bytes or the topic's max.message.bytes)");
        }

        if (error == KafkaError.UnknownTopic || error == KafkaError.UnknownTopicOrPartition)
        {
            return FindSimilar(topic, producer) is { } similar
                ? new AirbyteKafkaException(ErrorKind.TopicNameInvalid, $"{record} was not delivered. {TopicCollision.Explain(topic, similar)}")
                : new AirbyteKafkaException(
                    ErrorKind.TopicMissing,
                    $"{record} was not delivered: topic '{topic}' does not exist and the broker does not create it. Create the topic, or allow auto.create.topics.enable.");
        }

        if (error == KafkaError.InvalidTopic)
        {
            return new AirbyteKafkaException(
                ErrorKind.TopicNameInvalid, $"{record} was not delivered: the broker lets nobody write to a topic of the name '{topic}' ({error.Name}); Kafka's own topics are among these. Change topic_pattern.");
        }

        if (error == KafkaError.TopicAuthorizationFailed)
        {
            var described = NativeTopics.Describe(producer, topic, TopicsTimeout);
            return new AirbyteKafkaException(ErrorKind.AuthorizationFailed, $"{record} was not delivered. {TopicRights.Explain(topic, described)}");
        }

        if (error == KafkaError.ClusterAuthorizationFailed)
        {
            return new AirbyteKafkaException(
                ErrorKind.AuthorizationFailed, $"{record} was not delivered. {FatalErrors.MayNotBeIdempotent(error)}");
        }

        if (error == KafkaError.MessageTimedOut)
        {
            var seconds = config.DeliveryTimeout.TotalSeconds;
            return new AirbyteKafkaException(ErrorKind.DeliveryTimedOut, string.Create(
                CultureInfo.InvariantCulture,
                $"{record} was not acknowledged by topic '{topic}' within delivery_timeout_ms ({seconds:0.###} s). Check that the brokers at {config.ShownServers} can be reached and are healthy.{faults.Describe()}"));
        }

        if (error.IsBrokerFault)
        {
            return new AirbyteKafkaException(ErrorKind.BrokerUnavailable, string.Create(
                CultureInfo.InvariantCulture,
                $"{record} was not acknowledged by topic '{topic}': {error.Text} ({error.Name}), and retries ({config.Retries}) allows no further attempt. Check that the brokers at {config.ShownServers} are healthy; without a value retries is as good as unlimited.{faults.Describe()}"));
        }

        var said = brokerSaid is null ? "" : $" The broker says: {new LoginErrors(config).Sentence(brokerSaid)}";
        if (error.IsUnreadable)
        {
            return new AirbyteKafkaException(
                ErrorKind.DeliveryFailed,
                $"{record} may not be in topic '{topic}': the broker's answer cannot be read. "
                + "Check that Kafka brokers are behind bootstrap_servers, and nothing that changes what they say.");
        }

        return new AirbyteKafkaException(ErrorKind.DeliveryFailed, Refusal(error) is { } why
            ? $"{record} was not delivered to topic '{topic}': {why} ({error.Name}).{said}"
            : $"{record} was not delivered to topic '{topic}': {error.Text} ({error.Name}).{said}");
    }

    private static string? Refusal(KafkaError error) =>
        error == KafkaError.UnknownTopicId ? "the topic is deleted and made anew again and again while this write runs. Run the sync again when it stays"
        : error == KafkaError.UnknownPartition ? "the topic was made anew with fewer partitions while this write ran. Run the sync again"
        : error == KafkaError.InvalidTimestamp
            ? "its time is outside of what the topic takes. Check the clock of this machine, and message.timestamp.before.max.ms and message.timestamp.after.max.ms of the topic"
        : error == KafkaError.InvalidRecord ? "the broker refuses what is in it. Check the settings of the topic, such as message.timestamp.type"
        : null;

    /// <summary>A record that the client did not take, or that is not sent any more.</summary>
    /// <param name="message">The record, with the reason.</param>
    /// <param name="line">The number of its input line.</param>
    /// <param name="producer">As in <see cref="ForRecord"/>.</param>
    internal AirbyteKafkaException ForRefused(in NativeMessage message, long line, NativeProducer producer) => new KafkaError(message.Error).IsForSize
        ? TooLarge(Record(message, line), NativeProducer.TopicName(message.Topic), (long)(message.ValueLength + message.KeyLength), MaxRequestSize)
        : ForRecord(message, line, producer, brokerSaid: null);

    /// <summary>Records were sent again because their batch was too large.</summary>
    /// <param name="batchSize">The bound on batches until then.</param>
    internal static string ForLargeBatch(int batchSize) => string.Create(
        CultureInfo.InvariantCulture,
        $"A broker takes no batch as large as batch_size ({batchSize} bytes) allows. Its records are sent again in smaller batches, so records of a partition may lie in another order than they came in. Lower batch_size, or raise max.message.bytes of the topics.");

    /// <summary>Records were sent again because their topic is another one now.</summary>
    internal static string ForTopicAnew(string topic) =>
        $"Topic '{topic}' was deleted and made anew while the write ran: what it held is gone. Records that were refused for it are sent again.";

    /// <summary>A record that is larger than <c>max_request_size</c>, or than its topic is known to take.</summary>
    internal AirbyteKafkaException ForTooLarge(StreamEntry stream, long line, long size) => TooLarge(
        string.Create(CultureInfo.InvariantCulture, $"The record in line {line} (stream '{Printable.Of(stream.Stream.Name)}')"),
        stream.Topic.Name,
        size,
        size > config.MaxRequestSize ? MaxRequestSize : "the topic's max.message.bytes");

    /// <summary>Why the client as a whole cannot go on.</summary>
    internal AirbyteKafkaException ForClient(KafkaError error, string reason)
    {
        if (error == KafkaError.Authentication || error == KafkaError.SaslAuthenticationFailed)
        {
            return new LoginErrors(config).ForRefusal(reason);
        }

        return FatalErrors.Explain(error, reason, config.Redact);
    }

    /// <summary>There was no room for another record for too long.</summary>
    internal AirbyteKafkaException ForBlocked(TimeSpan waited) => new(ErrorKind.DeliveryTimedOut, string.Create(
        CultureInfo.InvariantCulture,
        $"No room for the next record came free within max_block_ms ({waited.TotalSeconds:0.###} s): the brokers at {config.ShownServers} do not take records as fast as they come, or not at all. Check that they can be reached; a larger buffer_memory rides out short stalls.{faults.Describe()}"));

    /// <summary>As many states as may wait did so for too long.</summary>
    internal AirbyteKafkaException ForWaitingStates(StateRoom states, TimeSpan waited) => new(ErrorKind.DeliveryTimedOut, string.Create(
        CultureInfo.InvariantCulture,
        $"{states} wait for the records before them, and there was no room for another within max_block_ms ({waited.TotalSeconds:0.###} s). Check that the brokers at {config.ShownServers} can be reached and are healthy.{faults.Describe()}"));

    /// <summary>Nobody took the states that were handed back for too long.</summary>
    internal static AirbyteKafkaException ForUnreadStates(TimeSpan waited) => new(ErrorKind.DeliveryTimedOut, string.Create(
        CultureInfo.InvariantCulture,
        $"Nobody read the states that were handed back within max_block_ms ({waited.TotalSeconds:0.###} s). Check what reads the output of this write."));

    /// <summary>With acks 0, how large batches may be is not known of all topics.</summary>
    internal static string ForUnknownLimits(BatchLimits limits) => string.Create(
        CultureInfo.InvariantCulture,
        $"acks is 0 and max.message.bytes is not known of {(limits.Unknown == 1 ? "" : $"{limits.Unknown} topics, among them ")}topic '{limits.UnknownTopic}': batches have at most {limits.Smallest} bytes, and what is larger than a topic takes is lost without a word. Grant the user DESCRIBE_CONFIGS on the topics and, for those yet to be created, on the cluster; or use acks 1 or all.");

    /// <summary>As many states as may wait do so for the end of a gzip input.</summary>
    internal static AirbyteKafkaException ForHeldStates() => new(
        ErrorKind.InputUnusable,
        "The gzip input holds more states than may wait at once (buffer_memory), and none can leave before its checksum has been read at its end. "
        + "Unpack it and write what it holds: gzip -dc FILE | …");

    /// <summary>Records were still on their way when their time was long up.</summary>
    internal AirbyteKafkaException ForUnsettled(long records, TimeSpan waited) => new(ErrorKind.DeliveryTimedOut, string.Create(
        CultureInfo.InvariantCulture,
        $"{records} records were neither acknowledged nor refused within {waited.TotalSeconds:0.###} s. Check that the brokers at {config.ShownServers} can be reached and are healthy.{faults.Describe()}"));

    private string MaxRequestSize => string.Create(CultureInfo.InvariantCulture, $"max_request_size ({config.MaxRequestSize} bytes)");

    private static unsafe string Record(in NativeMessage message, long line) => string.Create(
        CultureInfo.InvariantCulture, $"The record in line {line} (stream '{Printable.Of(ReadStream(new ReadOnlySpan<byte>(message.Value, (int)message.ValueLength)))}')");

    private static string? FindSimilar(string topic, NativeProducer producer)
    {
        var name = TopicName.Unify(topic);
        return ClusterMetadata.Ask(producer, TopicsTimeout).Answer?.Topics.FirstOrDefault(other => other != topic && TopicName.Unify(other) == name);
    }

    private static AirbyteKafkaException TooLarge(string record, string topic, long size, string limit) => new(ErrorKind.RecordTooLarge, string.Create(
        CultureInfo.InvariantCulture,
        $"{record} for topic '{topic}' has {size} bytes, more than {limit} allows. Raise max_request_size and the limits of broker and topic, or take the record out of the sync."));

    private static string ReadStream(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("_airbyte_stream"u8))
            {
                reader.Read();
                return JsonText.Read(ref reader);
            }
        }

        return "";
    }
}
