using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace AirbyteKafka.Records;

/// <summary>
/// The hash by which Kafka's clients choose a record's partition from its key (murmur2, in the variant of Kafka's Java client).
/// </summary>
internal static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;

    /// <summary>The partition that a key belongs to.</summary>
    /// <param name="key">The key.</param>
    /// <param name="partitions">How many partitions the topic has; at least 1.</param>
    /// <returns>From 0 to <paramref name="partitions"/> - 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Partition(ReadOnlySpan<byte> key, int partitions)
    {
        var hash = Start(key.Length);
        while (key.Length >= sizeof(uint))
        {
            hash = Add(hash, BinaryPrimitives.ReadUInt32LittleEndian(key));
            key = key[sizeof(uint)..];
        }

        for (var i = key.Length - 1; i >= 0; i--)
        {
            hash ^= (uint)key[i] << (8 * i);
        }

        return ToPartition(key.IsEmpty ? hash : hash * Multiplier, partitions);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Start(int length) => Seed ^ (uint)length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Add(uint hash, uint word)
    {
        word *= Multiplier;
        word ^= word >> 24;
        return (hash * Multiplier) ^ (word * Multiplier);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int ToPartition(uint hash, int partitions)
    {
        hash ^= hash >> 13;
        hash *= Multiplier;
        hash ^= hash >> 15;
        return (int)((hash & int.MaxValue) % (uint)partitions);
    }
}
