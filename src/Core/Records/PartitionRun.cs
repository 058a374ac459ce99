using System.Runtime.CompilerServices;

namespace AirbyteKafka.Records;

/// <summary>
/// Keeps records of a topic together: a run of a batch's size goes to one partition, and the next run to another at random.
/// </summary>
/// <remarks>
/// Kafka's clients do so with records that have no key (KIP-480): brokers get fewer and fuller batches. A <see cref="RandomKey"/> can be
/// chosen to belong to the run's partition, and a null key leaves every choice; no other key may be changed. A record with a key goes
/// where Kafka's partitioner would put its key: a run only spares asking it. It is still asked for the first record of a run, from which
/// the topic's handle learns how many partitions there are by now.
/// </remarks>
/// <param name="bytesPerRun">How much goes to one partition before the next is chosen.</param>
internal sealed class PartitionRun(int bytesPerRun)
{
    // With null keys the partitioner need not be asked; only so does it tell that partitions were added.
    private const int RunsWithoutAsking = 64;

    private int _partition;
    private int _partitions;
    private long _left;
    private int _runs;

    /// <summary>Makes a record's key fit the run, or starts a new run with the key as it is.</summary>
    /// <param name="key">The record's <see cref="RandomKey"/>, whose last digits may change; empty for a null key.</param>
    /// <param name="bytes">The record's size.</param>
    /// <param name="partitions">How many partitions the topic has; 0 when that is not known yet.</param>
    /// <returns>The partition that the key belongs to; <see langword="null"/> where Kafka's partitioner is to be asked.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int? Place(Span<byte> key, int bytes, int partitions)
    {
        if (key.IsEmpty)
        {
            return PlaceWithoutKey(bytes, partitions);
        }

        if (partitions is 0 or > RandomKeyPlacement.MaxPartitions)
        {
            return null;
        }

        _left -= bytes;
        if (_left > 0 && _partitions == partitions)
        {
            return RandomKeyPlacement.TryPlace(key, _partition, partitions) ? _partition : null;
        }

        _left = bytesPerRun;
        _partitions = partitions;
        _partition = Murmur2.Partition(key, partitions);
        return null;
    }

    private int? PlaceWithoutKey(int bytes, int partitions)
    {
        if (partitions == 0)
        {
            return null;
        }

        _left -= bytes;
        if (_left <= 0 || _partitions != partitions)
        {
            _left = bytesPerRun;
            _partitions = partitions;
            _partition = Random.Shared.Next(partitions);
            if (++_runs % RunsWithoutAsking == 0)
            {
                return null;
            }
        }

        return _partition;
    }
}
