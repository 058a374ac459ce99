using AirbyteKafka.Topics;
using S = AirbyteKafka.Settings.TopicSettings;

namespace AirbyteKafka.Settings;

/// <summary>How the topics of a destination are named and made, and what becomes of records that none takes. Immutable.</summary>
public sealed record TopicOptions
{
    internal TopicOptions(SettingValues values)
    {
        Naming = new(values.Get(S.TopicNameTransform) == S.KeepLegal, values.Get(S.TopicNamesLowercase));
        Pattern = new TopicPattern(values.Get(DestinationSettings.TopicPattern) ?? "", Naming);
        DeadLetters = values.Get(S.OnRecordError) == S.DeadLetter && values.Get(S.DeadLetterTopic) is { } deadLetters
            ? new TopicPattern(deadLetters, Naming)
            : null;
        Partitions = (int?)values.Get(S.TopicNumPartitions);
        ReplicationFactor = (short?)values.Get(S.TopicReplicationFactor);
        Properties = values.Get(S.TopicConfig);
    }

    /// <summary>How names are made of texts.</summary>
    public TopicNaming Naming { get; }

    /// <summary>Where records go.</summary>
    public TopicPattern Pattern { get; }

    /// <summary>Where records go that are unfit; <see langword="null"/> where such a record ends the write.</summary>
    public TopicPattern? DeadLetters { get; }

    /// <summary>Partitions of a topic that is made; <see langword="null"/> for the brokers' own number.</summary>
    public int? Partitions { get; }

    /// <summary>Replicas of a topic that is made; <see langword="null"/> for the brokers' own number.</summary>
    public short? ReplicationFactor { get; }

    /// <summary>Whether a write makes the topics that do not exist.</summary>
    public bool AreMade => Partitions is not null || ReplicationFactor is not null || Properties.Count > 0;

    /// <summary>Settings of a topic that is made, by Kafka's names.</summary>
    internal IReadOnlyList<PropertyEntry> Properties { get; }
}
