using AirbyteKafka.Kafka.Mock;

namespace AirbyteKafka.Tests.Brokers;

/// <summary>
/// librdkafka's mock cluster: always there, starts at once, and makes any error on demand. It keeps the last 5 MiB of a partition.
/// </summary>
/// <param name="brokers">How many brokers.</param>
public sealed class MockBroker(int brokers = 1) : TestBroker
{
    /// <summary>The cluster itself, to inject faults. A broker from the pool is shared: inject none there.</summary>
    public MockCluster Cluster { get; } = new(brokers);

    /// <inheritdoc/>
    public override string Description => $"librdkafka's mock cluster with {Cluster.Brokers} broker(s)";

    /// <inheritdoc/>
    public override BrokerNeeds Capabilities => Cluster.Brokers >= 3 ? BrokerNeeds.ThreeNodes : BrokerNeeds.None;

    /// <inheritdoc/>
    public override string GetBootstrapServers(BrokerListener listener) => listener == BrokerListener.Plaintext
        ? Cluster.BootstrapServers
        : throw new InvalidOperationException($"{Description} has no listener {listener}.");

    /// <inheritdoc/>
    public override Task CreateTopicAsync(string topic, int partitions = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        if (settings is not null)
        {
            throw new InvalidOperationException($"{Description} takes no topic settings; ask for {nameof(BrokerNeeds.RealKafka)}.");
        }
        Cluster.CreateTopic(topic, partitions, Math.Min(Cluster.Brokers, 3));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Cluster.Dispose();
        return ValueTask.CompletedTask;
    }
}
