using AirbyteKafka.Airbyte.Catalog;

namespace AirbyteKafka.Airbyte.States;

/// <summary>A state whose records, all of them, are in Kafka.</summary>
/// <param name="Message">The message to hand back: one line without its end.</param>
/// <param name="Scope">What it is a checkpoint of.</param>
/// <param name="Stream">The stream of a <see cref="StateScope.Stream"/> state; otherwise <see langword="null"/>.</param>
public sealed record DurableState(ReadOnlyMemory<byte> Message, StateScope Scope, StreamDescriptor? Stream);
