using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Check.Topics;

/// <summary>The topics that a check looks at.</summary>
/// <param name="Streams">Those that streams go to, each once; empty where that is not known.</param>
/// <param name="Test">The one that the test record goes to, if any.</param>
/// <param name="Originals">By topic the name that was rewritten to it, where that would be a topic's name as well.</param>
internal sealed record CheckedTopics(IReadOnlyList<string> Streams, string? Test, IReadOnlyDictionary<string, string> Originals)
{
    /// <summary>None.</summary>
    public static CheckedTopics None { get; } = new([], null, new Dictionary<string, string>());

    /// <summary>All of them, each once.</summary>
    public IReadOnlyList<string> All => Test is null || Streams.Contains(Test) ? Streams : [.. Streams, Test];

    /// <summary>Finds them.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ConfigInvalid"/>: Kafka would refuse a name.</exception>
    public static CheckedTopics Of(DestinationConfig config, ConfiguredCatalog? catalog)
    {
        var pattern = new TopicPattern(config.TopicPattern);
        IReadOnlyList<StreamTopic> entries =
            catalog is not null ? TopicMap.Create(pattern, [.. catalog.Streams.Select(stream => stream.Descriptor)]).Entries
            : pattern.HasVariables ? []
            : [new(new(null, ""), pattern.Resolve(new StreamDescriptor(null, "")))];
        var test = config.TestTopic is null ? null : TopicNameTransformer.Transform(config.TestTopic);
        var originals = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            Note(entry.Topic, pattern.Substitute(entry.Stream));
        }

        if (test is not null)
        {
            Note(test, config.TestTopic!);
        }

        return new([.. entries.Select(entry => entry.Topic).Distinct()], test, originals);

        void Note(string topic, string original)
        {
            if (original != topic && TopicName.FindFault(original) is null)
            {
                originals.TryAdd(topic, original);
            }
        }
    }
}
