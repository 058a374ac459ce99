namespace AirbyteKafka.Records;

/// <summary>A part of a record, by its place in the memory that was taken for the record.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Number of bytes; below 0 for <see cref="None"/>.</param>
internal readonly record struct RecordPart(int Start, int Length)
{
    /// <summary>No such part: Kafka gets null in its place, which is something else than no bytes.</summary>
    internal static RecordPart None => new(0, -1);

    /// <summary>Whether the record has this part, be it empty.</summary>
    internal bool IsPresent => Length >= 0;

    /// <summary>Bytes that Kafka gets.</summary>
    internal int Bytes => Math.Max(Length, 0);

    /// <summary>Where it ends.</summary>
    internal int End => Start + Bytes;

    /// <summary>The bytes themselves.</summary>
    /// <param name="memory">The record's memory.</param>
    internal Span<byte> Of(Span<byte> memory) => memory.Slice(Start, Bytes);
}
