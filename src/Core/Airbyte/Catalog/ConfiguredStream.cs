using System.Diagnostics.CodeAnalysis;

namespace AirbyteKafka.Airbyte.Catalog;

/// <summary>One stream of the configured catalog.</summary>
/// <param name="Descriptor">Its namespace and name.</param>
/// <param name="SyncMode">How the source reads it.</param>
/// <param name="DestinationSyncMode">What the destination is asked to do with it.</param>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "Airbyte's own term: an entry of ConfiguredAirbyteCatalog.streams.")]
public sealed record ConfiguredStream(StreamDescriptor Descriptor, SyncMode SyncMode, DestinationSyncMode DestinationSyncMode);
