using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Check.Topics;

/// <summary>The topics that a check looks at.</summary>
/// <param name="Streams">Those that streams go to, each once; empty where that is not known.</param>
/// <param name="DeadLetters">Those for records that are unfit, each once; empty where there are none, or where that is not known.</param>
/// <param name="Test">The one that the test record goes to, if any.</param>
/// <param name="Originals">By topic the name that was rewritten to it, where that would be a topic's name as well.</param>
internal sealed record CheckedTopics(
    IReadOnlyList<string> Streams, IReadOnlyList<string> DeadLetters, string? Test, IReadOnlyDictionary<string, string> Originals)
{
    // A pattern without variables gives the same for each.
    private static readonly StreamDescriptor AnyStream = new(null, "");

    /// <summary>None.</summary>
    public static CheckedTopics None { get; } = new([], [], null, new Dictionary<string, string>());

    /// <summary>Sentences about topics of which the brokers make only one.</summary>
    public IReadOnlyList<string> Collisions { get; init; } = [];

    /// <summary>All of them, each once.</summary>
    public IReadOnlyList<string> All =>
        [.. Streams.Concat(DeadLetters).Concat(Test is null ? [] : [Test]).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether a write would make the topic, if it is asked to make topics at all.</summary>
    public bool IsOfWrite(string topic) => Streams.Contains(topic) || DeadLetters.Contains(topic);

    /// <summary>Finds them.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ConfigInvalid"/>: Kafka would refuse a name.</exception>
    public static CheckedTopics Of(DestinationConfig config, ConfiguredCatalog? catalog)
    {
        var pattern = config.Topics.Pattern;
        var map = catalog is null ? null : TopicMap.Of(config.Topics, catalog);
        IReadOnlyList<StreamTopic> entries = map?.Entries ?? (pattern.HasVariables ? [] : [new(AnyStream, pattern.Resolve(AnyStream))]);
        IReadOnlyList<string> deadLetters =
            map?.DeadLetters ?? (config.Topics.DeadLetters is { HasVariables: false } unfit ? [unfit.Resolve(AnyStream)] : []);
        var test = config.TestTopic is null ? null : config.Topics.Naming.Apply(config.TestTopic);
        var originals = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            Note(entry.Topic, pattern.Substitute(entry.Stream));
        }

        if (test is not null)
        {
            Note(test, config.TestTopic!);
        }

        return new([.. entries.Select(entry => entry.Topic).Distinct()], deadLetters, test, originals)
        {
            Collisions = map?.Collisions ?? [],
        };

        void Note(string topic, string original)
        {
            if (original != topic && TopicName.FindFault(original) is null)
            {
                originals.TryAdd(topic, original);
            }
        }
    }
}
