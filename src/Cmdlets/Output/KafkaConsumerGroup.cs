using AirbyteKafka.Kafka.Admin;

namespace AirbyteKafka;

/// <summary>A consumer group of a Kafka cluster.</summary>
public sealed class KafkaConsumerGroup
{
    internal KafkaConsumerGroup(ConsumerGroup group)
    {
        GroupId = group.Id;
        State = group.State;
        Assignor = group.Assignor;
        Coordinator = group.Coordinator;
        Members = Array.AsReadOnly(group.Members.Select(member => new KafkaGroupMember(member)).ToArray());
    }

    /// <summary>Its id.</summary>
    public string GroupId { get; }

    /// <summary>Kafka's name of its state: <c>Stable</c> with members, <c>Empty</c> without.</summary>
    public string State { get; }

    /// <summary>How partitions are shared out among its members; empty where nobody shares any.</summary>
    public string Assignor { get; }

    /// <summary>The broker that looks after it, as <c>host:port</c>; <see langword="null"/> where there is none.</summary>
    public string? Coordinator { get; }

    /// <summary>Its members.</summary>
    public IReadOnlyList<KafkaGroupMember> Members { get; }

    /// <summary>Its id.</summary>
    public override string ToString() => GroupId;
}

/// <summary>A member of a consumer group.</summary>
public sealed class KafkaGroupMember
{
    internal KafkaGroupMember(GroupMember member)
    {
        MemberId = member.Id;
        ClientId = member.ClientId;
        Host = member.Host;
        Partitions = Array.AsReadOnly(
            member.Partitions.Select(read => FormattableString.Invariant($"{read.Topic}-{read.Partition}")).ToArray());
    }

    /// <summary>Its id.</summary>
    public string MemberId { get; }

    /// <summary>The name that its client gives itself.</summary>
    public string ClientId { get; }

    /// <summary>Where it is.</summary>
    public string Host { get; }

    /// <summary>What it reads, as <c>topic-partition</c>.</summary>
    public IReadOnlyList<string> Partitions { get; }

    /// <summary>Client and host.</summary>
    public override string ToString() => $"{ClientId} at {Host}";
}

/// <summary>How far a consumer group is in a partition.</summary>
public sealed class KafkaConsumerGroupLag
{
    internal KafkaConsumerGroupLag(string group, GroupProgress progress)
    {
        GroupId = group;
        Topic = progress.Topic;
        Partition = progress.Partition;
        CommittedOffset = progress.Committed;
        StartOffset = progress.Start;
        EndOffset = progress.End;
        Lag = progress.Lag;
        Member = progress.Member is null ? null : new KafkaGroupMember(progress.Member);
    }

    /// <summary>The group's id.</summary>
    public string GroupId { get; }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The partition.</summary>
    public int Partition { get; }

    /// <summary>The offset that the group goes on from; <see langword="null"/> where it has committed none.</summary>
    public long? CommittedOffset { get; }

    /// <summary>The offset of the first record that is still there; <see langword="null"/> where it is not known.</summary>
    public long? StartOffset { get; }

    /// <summary>The offset that the next record gets; <see langword="null"/> where it is not known.</summary>
    public long? EndOffset { get; }

    /// <summary>How many offsets the group is behind; <see langword="null"/> where one of them is not known.</summary>
    public long? Lag { get; }

    /// <summary>Who reads the partition now; <see langword="null"/> for nobody.</summary>
    public KafkaGroupMember? Member { get; }

    /// <summary>Group, partition and lag.</summary>
    public override string ToString() => FormattableString.Invariant($"{GroupId}: {Topic}-{Partition}, lag {Lag}");
}
