using System.Diagnostics.CodeAnalysis;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Topics;

/// <summary>The topic of every stream of a sync.</summary>
public sealed class TopicMap
{
    private readonly Dictionary<StreamDescriptor, string> _topics;

    private TopicMap(IReadOnlyList<StreamTopic> entries, Dictionary<StreamDescriptor, string> topics, TopicNaming naming)
    {
        DeadLetters = [.. entries.Select(entry => entry.DeadLetters).OfType<string>().Distinct(StringComparer.Ordinal)];
        Collisions = naming.KeepsLegal ? FindCollisions(topics.Values.Concat(DeadLetters)) : [];
        Entries = entries;
        _topics = topics;
    }

    /// <summary>Each stream with its topic, in the order of the catalog.</summary>
    public IReadOnlyList<StreamTopic> Entries { get; }

    /// <summary>The topics of records that are unfit, each once; empty where such a record ends the write.</summary>
    public IReadOnlyList<string> DeadLetters { get; }

    /// <summary>Sentences about topics whose names are the same to Kafka, so that it refuses to make the second of them.</summary>
    public IReadOnlyList<string> Collisions { get; }

    /// <summary>The topics of streams, each once.</summary>
    public IReadOnlyList<string> Topics => [.. Entries.Select(entry => entry.Topic).Distinct(StringComparer.Ordinal)];

    /// <summary>How many different topics there are.</summary>
    public int Count => Entries.Select(entry => entry.Topic).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Resolves the pattern for every stream.</summary>
    /// <param name="pattern">The configuration's topic pattern.</param>
    /// <param name="streams">The streams of the catalog. Different streams may get the same topic.</param>
    /// <param name="deadLetters">The pattern of topics for records that are unfit, if there are any.</param>
    /// <returns>The map.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.CatalogInvalid"/>: a stream is listed twice. <see cref="ErrorKind.ConfigInvalid"/>: Kafka would refuse some
    /// names, or a stream would go to a topic of records that are unfit; the message has the first of these, a line each.
    /// </exception>
    public static TopicMap Create(TopicPattern pattern, IReadOnlyList<StreamDescriptor> streams, TopicPattern? deadLetters = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(streams);
        var entries = new List<StreamTopic>(streams.Count);
        var topics = new Dictionary<StreamDescriptor, string>(streams.Count);
        var faults = new List<string>();
        foreach (StreamDescriptor stream in streams)
        {
            string topic = pattern.Apply(stream);
            if (!topics.TryAdd(stream, topic))
            {
                throw new AirbyteKafkaException(ErrorKind.CatalogInvalid, $"Stream '{stream.Shown}' is in the catalog twice. List each "
                    + $"stream once.");
            }
            var entry = new StreamTopic(stream, topic) { DeadLetters = deadLetters?.Apply(stream) };
            entries.Add(entry);
            if (pattern.FindFault(stream, topic) is { } fault)
            {
                faults.Add(fault);
            }

            if (entry.DeadLetters is { } unfit && deadLetters!.FindFault(stream, unfit, "dead_letter_topic") is { } otherFault)
            {
                faults.Add(otherFault);
            }
        }

        faults.AddRange(FindMixed(entries));
        return faults.Count == 0
            ? new TopicMap(entries, topics, pattern.Naming)
            : throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, Printable.Lines(faults));
    }

    /// <summary>Resolves the patterns of a configuration for every stream of a catalog.</summary>
    /// <param name="options">How topics are named.</param>
    /// <param name="catalog">The streams.</param>
    /// <inheritdoc cref="Create" path="/returns"/>
    /// <inheritdoc cref="Create" path="/exception"/>
    public static TopicMap Of(TopicOptions options, ConfiguredCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(catalog);
        return Create(options.Pattern, [.. catalog.Streams.Select(stream => stream.Descriptor)], options.DeadLetters);
    }

    /// <summary>Finds the topic of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="topic">Its topic.</param>
    /// <returns>Whether the catalog has the stream.</returns>
    public bool TryGetTopic(StreamDescriptor stream, [MaybeNullWhen(false)] out string topic) => _topics.TryGetValue(stream, out topic);

    private static IEnumerable<string> FindMixed(List<StreamTopic> entries)
    {
        var ofStreams = entries.DistinctBy(entry => entry.Topic).ToDictionary(entry => entry.Topic, StringComparer.Ordinal);
        return entries
            .Where(entry => entry.DeadLetters is { } topic && ofStreams.ContainsKey(topic))
            .DistinctBy(entry => entry.DeadLetters)
            .Select(entry => $"dead_letter_topic gives topic '{Printable.Of(entry.DeadLetters)}' for stream '{entry.Stream.Shown}', and "
                + $"the records of stream '{ofStreams[entry.DeadLetters!].Stream.Shown}' go there. Choose another one.");
    }

    private static List<string> FindCollisions(IEnumerable<string> topics) =>
    [
        .. topics.Distinct(StringComparer.Ordinal)
            .GroupBy(TopicName.Unify, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => $"Topics {Printable.Quoted([.. group])} differ in nothing but '.' and '_', which are the same to Kafka: it "
                + "makes only one of them. Change topic_pattern or the names of the streams."),
    ];
}
