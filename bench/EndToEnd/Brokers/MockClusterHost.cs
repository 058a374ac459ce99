
using AirbyteKafka.Kafka.Mock;

namespace AirbyteKafka.Bench.EndToEnd.Brokers;

/// <summary>The subcommand <c>mock</c>: librdkafka's mock cluster in a process of its own, until its standard input ends.</summary>
internal static class MockClusterHost
{
    /// <summary>Runs it. It writes its bootstrap servers to standard output.</summary>
    internal static int Run()
    {
        using var cluster = new MockCluster(1);
        Console.Out.WriteLine(cluster.BootstrapServers);
        Console.In.ReadToEnd();
        return 0;
    }
}
