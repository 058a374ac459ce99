namespace AirbyteKafka.Records;

/// <summary>No key.</summary>
internal sealed class NullKey : IRecordKey
{
    /// <inheritdoc/>
    public KeyOutcome Make(in RecordContent content, KeyBuffer key) => KeyOutcome.Null;
}
