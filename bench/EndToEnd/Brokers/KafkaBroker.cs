using System.Globalization;
using AirbyteKafka.Kafka.Admin;
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

    private static readonly TimeSpan TopicTimeLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

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
            ? (new KafkaBroker(await KafkaCluster.StartAsync(kafka, Options, new LocalPorts(), cancellationToken)), "")
            : (null, reason);

    /// <inheritdoc/>
    public async Task<IBrokerRun> PrepareAsync(IReadOnlyList<string> topics, int partitions)
    {
        await _admin.CreateAsync(topics, partitions);
        var wanted = topics.SelectMany(topic =>
            Enumerable.Range(0, partitions).Select(partition => string.Create(CultureInfo.InvariantCulture, $"{topic}-{partition}")))
            .ToHashSet();
        await WaitForFoldersAsync(folders => wanted.IsSubsetOf(folders));
        return new Run(this, topics, partitions, wanted);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _cluster.DisposeAsync();
    }

    // Kafka answers before it has made or deleted the partitions, and goes on with it while the next run is measured.
    private async Task WaitForFoldersAsync(Func<HashSet<string>, bool> condition)
    {
        using var timeLimit = new CancellationTokenSource(TopicTimeLimit);
        while (!condition(Directory.EnumerateDirectories(Path.Combine(_cluster.DirectoryPath, "data1")).Select(
            folder => Path.GetFileName(folder)).ToHashSet()))
        {
            await Task.Delay(PollInterval, timeLimit.Token);
        }
    }

    private sealed class Run(KafkaBroker broker, IReadOnlyList<string> topics, int partitions, HashSet<string> folders) : IBrokerRun
    {
        public string BootstrapServers => broker._cluster.BootstrapServers;

        public Task<long> CountAsync() => broker._admin.CountAsync(topics, partitions);

        public async ValueTask DisposeAsync()
        {
            await broker._admin.DeleteAsync(topics);
            await broker.WaitForFoldersAsync(left =>
                !left.Overlaps(folders) && !left.Any(folder => folder.EndsWith("-delete", StringComparison.Ordinal)));
        }
    }
}
