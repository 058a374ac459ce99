namespace AirbyteKafka.Records;

/// <summary>The value that is <c>data</c> and nothing else.</summary>
/// <param name="stream">The stream.</param>
internal sealed class PlainData(StreamShape stream) : RecordPlan(stream)
{
    /// <inheritdoc/>
    internal override int Length(in RecordContent content) => content.Data.Length;

    /// <inheritdoc/>
    internal override void Write(Span<byte> destination, RandomIds ids, in RecordContent content) => content.Data.CopyTo(destination);
}
