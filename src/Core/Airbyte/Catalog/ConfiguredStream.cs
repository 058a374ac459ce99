using System.Diagnostics.CodeAnalysis;

namespace AirbyteKafka.Airbyte.Catalog;

/// <summary>One stream of the configured catalog.</summary>
/// <param name="Descriptor">Its namespace and name.</param>
/// <param name="SyncMode">How the source reads it.</param>
/// <param name="DestinationSyncMode">What the destination is asked to do with it.</param>
[SuppressMessage(
    "Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "Airbyte's own term: an entry of "
        + "ConfiguredAirbyteCatalog.streams.")]
public sealed record ConfiguredStream(StreamDescriptor Descriptor, SyncMode SyncMode, DestinationSyncMode DestinationSyncMode)
{
    /// <summary>
    /// The fields of the configured primary key, else of the one that the source defines, each as names from the outside in; empty where
    /// there is none.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> PrimaryKey { get; init; } = [];

    /// <summary>The generation that the records belong to, if the platform says it.</summary>
    public long? GenerationId { get; init; }

    /// <summary>The sync that the records come in, if the platform says it.</summary>
    public long? SyncId { get; init; }

    /// <summary>Whether the schema has the column by which CDC marks deleted rows (<c>_ab_cdc_deleted_at</c>).</summary>
    public bool HasDeletions { get; init; }
}

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
