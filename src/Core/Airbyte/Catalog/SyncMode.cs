namespace AirbyteKafka.Airbyte.Catalog;

/// <summary>How the source reads a stream.</summary>
public enum SyncMode
{
    /// <summary>Absent, or a name this version does not know.</summary>
    Unknown,

    /// <summary>Everything, each time.</summary>
    FullRefresh,

    /// <summary>What is new since the last state.</summary>
    Incremental,
}
