using Confluent.Kafka;

namespace AirbyteKafka.Read;

/// <summary>
/// How far the pipeline has got in the partitions of a group. The pipeline's thread marks, the reading thread takes partitions away.
/// </summary>
internal sealed class GroupPositions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, long> _next = [];
    private int _generation;

    /// <summary>Counts how often the partitions were dealt anew.</summary>
    internal int Generation => Volatile.Read(ref _generation);

    /// <summary>A record has gone down the pipeline.</summary>
    /// <param name="generation">That of its batch: a record from before the last dealing counts no more.</param>
    /// <param name="record">The record.</param>
    internal void Mark(int generation, ConsumedRecord record)
    {
        lock (_lock)
        {
            if (generation == _generation)
            {
                _next[new TopicPartition(record.Topic, record.Partition)] = record.Offset + 1;
            }
        }
    }

    /// <summary>The positions that are not committed yet, and the dealing they are of.</summary>
    internal (int Generation, IReadOnlyList<TopicPartitionOffset> Offsets) GetOpen()
    {
        lock (_lock)
        {
            return (_generation, [.. _next.Select(position => new TopicPartitionOffset(position.Key, position.Value))]);
        }
    }

    /// <summary>Positions are committed.</summary>
    internal void Settle(IReadOnlyList<TopicPartitionOffset> offsets)
    {
        lock (_lock)
        {
            foreach (var offset in offsets)
            {
                if (_next.TryGetValue(offset.TopicPartition, out var next) && next == offset.Offset.Value)
                {
                    _next.Remove(offset.TopicPartition);
                }
            }
        }
    }

    /// <summary>The partitions are dealt anew: whatever was not committed is read again, here or elsewhere.</summary>
    internal void Deal()
    {
        lock (_lock)
        {
            _next.Clear();
            Volatile.Write(ref _generation, _generation + 1);
        }
    }
}
