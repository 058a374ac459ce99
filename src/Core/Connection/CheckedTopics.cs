using AirbyteKafka.Configuration;
using AirbyteKafka.Errors;
using AirbyteKafka.Protocol;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Connection;

/// <summary>The topics that a check looks at.</summary>
/// <param name="Streams">Those that streams go to, each once; empty where that is not known.</param>
/// <param name="Test">The one that the test record goes to, if any.</param>
internal sealed record CheckedTopics(IReadOnlyList<string> Streams, string? Test)
{
    /// <summary>All of them, each once.</summary>
    public IReadOnlyList<string> All => Test is null || Streams.Contains(Test) ? Streams : [.. Streams, Test];

    /// <summary>Finds them.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ConfigInvalid"/>: Kafka would refuse a name.</exception>
    public static CheckedTopics Of(DestinationConfig config, ConfiguredCatalog? catalog)
    {
        var pattern = new TopicPattern(config.TopicPattern);
        IReadOnlyList<string> streams =
            catalog is not null ? [.. TopicMap.Create(pattern, [.. catalog.Streams.Select(stream => stream.Descriptor)]).Entries.Select(entry => entry.Topic).Distinct()]
            : pattern.HasVariables ? []
            : [pattern.Resolve(new StreamDescriptor(null, ""))];
        var test = config.TestTopic is null ? null : TopicNameTransformer.Transform(config.TestTopic);
        return new(streams, test);
    }
}
