using AirbyteKafka.Airbyte.Catalog;

namespace AirbyteKafka.Airbyte.States;

/// <summary>The answer to a STATE, which is handed back once every record before it is in Kafka.</summary>
/// <param name="Message">The message to hand back: one line without its end.</param>
/// <param name="Scope">What it is a checkpoint of.</param>
/// <param name="Stream">The stream of a <see cref="StateScope.Stream"/> state; otherwise <see langword="null"/>.</param>
public sealed record StateAnswer(ReadOnlyMemory<byte> Message, StateScope Scope, StreamDescriptor? Stream);
