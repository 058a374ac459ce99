using Confluent.Kafka;

namespace AirbyteKafka.Read;

/// <summary>A part of a partition that is to be read.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="First">The first offset there is.</param>
/// <param name="Start">The offset that the reading starts with.</param>
/// <param name="End">The offset after the last one that is read.</param>
internal sealed record PartitionRange(TopicPartition Partition, long First, long Start, long End)
{
    /// <summary>How many records there are at most.</summary>
    internal long Length => End - Start;
}
