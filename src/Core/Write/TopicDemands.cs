using AirbyteKafka.Records;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Write;

/// <summary>What topics ask of records beside their size, as far as it is known: a key, and a time that is not far ahead.</summary>
internal sealed class TopicDemands
{
    private readonly HashSet<string> _compacted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _mostAhead = new(StringComparer.Ordinal);
    private long _now;

    /// <summary>Reads what the brokers told.</summary>
    /// <param name="topics">The topics that may be written to.</param>
    /// <param name="properties">What they have for <see cref="Questions"/>.</param>
    internal TopicDemands(IReadOnlyList<string> topics, TopicProperties properties)
    {
        foreach (var topic in topics)
        {
            if (TopicRules.IsCompact(properties.Text(topic, TopicProperty.CleanupPolicy)))
            {
                _compacted.Add(topic);
            }

            // Where the brokers set the time themselves, a record's own does not count.
            if (properties.Number(topic, TopicProperty.MostAhead) is { } limit
                && properties.Text(topic, TopicProperty.TimestampType) == "CreateTime")
            {
                _mostAhead[topic] = limit;
            }
        }
    }

    private TopicDemands()
    {
    }

    /// <summary>Nothing is asked of records.</summary>
    internal static TopicDemands None { get; } = new();

    /// <summary>Whether a topic asks for anything.</summary>
    internal bool HasAny => _compacted.Count + _mostAhead.Count > 0;

    /// <summary>The properties that say what topics ask for; none where no record can be unfit for it.</summary>
    internal static IReadOnlyList<TopicProperty> Questions(RecordOptions records) =>
    [
        .. records.Key == KeyKind.None ? (ReadOnlySpan<TopicProperty>)[TopicProperty.CleanupPolicy] : [],
        .. records.HasEmittedTime ? (ReadOnlySpan<TopicProperty>)[TopicProperty.TimestampType, TopicProperty.MostAhead] : [],
    ];

    /// <summary>Whether a topic refuses a record for its key.</summary>
    internal bool MissesKey(string topic, in RecordParts parts) => !parts.Key.IsPresent && _compacted.Contains(topic);

    /// <summary>How far a record's own time is ahead of what its topic takes.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="time">The record's time in milliseconds since 1970.</param>
    /// <returns>Milliseconds from now to the record's time, and the most that the topic takes; <see langword="null"/> where it does.
    /// </returns>
    internal (long Ahead, long Most)? FindAhead(string topic, long time)
    {
        // Hardly a record is ahead, so that the clock is not read for each.
        if (time <= _now || _mostAhead.Count == 0)
        {
            return null;
        }

        _now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return _mostAhead.TryGetValue(topic, out var most) && time - _now > most ? (time - _now, most) : null;
    }
}
