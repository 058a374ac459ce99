using System.Diagnostics.CodeAnalysis;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Topics;

/// <summary>The topic of every stream of a sync.</summary>
public sealed class TopicMap
{
    private readonly Dictionary<StreamDescriptor, string> _topics;

    private TopicMap(IReadOnlyList<StreamTopic> entries, Dictionary<StreamDescriptor, string> topics)
    {
        Entries = entries;
        _topics = topics;
    }

    /// <summary>Each stream with its topic, in the order of the catalog.</summary>
    public IReadOnlyList<StreamTopic> Entries { get; }

    /// <summary>How many different topics there are.</summary>
    public int Count => Entries.Select(entry => entry.Topic).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Resolves the pattern for every stream.</summary>
    /// <param name="pattern">The configuration's topic pattern.</param>
    /// <param name="streams">The streams of the catalog. Different streams may get the same topic.</param>
    /// <returns>The map.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.CatalogInvalid"/>: a stream is listed twice. <see cref="ErrorKind.ConfigInvalid"/>: Kafka would refuse some
    /// names; the message has the first of them, a line each.
    /// </exception>
    public static TopicMap Create(TopicPattern pattern, IReadOnlyList<StreamDescriptor> streams)
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
            entries.Add(new StreamTopic(stream, topic));
            if (pattern.FindFault(stream, topic) is { } fault)
            {
                faults.Add(fault);
            }
        }
        return faults.Count == 0
            ? new TopicMap(entries, topics)
            : throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, Printable.Lines(faults));
    }

    /// <summary>Finds the topic of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="topic">Its topic.</param>
    /// <returns>Whether the catalog has the stream.</returns>
    public bool TryGetTopic(StreamDescriptor stream, [MaybeNullWhen(false)] out string topic) => _topics.TryGetValue(stream, out topic);
}
