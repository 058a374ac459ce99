namespace AirbyteKafka.Kafka.Admin;

/// <summary>A topic as its cluster describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsInternal">Whether it is Kafka's own, or named like that.</param>
/// <param name="Partitions">Its partitions, by their numbers.</param>
public sealed record ClusterTopic(string Name, bool IsInternal, IReadOnlyList<ClusterPartition> Partitions)
{
    /// <summary>The settings that it has of its own, by Kafka's names; <see langword="null"/> where this user is not told.</summary>
    public IReadOnlyDictionary<string, string>? Config { get; init; }
}

/// <summary>A partition of a topic.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Leader">The id of the broker that leads it; <see langword="null"/> where none does.</param>
/// <param name="Replicas">The ids of the brokers that are to have it.</param>
/// <param name="InSync">The ids of those that have all of it.</param>
public sealed record ClusterPartition(int Number, int? Leader, IReadOnlyList<int> Replicas, IReadOnlyList<int> InSync)
{
    /// <summary>The offset of the first record that is still there; <see langword="null"/> where it is not known.</summary>
    public long? Start { get; init; }

    /// <summary>The offset of the next record; <see langword="null"/> where it is not known.</summary>
    public long? End { get; init; }
}

/// <summary>What came of one of several things that were asked for at once.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Name">Which one.</param>
/// <param name="Value">The answer; <see langword="null"/> after a failure.</param>
/// <param name="Failure">Why there is none.</param>
public sealed record Answer<T>(string Name, T? Value, Errors.AirbyteKafkaException? Failure)
    where T : class;
