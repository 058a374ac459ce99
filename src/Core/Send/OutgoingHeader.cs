namespace AirbyteKafka.Send;

/// <summary>A header of a record that is sent. Kafka allows several of the same name.</summary>
/// <param name="Name">The name in UTF-8.</param>
/// <param name="Value">The value; <see langword="null"/> for a header without one.</param>
public readonly record struct OutgoingHeader(byte[] Name, byte[]? Value);
