using System.Runtime.CompilerServices;
using AirbyteKafka.Librdkafka;
using AirbyteKafka.Records;

namespace AirbyteKafka.Delivery;

/// <summary>Keeps records of a topic together: runs of a batch's size go to one partition, and the next run to another at random.</summary>
/// <remarks>
/// Kafka's clients do so with records that have no key (KIP-480): brokers get fewer and fuller batches. Keys that are random anyway can be chosen so
/// that they belong to the run's partition; a key is always on the partition that Kafka's partitioner gives it.
/// </remarks>
/// <param name="topic">The topic.</param>
/// <param name="bytesPerRun">How much goes to one partition before the next is chosen.</param>
internal sealed class PartitionRun(NativeTopic topic, int bytesPerRun)
{
    private int _partition;
    private int _partitions;
    private long _left;

    /// <summary>Chooses a record's partition.</summary>
    /// <param name="key">Its key, which may change.</param>
    /// <param name="bytes">The record's size.</param>
    /// <returns>The partition; -1 leaves it to Kafka's client, which then learns anew how many partitions there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Place(Span<byte> key, int bytes)
    {
        _left -= bytes;
        if (_left > 0)
        {
            return RecordKeyPlacement.TryPlace(key, _partition, _partitions) ? _partition : NativeMethods.PartitionUnassigned;
        }

        _partitions = topic.Partitions;
        if (_partitions > 0)
        {
            _left = bytesPerRun;
            _partition = Murmur2.Partition(key, _partitions);
        }

        return NativeMethods.PartitionUnassigned;
    }
}
