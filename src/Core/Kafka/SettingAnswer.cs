namespace AirbyteKafka.Kafka;

/// <summary>A number that a topic or a broker has for a setting.</summary>
/// <param name="Value">The number; <see langword="null"/> when it was not told.</param>
/// <param name="Error">Why not.</param>
internal readonly record struct SettingAnswer(long? Value, KafkaError Error);
