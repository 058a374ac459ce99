using Confluent.Kafka;

namespace AirbyteKafka.Read;

/// <summary>Reads the last records of topics.</summary>
/// <remarks>
/// The last of a topic are among the last of each of its partitions, so many of each are read and the latest chosen. Offsets have gaps
/// (compaction, transactions): where too few records lie in the last offsets of a partition, those before are read, twice as many each
/// time.
/// </remarks>
/// <param name="ranges">Reads parts of partitions.</param>
/// <param name="count">How many records of a topic.</param>
internal sealed class TailReading(RangeReading ranges, int count)
{
    private readonly Dictionary<TopicPartition, List<ConsumedRecord>> _tails = [];

    /// <summary>Reads the last records.</summary>
    /// <param name="windows">The last offsets of each partition, as many as records are wanted.</param>
    /// <returns>The records, topic by topic, in the order of their times; those of one partition keep their own order.</returns>
    internal IEnumerable<ConsumedRecord> Read(IReadOnlyList<PartitionRange> windows)
    {
        for (var open = windows; open.Count > 0;)
        {
            var found = open.ToDictionary(window => window.Partition, _ => new Queue<ConsumedRecord>());
            ranges.Read(open, record =>
            {
                var tail = found[new TopicPartition(record.Topic, record.Partition)];
                tail.Enqueue(record);
                if (tail.Count > count)
                {
                    tail.Dequeue();
                }

                return true;
            });
            open = [.. open.Where(window => !IsComplete(window, found[window.Partition])).Select(Before)];
        }

        return _tails
            .GroupBy(tail => tail.Key.Topic, StringComparer.Ordinal)
            .SelectMany(topic => Order(topic.SelectMany(tail => WithTimes(tail.Value))).TakeLast(count))
            .Select(placed => placed.Record);
    }

    private bool IsComplete(PartitionRange window, Queue<ConsumedRecord> found)
    {
        var later = _tails.GetValueOrDefault(window.Partition) ?? [];
        _tails[window.Partition] = [.. found.Concat(later).TakeLast(count)];
        return _tails[window.Partition].Count >= count || window.Start <= window.First;
    }

    private static PartitionRange Before(PartitionRange window) => window with
    {
        Start = Math.Max(window.First, window.Start - Math.Max(2 * window.Length, 100)),
        End = window.Start,
    };

    // A record is placed no earlier than the one before it in its partition, whatever its producer's clock said.
    private static IEnumerable<(long Time, ConsumedRecord Record)> WithTimes(IEnumerable<ConsumedRecord> tail)
    {
        var latest = long.MinValue;
        foreach (var record in tail)
        {
            latest = Math.Max(latest, record.Time ?? long.MinValue);
            yield return (latest, record);
        }
    }

    // Stable, so that records of the same time stay in the order of partition and offset.
    private static IEnumerable<(long Time, ConsumedRecord Record)> Order(IEnumerable<(long Time, ConsumedRecord Record)> records) =>
        records.OrderBy(placed => placed.Time);
}
