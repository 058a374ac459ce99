using System.Text;

namespace AirbyteKafka.Tests.Connection;

/// <summary>The parts that answers of Kafka's protocol are made of.</summary>
internal static class WireBytes
{
    internal static byte[] Int16(short value) => [(byte)(value >> 8), (byte)value];

    internal static byte[] Int32(int value) => [.. Int16((short)(value >> 16)), .. Int16((short)value)];

    internal static byte[] Int64(long value) => [.. Int32((int)(value >> 32)), .. Int32((int)value)];

    internal static byte[] Utf8(string? text) => text is null ? Int16(-1)
        : [.. Int16((short)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    /// <summary>A broker as an answer to a Metadata request names it.</summary>
    internal static byte[] Broker(int id, string? host, int port) => [.. Int32(id), .. Utf8(host), .. Int32(port), .. Utf8(null)];

    /// <summary>A whole answer to a Metadata request, without topics.</summary>
    internal static byte[] Cluster(params byte[][] brokers) =>
        [.. Int32(brokers.Length), .. brokers.SelectMany(broker => broker), .. Int32(1), .. Int32(0)];

    /// <summary>A topic of one partition as an answer to a Metadata request names it.</summary>
    internal static byte[] Topic(string name) =>
        [.. Int16(0), .. Utf8(name), 0, .. Int32(1), .. Int16(0), .. Int32(0), .. Int32(1), .. Int32(1), .. Int32(1), .. Int32(1),
            .. Int32(1)];

    /// <summary>A whole answer to a Produce request for one partition.</summary>
    internal static byte[] Produced(string topic, int partition, short error, long offset) =>
        [.. Int32(1), .. Utf8(topic), .. Int32(1), .. Int32(partition), .. Int16(error), .. Int64(offset), .. Int64(-1), .. Int32(0)];
}
