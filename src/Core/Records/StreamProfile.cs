using AirbyteKafka.Airbyte.Catalog;

namespace AirbyteKafka.Records;

/// <summary>What the catalog says of a stream, as far as its records have to do with it.</summary>
/// <param name="Descriptor">Its namespace and name.</param>
/// <param name="PrimaryKey">The fields of its primary key, each as names from the outside in; empty where it has none.</param>
/// <param name="GenerationId">The generation of its records, if it is known.</param>
/// <param name="SyncId">The sync they come in, if it is known.</param>
/// <param name="HasDeletions">Whether its schema has the column that marks deleted rows.</param>
/// <param name="SharesTopic">Whether other streams go to the same topic.</param>
internal sealed record StreamProfile(
    StreamDescriptor Descriptor,
    IReadOnlyList<IReadOnlyList<string>> PrimaryKey,
    long? GenerationId,
    long? SyncId,
    bool HasDeletions,
    bool SharesTopic)
{
    /// <summary>A stream of which nothing but the name is known.</summary>
    internal static StreamProfile Of(StreamDescriptor descriptor) =>
        new(descriptor, [], null, null, HasDeletions: false, SharesTopic: false);

    /// <summary>A stream of the catalog.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="sharesTopic">Whether other streams go to the same topic.</param>
    internal static StreamProfile Of(ConfiguredStream stream, bool sharesTopic) =>
        new(stream.Descriptor, stream.PrimaryKey, stream.GenerationId, stream.SyncId, stream.HasDeletions, sharesTopic);
}
