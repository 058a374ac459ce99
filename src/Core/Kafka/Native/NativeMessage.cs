using System.Runtime.InteropServices;

namespace AirbyteKafka.Kafka.Native;

/// <summary>librdkafka's <c>rd_kafka_message_t</c>: a record on its way out, and its delivery report on the way back.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    /// <summary>0, or why the record was not taken or not delivered.</summary>
    public int Error;

    /// <summary>The topic's handle.</summary>
    public nint Topic;

    /// <summary>The partition it shall go to, or went to.</summary>
    public int Partition;

    /// <summary>The record's value. It is not copied: it must stay until the delivery report.</summary>
    public byte* Value;

    /// <summary>Bytes of <see cref="Value"/>.</summary>
    public nuint ValueLength;

    /// <summary>The record's key; copied when it is produced.</summary>
    public byte* Key;

    /// <summary>Bytes of <see cref="Key"/>.</summary>
    public nuint KeyLength;

    /// <summary>The offset it got.</summary>
    public long Offset;

    /// <summary>The caller's own: comes back with the delivery report.</summary>
    public ulong Opaque;
}
