using System.Buffers.Binary;
using AirbyteKafka.Tests.Brokers.Kafka;

namespace AirbyteKafka.Tests.OldBrokers;

/// <summary>
/// Which codecs the batches of a topic were compressed with, by the files that the broker keeps them in: clients do not show it.
/// </summary>
internal static class StoredCodecs
{
    private const int LengthAt = 8;
    private const int LengthEnd = 12;
    private const int AttributesAt = 21;
    private const int CodecMask = 0x7;
    private static readonly string[] Names = ["none", "gzip", "snappy", "lz4", "zstd"];

    /// <summary>The codecs, each once.</summary>
    internal static string Of(OldKafka kafka, string topic) =>
        string.Join(' ', Directory.EnumerateDirectories(kafka.DataDirectory, $"{topic}-*")
        .SelectMany(partition => Directory.EnumerateFiles(partition, "*.log"))
        .SelectMany(Read)
        .Distinct()
        .Order(StringComparer.Ordinal));

    private static IEnumerable<string> Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var log = new byte[stream.Length];
        stream.ReadExactly(log);
        for (var at = 0; at < log.Length; at += LengthEnd + BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(at + LengthAt)))
        {
            yield return Names[BinaryPrimitives.ReadInt16BigEndian(log.AsSpan(at + AttributesAt)) & CodecMask];
        }
    }
}
