using AirbyteKafka.Kafka.Mock;

namespace AirbyteKafka;

/// <summary>A Kafka cluster inside this process, as <c>Start-KafkaMockCluster</c> describes it.</summary>
/// <remarks>The module's cmdlets stop and change the cluster.</remarks>
public sealed class KafkaMockCluster
{
    internal KafkaMockCluster(MockCluster cluster)
    {
        Cluster = cluster;
        Brokers = cluster.Brokers;
        BootstrapServers = cluster.BootstrapServers;
    }

    /// <summary>How many brokers there are; their ids are 1 to this number.</summary>
    public int Brokers { get; }

    /// <summary>Host and port of every broker, comma-separated.</summary>
    public string BootstrapServers { get; }

    /// <summary>The cluster itself.</summary>
    internal MockCluster Cluster { get; }

    /// <summary>Host and port of every broker.</summary>
    public override string ToString() => BootstrapServers;
}
