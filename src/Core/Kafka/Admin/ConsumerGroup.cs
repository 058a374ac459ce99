namespace AirbyteKafka.Kafka.Admin;

/// <summary>A consumer group as its coordinator describes it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Kafka's name of its state: <c>Stable</c>, <c>Empty</c>.</param>
/// <param name="Assignor">How partitions are shared out among its members; empty where nobody shares any.</param>
/// <param name="Coordinator">
/// The address of the broker that looks after it, as <c>host:port</c>; <see langword="null"/> where there is none.
/// </param>
/// <param name="Members">Its members.</param>
public sealed record ConsumerGroup(string Id, string State, string Assignor, string? Coordinator, IReadOnlyList<GroupMember> Members);

/// <summary>A member of a consumer group.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ClientId">The name that its client gives itself.</param>
/// <param name="Host">Where it is.</param>
/// <param name="Partitions">What it reads, as topic and partition.</param>
public sealed record GroupMember(string Id, string ClientId, string Host, IReadOnlyList<(string Topic, int Partition)> Partitions);

/// <summary>How far a group is in a partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Committed">The offset that the group goes on from; <see langword="null"/> where it has committed none.</param>
/// <param name="Start">The offset of the first record that is still there; <see langword="null"/> where it is not known.</param>
/// <param name="End">The offset of the next record; <see langword="null"/> where it is not known.</param>
/// <param name="Member">Who reads it; <see langword="null"/> for nobody.</param>
public sealed record GroupProgress(string Topic, int Partition, long? Committed, long? Start, long? End, GroupMember? Member)
{
    /// <summary>How many offsets the group is behind; <see langword="null"/> where one of them is not known.</summary>
    public long? Lag => End is { } end && Committed is { } committed ? Math.Max(0, end - committed) : null;
}
