namespace AirbyteKafka.Airbyte.Catalog;

/// <summary>What the destination is asked to do with a stream's records. Kafka appends, whatever is asked.</summary>
public enum DestinationSyncMode
{
    /// <summary>Absent, or a name this version does not know.</summary>
    Unknown,

    /// <summary>Add them.</summary>
    Append,

    /// <summary>Put them in place of what was there.</summary>
    Overwrite,

    /// <summary>Add them and keep one per primary key.</summary>
    AppendDedup,

    /// <summary>Change what is there.</summary>
    Update,

    /// <summary>Mark what is there as deleted.</summary>
    SoftDelete,
}
