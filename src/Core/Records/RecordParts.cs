namespace AirbyteKafka.Records;

/// <summary>
/// The parts of one record as Kafka's client gets them. Known before the record's memory is taken, so that it is taken once.
/// </summary>
/// <remarks>
/// Parts may overlap: the key may be a window into the value. A value that is not present is a tombstone. What is sent again is made of
/// what the arena keeps of a record (Write/RecordOrigin).
/// </remarks>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
internal readonly record struct RecordParts(RecordPart Key, RecordPart Value)
{
    /// <summary>The record's id, wherever it lies first; empty where the record has none.</summary>
    internal RecordPart Id { get; init; }

    /// <summary>Bytes in front of key and value, in which <see cref="RecordHeaders"/> lie.</summary>
    internal int HeadersLength { get; init; }

    /// <summary>How many headers there are.</summary>
    internal int HeaderCount { get; init; }

    /// <summary>Bytes of the headers in a batch.</summary>
    internal int HeaderBytes { get; init; }

    /// <summary>Whether the record says that its row was deleted; only where its shape asks.</summary>
    internal bool IsDeleted { get; init; }

    /// <summary>What became of the key.</summary>
    internal KeyOutcome Outcome { get; init; }

    /// <summary>
    /// Bytes that Kafka's client holds of the record until its report beside the record's memory, which it does not count itself.
    /// </summary>
    internal int ClientBytes { get; init; }

    /// <summary>Bytes of memory that the record takes.</summary>
    internal int Memory => Math.Max(HeadersLength, Math.Max(Key.End, Math.Max(Value.End, Id.End)));

    /// <summary>Bytes of the record as limits on its size count them.</summary>
    internal long Size => Key.Bytes + (long)Value.Bytes + HeaderBytes;
}
