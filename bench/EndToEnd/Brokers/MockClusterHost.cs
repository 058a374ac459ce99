using System.Globalization;
using AirbyteKafka.Librdkafka;

namespace AirbyteKafka.Bench.EndToEnd.Brokers;

/// <summary>The subcommand <c>mock</c>: librdkafka's mock cluster in a process of its own, until its standard input ends.</summary>
internal static class MockClusterHost
{
    /// <summary>Runs it. The first line on standard output is its bootstrap servers.</summary>
    /// <param name="partitions">Partitions of the topics that standard input names, one a line, up to an empty line.</param>
    internal static int Run(string partitions)
    {
        using var cluster = new MockCluster(1);
        while (Console.In.ReadLine() is { Length: > 0 } topic)
        {
            cluster.CreateTopic(topic, int.Parse(partitions, CultureInfo.InvariantCulture), 1);
        }

        Console.Out.WriteLine(cluster.BootstrapServers);
        Console.In.ReadToEnd();
        return 0;
    }
}
