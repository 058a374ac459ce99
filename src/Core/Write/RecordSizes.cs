using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Write;

/// <summary>How large records and their batches may be: by the configuration, and by what the brokers are known to take.</summary>
internal sealed class RecordSizes(DestinationConfig config, IReadOnlyList<string> topics, IWriteObserver observer, DeliveryErrors errors)
{
    private BatchLimits? _limits;

    /// <summary>Whether the brokers have to be asked before the first record.</summary>
    internal bool AreUnknown { get; private set; } = BatchLimits.Matter(config);

    /// <summary>A record of more bytes, key and value, may be too large: <see cref="ThrowIfTooLarge"/> says whether it is.</summary>
    internal long Sure { get; private set; } = config.MaxRequestSize;

    /// <summary>
    /// Asks the brokers, and adds a lane whose batches they take where the present one's are too large. Blocks its thread for a short time.
    /// </summary>
    /// <param name="lanes">The producers; nothing was sent yet.</param>
    /// <param name="givesUp">Is asked now and then whether the answer is of no use any more.</param>
    internal void Ask(Lanes lanes, Func<bool> givesUp)
    {
        AreUnknown = false;
        var limits = BatchLimits.Ask(lanes.Current.Producer, topics, givesUp);
        if (limits.Smallest < lanes.Current.BatchSize)
        {
            lanes.Add((int)Math.Max(1, limits.Smallest));
        }

        if (config.Acks != Acks.None)
        {
            return;
        }

        if (limits.Unknown > 0)
        {
            observer.OnLog(LogLevel.Warn, DeliveryErrors.ForUnknownLimits(limits.Unknown, limits.UnknownTopic, limits.Smallest));
        }

        // Nobody tells that a record was too large. One that is compressed may fit all the same.
        if (config.CompressionType == "none" && limits.SmallestTopic is not null)
        {
            _limits = limits;
            Sure = Math.Min(config.MaxRequestSize, limits.Smallest - BatchLimits.LargestOverhead);
        }
    }

    /// <summary>Refuses a record that is surely too large.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="line">The number of its input line.</param>
    /// <param name="parts">The record.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.RecordTooLarge"/>.</exception>
    internal void ThrowIfTooLarge(StreamEntry stream, long line, in RecordParts parts)
    {
        if (parts.Size > config.MaxRequestSize || (_limits?.Of(stream.Topic.Name) is { } limit && BatchLimits.SizeAlone(parts) > limit))
        {
            throw errors.ForTooLarge(stream.Stream, stream.Topic.Name, line, parts.Size)
                .About(line, stream.Stream.ToString(), stream.Topic.Name);
        }
    }
}
