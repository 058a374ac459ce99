namespace AirbyteKafka.Settings;

/// <summary>A property of librdkafka that a setting becomes.</summary>
/// <param name="Name">librdkafka's name for it.</param>
/// <param name="Minimum">The smallest number librdkafka takes, where it takes numbers.</param>
/// <param name="Maximum">The largest number librdkafka takes, where it takes numbers.</param>
/// <param name="ProducerOnly">Whether it is set on producers only, and not on admin clients and consumers.</param>
public sealed record LibrdkafkaProperty(string Name, long Minimum = long.MinValue, long Maximum = long.MaxValue, bool ProducerOnly = false);
