namespace AirbyteKafka.Records;

/// <summary>
/// The parts of one record as Kafka's client gets them. Known before the record's memory is taken, so that it is taken once.
/// </summary>
/// <remarks>
/// Parts may overlap: the key may be a window into the value. A value that is not present is a tombstone. Headers and a timestamp belong
/// here too when a shape has them; <c>rd_kafka_produce_batch</c> carries neither, so records with them are handed over one by one
/// (<c>rd_kafka_produceva</c>).
/// What is sent again is made of what the arena keeps of a record (Write/RecordOrigin): that has to keep such parts as well.
/// </remarks>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
internal readonly record struct RecordParts(RecordPart Key, RecordPart Value)
{
    /// <summary>Bytes of memory that the record takes.</summary>
    internal int Memory => Math.Max(Key.End, Value.End);

    /// <summary>Bytes of the record as limits on its size count them.</summary>
    internal long Size => Key.Bytes + (long)Value.Bytes;
}
