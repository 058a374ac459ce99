namespace AirbyteKafka.Records;

/// <summary>The record's random id as its key.</summary>
internal sealed class RandomKey : IRecordKey
{
    /// <inheritdoc/>
    public KeyOutcome Make(in RecordContent content, KeyBuffer key) => KeyOutcome.Id;
}
