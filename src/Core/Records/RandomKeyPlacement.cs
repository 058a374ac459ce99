using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Records;

/// <summary>Gives a random key such last two digits that Kafka's partitioner puts it on a wanted partition.</summary>
internal static class RandomKeyPlacement
{
    // The hash takes four bytes at a time: with all but the last two digits fixed, each try costs only the last step.
    private const int Before = RandomIds.Length - sizeof(uint);
    private const int Tries = 256;

    /// <summary>
    /// How many partitions a topic may have for <see cref="TryPlace"/> to be worth its while: most keys can still be placed.
    /// </summary>
    internal const int MaxPartitions = 128;

    private static ReadOnlySpan<byte> HexDigits =>
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"u8
        + "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"u8
        + "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"u8
        + "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"u8
        + "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"u8
        + "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"u8
        + "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"u8;

    /// <summary>Moves a key to a partition.</summary>
    /// <param name="key">An id of <see cref="RandomIds"/>; its last two digits may change.</param>
    /// <param name="partition">The partition it is to belong to.</param>
    /// <param name="partitions">How many partitions the topic has.</param>
    /// <returns>
    /// Whether it belongs there now. There may be no such digits, the more so the more partitions there are; then the key is as it was.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool TryPlace(Span<byte> key, int partition, int partitions)
    {
        var hash = Murmur2.Start(RandomIds.Length);
        for (var i = 0; i < Before; i += sizeof(uint))
        {
            hash = Murmur2.Add(hash, BinaryPrimitives.ReadUInt32LittleEndian(key[i..]));
        }

        var last = key[Before..RandomIds.Length];
        var word = (uint)BinaryPrimitives.ReadUInt16LittleEndian(last);
        var digits = MemoryMarshal.Cast<byte, ushort>(HexDigits);

        // A start that is as good as random leaves the digits as random as they can be.
        for (var i = 0; i < Tries; i++)
        {
            var candidate = word | ((uint)digits[(byte)(hash + (uint)i)] << 16);
            if (Murmur2.ToPartition(Murmur2.Add(hash, candidate), partitions) == partition)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(last, candidate);
                return true;
            }
        }

        return false;
    }
}
