using System.Globalization;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Kafka.Admin;

/// <summary>Settings of a broker or a topic, by Kafka's names.</summary>
internal sealed class KafkaSettings(IReadOnlyDictionary<string, ConfigEntryResult> entries)
{
    /// <summary>A number, or <see langword="null"/> where it is not shown.</summary>
    public long? Number(string name) =>
        entries.TryGetValue(name, out var entry) && long.TryParse(entry.Value, NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A text, or <see langword="null"/> where it is not shown.</summary>
    public string? Text(string name) => entries.TryGetValue(name, out var entry) ? entry.Value : null;

    /// <summary>A switch, or <see langword="null"/> where it is not shown.</summary>
    public bool? Flag(string name) => entries.TryGetValue(name, out var entry) && bool.TryParse(entry.Value, out var value) ? value : null;
}
