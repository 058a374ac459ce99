namespace AirbyteKafka.Delivery;

/// <summary>What a write did for one stream.</summary>
/// <param name="Namespace">The stream's namespace, if it has one.</param>
/// <param name="Stream">The stream's name.</param>
/// <param name="Topic">Where its records went.</param>
/// <param name="Records">How many records were handed to Kafka.</param>
/// <param name="Bytes">Their keys and values in bytes.</param>
public sealed record StreamResult(string? Namespace, string Stream, string Topic, long Records, long Bytes);
