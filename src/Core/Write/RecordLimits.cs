using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Write;

/// <summary>
/// Which records are unfit: too large by the configuration or by what the brokers are known to take, or not what their topic asks for. And
/// how large batches may be.
/// </summary>
internal sealed class RecordLimits(DestinationConfig config, IReadOnlyList<string> topics, IWriteObserver observer, DeliveryErrors errors)
{
    private readonly bool _doSizesMatter = BatchLimits.Matter(config) || config.Topics.DeadLetters is not null;
    private readonly IReadOnlyList<TopicProperty> _questions = TopicDemands.Questions(config.Records);
    private BatchLimits? _sizes;
    private TopicDemands _demands = TopicDemands.None;

    /// <summary>Whether the brokers have to be asked before the first record.</summary>
    internal bool AreUnknown { get; private set; } =
        BatchLimits.Matter(config) || config.Topics.DeadLetters is not null || TopicDemands.Questions(config.Records).Count > 0;

    /// <summary>
    /// A record of more bytes, key and value, may be unfit: <see cref="FindFault"/> says whether it is. Below 0 where each one may.
    /// </summary>
    internal long Sure { get; private set; } = config.MaxRequestSize;

    /// <summary>
    /// Asks the brokers, and adds a lane whose batches they take where the present one's are too large. Blocks its thread for a short time.
    /// </summary>
    /// <param name="lanes">The producers; nothing was sent yet.</param>
    /// <param name="givesUp">Is asked now and then whether the answer is of no use any more.</param>
    internal void Ask(Lanes lanes, Func<bool> givesUp)
    {
        AreUnknown = false;
        var properties = TopicProperties.Ask(
            lanes.Current.Producer, topics, _doSizesMatter ? [TopicProperty.LargestBatch, .. _questions] : _questions, givesUp);
        if (_doSizesMatter)
        {
            Apply(new BatchLimits(topics, properties), lanes);
        }

        _demands = new TopicDemands(topics, properties);
        if (_demands.HasAny)
        {
            Sure = -1;
        }
    }

    /// <summary>Finds out whether a record is surely unfit.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="content">What its line says.</param>
    /// <param name="parts">The record.</param>
    /// <returns>What is wrong with it; <see langword="null"/> where its topic may take it.</returns>
    internal AirbyteKafkaException? FindFault(StreamEntry stream, in RecordContent content, in RecordParts parts)
    {
        var topic = stream.Topic.Name;
        var fault = !HasRoomFor(topic, parts) ? errors.ForTooLarge(stream.Stream, topic, content.Line, parts.Size)
            : _demands.MissesKey(topic, parts) ? DeliveryErrors.ForMissingKey(stream.Stream, topic, content.Line)
            : _demands.FindAhead(topic, HeaderTemplate.Milliseconds(content)) is { } time
                ? DeliveryErrors.ForTimeAhead(stream.Stream, topic, content.Line, time.Ahead, time.Most)
            : null;
        return fault?.About(content.Line, stream.Stream.ToString(), topic);
    }

    /// <summary>Whether a topic takes the description of a record, as far as that is known.</summary>
    internal bool TakesDescription(TopicEntry topic, in RecordParts parts) =>
        HasRoomFor(topic.Name, parts) && !_demands.MissesKey(topic.Name, parts);

    private bool HasRoomFor(string topic, in RecordParts parts) =>
        parts.Size <= config.MaxRequestSize && !(_sizes?.Of(topic) is { } limit && BatchLimits.SizeAlone(parts) > limit);

    private void Apply(BatchLimits limits, Lanes lanes)
    {
        if (limits.Smallest < lanes.Current.BatchSize)
        {
            lanes.Add((int)Math.Max(1, limits.Smallest));
        }

        if (config.Acks == Acks.None && limits.Unknown > 0)
        {
            observer.OnLog(LogLevel.Warn, DeliveryErrors.ForUnknownLimits(limits.Unknown, limits.UnknownTopic, limits.Smallest));
        }

        // Nobody tells that a record was too large, or it is to be known beforehand. One that is compressed may fit all the same.
        var matters = config.Acks == Acks.None || config.Topics.DeadLetters is not null;
        if (matters && config.CompressionType == "none" && limits.SmallestTopic is not null)
        {
            _sizes = limits;
            Sure = Math.Min(config.MaxRequestSize, limits.Smallest - BatchLimits.LargestOverhead);
        }
    }
}
