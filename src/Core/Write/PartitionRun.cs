using System.Runtime.CompilerServices;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Records;

namespace AirbyteKafka.Write;

/// <summary>Keeps records of a topic together: runs of a batch's size go to one partition, and the next run to another at random.</summary>
/// <remarks>
/// Kafka's clients do so with records that have no key (KIP-480): brokers get fewer and fuller batches. Keys that are random anyway can be chosen so
/// that they belong to the run's partition. Where a record goes is decided by Kafka's partitioner alone, from its key.
/// </remarks>
/// <param name="topic">The topic.</param>
/// <param name="bytesPerRun">How much goes to one partition before the next is chosen.</param>
internal sealed class PartitionRun(NativeTopic topic, int bytesPerRun)
{
    private int _partition;
    private int _partitions;
    private long _left;

    /// <summary>Makes a record's key fit the run, or starts a new run with the key as it is.</summary>
    /// <param name="key">The key, whose last digits may change.</param>
    /// <param name="bytes">The record's size.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Place(Span<byte> key, int bytes)
    {
        var partitions = topic.Partitions;
        if (partitions is 0 or > RecordKeyPlacement.MaxPartitions)
        {
            return;
        }

        _left -= bytes;
        if (_left > 0 && _partitions == partitions)
        {
            RecordKeyPlacement.TryPlace(key, _partition, partitions);
            return;
        }

        _left = bytesPerRun;
        _partitions = partitions;
        _partition = Murmur2.Partition(key, partitions);
    }
}
