using System.Numerics;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Write;

/// <summary>How large a batch the brokers take, by topic, as far as they tell.</summary>
/// <remarks>
/// A broker refuses a batch that is larger, and with it records that are small. Whoever may not ask, or has no answer in time, goes on
/// without:
/// <see cref="Lanes"/> sends again what was in a batch too large.
/// </remarks>
internal sealed class BatchLimits
{
    /// <summary>What brokers take that nobody has set another limit for, of the least of all releases of Kafka.</summary>
    internal const int Stock = 1_000_012;

    // Hardly a topic takes less: the question is not worth an answer's time, and what is refused all the same is sent again.
    private const int NeverTooLarge = 64 * 1024;

    private const int BatchHeader = 61;

    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);

    /// <summary>Reads what the brokers told.</summary>
    /// <param name="topics">The topics that may be written to.</param>
    /// <param name="properties">What they have for <see cref="TopicProperty.LargestBatch"/>.</param>
    internal BatchLimits(IReadOnlyList<string> topics, TopicProperties properties)
    {
        foreach (var topic in topics)
        {
            if (properties.Number(topic, TopicProperty.LargestBatch) is { } bytes)
            {
                _known[topic] = bytes;
                if (SmallestTopic is null || bytes < Smallest)
                {
                    (Smallest, SmallestTopic) = (bytes, topic);
                }
            }
            else
            {
                Unknown++;
                UnknownTopic ??= topic;
            }
        }

        // Where nothing is known the limit is most likely the one that is there from the beginning.
        if (Unknown > 0)
        {
            Smallest = SmallestTopic is null ? Stock : Math.Min(Smallest, Stock);
        }
    }

    /// <summary>The most bytes a batch should have for all of the topics to take it.</summary>
    internal long Smallest { get; private set; }

    /// <summary>The topic that takes the least; <see langword="null"/> when none is known.</summary>
    internal string? SmallestTopic { get; }

    /// <summary>Of how many topics the limit is not known.</summary>
    internal int Unknown { get; }

    /// <summary>The first of these.</summary>
    internal string? UnknownTopic { get; }

    /// <summary>How many bytes a batch has in any case beside the key and the value of a record that is alone in it, at most.</summary>
    internal const int LargestOverhead = BatchHeader + 16;

    /// <summary>How many bytes a batch may have by the configuration.</summary>
    internal static int BatchSize(DestinationConfig config) =>
        Math.Clamp(Math.Min(config.BatchSize, config.MaxRequestSize), 1, int.MaxValue);

    /// <summary>The bytes of a batch with one record, as every broker since Kafka 0.11 stores it.</summary>
    /// <param name="parts">The record.</param>
    internal static long SizeAlone(in RecordParts parts)
    {
        // Attributes, the differences of time and offset, the number of headers, which are few: a byte each.
        var record = 4L + VarintLength(parts.Key.Bytes) + VarintLength(parts.Value.Bytes) + parts.Size;
        return BatchHeader + VarintLength(record) + record;
    }

    /// <summary>Whether a write has to know: its batches may be too large, or nobody would tell it that they were.</summary>
    internal static bool Matter(DestinationConfig config) => config.Acks == Acks.None || BatchSize(config) > NeverTooLarge;

    /// <summary>What a topic takes; <see langword="null"/> if that is not known.</summary>
    internal long? Of(string topic) => _known.TryGetValue(topic, out var limit) ? limit : null;

    // Kafka's varints hold a sign: each byte takes seven bits of twice the number.
    private static int VarintLength(long value) => (BitOperations.Log2((ulong)Math.Max(1, value * 2)) / 7) + 1;
}
