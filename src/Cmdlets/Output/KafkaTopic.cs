using AirbyteKafka.Kafka.Admin;

namespace AirbyteKafka;

/// <summary>A topic of a Kafka cluster.</summary>
public sealed class KafkaTopic
{
    internal KafkaTopic(ClusterTopic topic)
    {
        Name = topic.Name;
        Partitions = topic.Partitions.Count;
        ReplicationFactor = topic.Partitions.Count == 0 ? 0 : topic.Partitions.Max(partition => partition.Replicas.Count);
        IsInternal = topic.IsInternal;
        Config = topic.Config;
        PartitionDetails = Array.AsReadOnly(topic.Partitions.Select(partition => new KafkaTopicPartition(topic.Name, partition)).ToArray());
        Records = PartitionDetails.Aggregate((long?)0, (sum, partition) => sum + partition.Records);
        UnderReplicated = topic.Partitions.Count(partition => partition.InSync.Count < partition.Replicas.Count);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How many partitions it has.</summary>
    public int Partitions { get; }

    /// <summary>On how many brokers each partition lies.</summary>
    public int ReplicationFactor { get; }

    /// <summary>
    /// How many offsets from the first record to the last, over all partitions: as many records, unless some were compacted away or are
    /// markers of transactions. <see langword="null"/> where they were not asked for, or a partition did not tell.
    /// </summary>
    public long? Records { get; }

    /// <summary>How many partitions have a replica that is behind, or gone.</summary>
    public int UnderReplicated { get; }

    /// <summary>
    /// The settings that differ from what the brokers give every topic, by Kafka's names; <see langword="null"/> where this user is not
    /// told.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Config { get; }

    /// <summary>Whether it is Kafka's own, or is named like that.</summary>
    public bool IsInternal { get; }

    /// <summary>Its partitions, one by one.</summary>
    public IReadOnlyList<KafkaTopicPartition> PartitionDetails { get; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>A partition of a topic.</summary>
public sealed class KafkaTopicPartition
{
    internal KafkaTopicPartition(string topic, ClusterPartition partition)
    {
        Topic = topic;
        Partition = partition.Number;
        Leader = partition.Leader;
        Replicas = Array.AsReadOnly(partition.Replicas.ToArray());
        InSyncReplicas = Array.AsReadOnly(partition.InSync.ToArray());
        StartOffset = partition.Start;
        EndOffset = partition.End;
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>Its number, from 0.</summary>
    public int Partition { get; }

    /// <summary>The id of the broker that leads it; <see langword="null"/> where none does.</summary>
    public int? Leader { get; }

    /// <summary>The ids of the brokers that are to have it.</summary>
    public IReadOnlyList<int> Replicas { get; }

    /// <summary>The ids of those that have all of it.</summary>
    public IReadOnlyList<int> InSyncReplicas { get; }

    /// <summary>The offset of the first record that is still there; <see langword="null"/> where it was not asked for.</summary>
    public long? StartOffset { get; }

    /// <summary>The offset that the next record gets; <see langword="null"/> where it was not asked for.</summary>
    public long? EndOffset { get; }

    /// <summary>How many offsets from the first record to the last; <see langword="null"/> where they were not asked for.</summary>
    public long? Records => EndOffset - StartOffset;

    /// <summary>Topic and number.</summary>
    public override string ToString() => FormattableString.Invariant($"{Topic}-{Partition}");
}
