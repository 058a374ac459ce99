namespace AirbyteKafka.Read;

/// <summary>A header of a record. Kafka allows several of the same name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value read as UTF-8, or <see langword="null"/>.</param>
public sealed record ConsumedHeader(string Name, string? Value);
