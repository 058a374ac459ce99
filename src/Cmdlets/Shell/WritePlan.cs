using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>What a write is about to do, in words: for <c>-WhatIf</c>, <c>-Confirm</c> and <c>-Verbose</c>. No secret.</summary>
internal static class WritePlan
{
    /// <summary>The brokers, and the topic of each stream.</summary>
    /// <exception cref="AirbyteKafkaException">A stream that is listed twice, or topic names that Kafka refuses.</exception>
    internal static string Target(DestinationConfig config, ConfiguredCatalog catalog)
    {
        var topics = TopicMap.Create(new TopicPattern(config.TopicPattern), [.. catalog.Streams.Select(stream => stream.Descriptor)]);
        return $"Kafka at {Printable.Of(config.BootstrapServers)}: "
            + Printable.List([.. topics.Entries.Select(entry => $"{entry.Stream} -> {entry.Topic}")]);
    }

    /// <summary>Where the configuration came from, how it connects, and which settings it changes.</summary>
    internal static string Settings(DestinationConfig config) => config.ChangedSettings is { Length: > 0 } changed
        ? $"{config}. Settings other than the defaults: {changed}."
        : $"{config}. All settings have their defaults.";
}
