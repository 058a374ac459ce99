namespace AirbyteKafka.Settings;

/// <summary>A property of librdkafka that a setting becomes.</summary>
/// <param name="Name">librdkafka's name for it.</param>
/// <param name="Minimum">The smallest number librdkafka takes, where it takes numbers.</param>
/// <param name="Maximum">The largest number librdkafka takes, where it takes numbers.</param>
/// <param name="ProducerOnly">Whether it is set on producers only, and not on admin clients and consumers.</param>
public sealed record LibrdkafkaProperty(string Name, long Minimum = long.MinValue, long Maximum = long.MaxValue, bool ProducerOnly = false)
{
    /// <summary>
    /// Whether it counts in another unit than the setting: then a number outside of its range says nothing about the setting's.
    /// </summary>
    public bool OtherUnit { get; init; }

    /// <summary>
    /// librdkafka's words for texts that it calls otherwise or does not know; <see langword="null"/> where there are none.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Words { get; init; }

    /// <summary>Whether librdkafka's configuration parser would cut a value: it drops what C calls white space from the front.</summary>
    /// <param name="value">The value.</param>
    internal static bool IsCut(string value) => value is [' ' or (>= '\t' and <= '\r'), ..];
}
