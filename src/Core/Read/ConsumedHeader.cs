namespace AirbyteKafka.Read;

/// <summary>A header of a record. Kafka allows several of the same name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value's bytes, or <see langword="null"/>.</param>
public sealed record ConsumedHeader(string Name, byte[]? Value);
