using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Records;

/// <summary>
/// What a record has beside key and value: its time, and its headers. It lies in front of both in the record's memory, so that a record
/// that is sent again has the same.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct RecordHeaders
{
    /// <summary>The most headers that a record has.</summary>
    internal const int MaxCount = 8;

    /// <summary>Bytes before the first header.</summary>
    internal const int FixedLength = 2 * sizeof(long);

    private readonly long _timestamp;
    private readonly long _count;

    private RecordHeaders(long timestamp, int count) => (_timestamp, _count) = (timestamp, count);

    /// <summary>The record's time in milliseconds since 1970 UTC; 0 for the time of writing.</summary>
    internal long Timestamp => _timestamp;

    /// <summary>The bytes in front of the values that are written for the record itself.</summary>
    internal static int Length(int count) => FixedLength + (count * sizeof(RecordHeader));

    /// <summary>Begins to write, at the front of a record's memory.</summary>
    /// <param name="record">The record's memory.</param>
    /// <param name="timestamp">As in <see cref="Timestamp"/>.</param>
    /// <param name="count">How many headers there will be.</param>
    /// <returns>Takes the headers.</returns>
    internal static Span<RecordHeader> Begin(byte* record, long timestamp, int count)
    {
        *(RecordHeaders*)record = new RecordHeaders(timestamp, count);
        return new Span<RecordHeader>(record + FixedLength, count);
    }

    /// <summary>What was written in front of a record.</summary>
    /// <param name="record">The record's memory.</param>
    /// <param name="headers">The headers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref readonly RecordHeaders Of(byte* record, out ReadOnlySpan<RecordHeader> headers)
    {
        ref readonly var written = ref *(RecordHeaders*)record;
        headers = new ReadOnlySpan<RecordHeader>(record + FixedLength, (int)written._count);
        return ref written;
    }

    /// <summary>Bytes of one header in a batch.</summary>
    /// <param name="name">Bytes of its name.</param>
    /// <param name="value">Bytes of its value.</param>
    internal static int SizeInBatch(int name, int value) => VarintLength(name) + name + VarintLength(value) + value;

    // Kafka's varints hold a sign: each byte takes seven bits of twice the number.
    private static int VarintLength(int value) => (BitOperations.Log2(Math.Max(1, (uint)value * 2)) / 7) + 1;
}
