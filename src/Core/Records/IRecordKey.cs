namespace AirbyteKafka.Records;

/// <summary>Where the keys of a stream's records come from. One implementation per kind of key.</summary>
internal interface IRecordKey
{
    /// <summary>Makes the key of a record.</summary>
    /// <param name="content">What the record's line says.</param>
    /// <param name="key">Takes the key's bytes where it has bytes of its own; empty before.</param>
    /// <returns>What the key is.</returns>
    KeyOutcome Make(in RecordContent content, KeyBuffer key);
}

/// <summary>What became of a record's key.</summary>
internal enum KeyOutcome
{
    /// <summary>The record's random id.</summary>
    Id,

    /// <summary>The record's random id, because the record has none of the fields that the key is made of.</summary>
    StandIn,

    /// <summary>Made of some of its fields; the record lacks the others.</summary>
    Incomplete,

    /// <summary>Bytes of its own, all of them.</summary>
    Whole,

    /// <summary>Null.</summary>
    Null,
}
