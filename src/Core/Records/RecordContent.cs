namespace AirbyteKafka.Records;

/// <summary>What an input line gives to its record: all that a <see cref="RecordShape"/> may read.</summary>
internal readonly ref struct RecordContent
{
    /// <summary>The <c>emitted_at</c> token, an integer.</summary>
    internal required ReadOnlySpan<byte> EmittedAt { get; init; }

    /// <summary>The <c>data</c> value as it came.</summary>
    internal required ReadOnlySpan<byte> Data { get; init; }

    /// <summary>The list of changes of its <c>meta</c>; empty where the shape does not ask for it.</summary>
    internal ReadOnlySpan<byte> Changes { get; init; }

    /// <summary>The number of the line, for errors.</summary>
    internal long Line { get; init; }
}
