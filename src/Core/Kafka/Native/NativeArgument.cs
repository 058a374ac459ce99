using System.Runtime.InteropServices;

namespace AirbyteKafka.Kafka.Native;

/// <summary>
/// librdkafka's <c>rd_kafka_vu_t</c>: what is said of a record that is handed over by itself, one of these for each part.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal readonly unsafe struct NativeArgument
{
    [FieldOffset(0)]
    private readonly Kind _kind;

    // A union, of which the members that are used here start at its front.
    [FieldOffset(8)]
    private readonly nint _value;

    [FieldOffset(16)]
    private readonly nuint _length;

    private NativeArgument(Kind kind, nint value, nuint length = 0) => (_kind, _value, _length) = (kind, value, length);

    // librdkafka's RD_KAFKA_VTYPE_*.
    private enum Kind
    {
        Topic = 2,
        Partition = 3,
        Value = 4,
        Key = 5,
        Opaque = 6,
        Flags = 7,
        Timestamp = 8,
        Headers = 10,
    }

    // librdkafka's RD_KAFKA_MSG_F_COPY; without it nothing of the value is copied or freed.
    internal static NativeArgument Flags(bool copyValue) => new(Kind.Flags, copyValue ? 2 : 0);

    internal static NativeArgument Topic(nint handle) => new(Kind.Topic, handle);

    // Of the union's first field a partition takes the lower half, whatever the order of bytes: all platforms are little-endian.
    internal static NativeArgument Partition(int partition) => new(Kind.Partition, partition);

    internal static NativeArgument Value(byte* value, nuint length) => new(Kind.Value, (nint)value, length);

    internal static NativeArgument Key(byte* key, nuint length) => new(Kind.Key, (nint)key, length);

    internal static NativeArgument Opaque(ulong opaque) => new(Kind.Opaque, (nint)opaque);

    internal static NativeArgument Timestamp(long milliseconds) => new(Kind.Timestamp, (nint)milliseconds);

    internal static NativeArgument Headers(nint headers) => new(Kind.Headers, headers);
}
