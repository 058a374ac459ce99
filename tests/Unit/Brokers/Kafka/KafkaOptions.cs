namespace AirbyteKafka.Tests.Brokers.Kafka;

/// <summary>The shape of a cluster.</summary>
/// <param name="Nodes">1 or 3; topics are replicated to all of them.</param>
/// <param name="CreatesTopics">Whether topics are created on first use, with 3 partitions.</param>
public sealed record KafkaOptions(int Nodes = 1, bool CreatesTopics = true)
{
    /// <summary>More lines of every node's configuration, or others: a listener's token validator, say.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>More arguments of every node's Java.</summary>
    public IReadOnlyList<string> JavaArguments { get; init; } = [];

    /// <summary>The needs that a cluster of this shape meets.</summary>
    public BrokerNeeds Capabilities =>
        BrokerNeeds.RealKafka | BrokerNeeds.Tls | BrokerNeeds.Sasl | BrokerNeeds.AccessRules
        | (Nodes >= 3 ? BrokerNeeds.ThreeNodes : 0)
        | (CreatesTopics ? 0 : BrokerNeeds.NoTopicCreation);

    /// <summary>The smallest shape that meets a test's needs.</summary>
    public static KafkaOptions For(BrokerNeeds needs) =>
        new(needs.HasFlag(BrokerNeeds.ThreeNodes) ? 3 : 1, !needs.HasFlag(BrokerNeeds.NoTopicCreation));
}
