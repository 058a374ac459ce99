using AirbyteKafka.Tests.Brokers.Kafka;

namespace AirbyteKafka.Bench.EndToEnd.Brokers;

/// <summary>A real Kafka of one node from KAFKA_HOME, with topics of their own for every run.</summary>
internal sealed class KafkaBroker : IBroker
{
    // The tests' Java starts fast and stays slow; a benchmark's runs long.
    private static readonly KafkaOptions Options = new(Nodes: 1, CreatesTopics: false)
    {
        JavaArguments = ["-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC", "-Xms1g", "-Xmx1g"],
        Properties = new Dictionary<string, string>
        {
            // What a run wrote is gone before the next, not written to the disk meanwhile.
            ["log.segment.delete.delay.ms"] = "0",
        },
    };

    private readonly KafkaCluster _cluster;
    private readonly TopicAdmin _admin;

    private KafkaBroker(KafkaCluster cluster)
    {
        _cluster = cluster;
        _admin = new TopicAdmin(cluster.BootstrapServers);
    }

    /// <inheritdoc/>
    public string Name => "Kafka";

    /// <summary>Starts it.</summary>
    /// <returns>The broker, or the reason why there is none.</returns>
    internal static async Task<(KafkaBroker? Broker, string Reason)> StartAsync(CancellationToken cancellationToken) =>
        KafkaInstallation.Find(Environment.GetEnvironmentVariable(KafkaInstallation.HomeVariable), out var reason) is { } kafka
            ? (new KafkaBroker(await KafkaCluster.StartAsync(kafka, Options, cancellationToken)), "")
            : (null, reason);

    /// <inheritdoc/>
    public async Task<IBrokerRun> PrepareAsync(IReadOnlyList<string> topics, int partitions)
    {
        await _admin.CreateAsync(topics, partitions);
        return new Run(_cluster.BootstrapServers, _admin, topics, partitions);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _cluster.DisposeAsync();
    }

    private sealed class Run(string bootstrapServers, TopicAdmin admin, IReadOnlyList<string> topics, int partitions) : IBrokerRun
    {
        public string BootstrapServers => bootstrapServers;

        public Task<long> CountAsync() => admin.CountAsync(topics, partitions);

        public async ValueTask DisposeAsync() => await admin.DeleteAsync(topics);
    }
}
