using Confluent.Kafka.Admin;

namespace AirbyteKafka.Kafka.Admin;

/// <summary>Which settings a topic has of its own.</summary>
internal static class TopicConfig
{
    /// <summary>Those that differ from what the brokers give every topic.</summary>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<ConfigEntryResult> entries) => entries
        .Where(IsItsOwn)
        .OrderBy(entry => entry.Name, StringComparer.Ordinal)
        .ToDictionary(entry => entry.Name, entry => entry.Value ?? "", StringComparer.Ordinal)
        .AsReadOnly();

    // Before Kafka 1.1 brokers do not tell where a value comes from, but whether it is the default.
    private static bool IsItsOwn(ConfigEntryResult entry) =>
        entry.Source == ConfigSource.DynamicTopicConfig || (entry.Source == ConfigSource.UnknownConfig && !entry.IsDefault);
}
