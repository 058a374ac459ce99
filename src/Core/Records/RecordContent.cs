namespace AirbyteKafka.Records;

/// <summary>What an input line gives to its record: all that a <see cref="RecordShape"/> may read.</summary>
/// <param name="emittedAt">The <c>emitted_at</c> token.</param>
/// <param name="data">The <c>data</c> value as it came.</param>
internal readonly ref struct RecordContent(ReadOnlySpan<byte> emittedAt, ReadOnlySpan<byte> data)
{
    internal ReadOnlySpan<byte> EmittedAt { get; } = emittedAt;

    internal ReadOnlySpan<byte> Data { get; } = data;
}
