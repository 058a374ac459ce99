using AirbyteKafka.Check;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Kafka;

namespace AirbyteKafka;

/// <summary>
/// How to reach a Kafka cluster, for the <c>-Connection</c> of other commands. It is no open socket: each command connects anew. Holds
/// secrets and shows none.
/// </summary>
public sealed class KafkaConnection
{
    private readonly JsonArgument _settings;

    internal KafkaConnection(ClusterConnection cluster, JsonArgument settings)
    {
        _settings = settings;
        Cluster = cluster;
        BootstrapServers = cluster.BootstrapServers;
        Security = cluster.Security.ToString();
        Settings = cluster.Settings;
    }

    /// <summary>The brokers to connect to first, <c>host:port</c> pairs separated by commas.</summary>
    public string BootstrapServers { get; }

    /// <summary>Security protocol, mechanism and user, as in <c>SASL_SSL, SCRAM-SHA-512 as 'airbyte'</c>.</summary>
    public string Security { get; }

    /// <summary>
    /// The release of Kafka whose protocol the brokers spoke when the connection was made; <see langword="null"/> where they did not let
    /// on.
    /// </summary>
    public string? KafkaVersion { get; internal init; }

    /// <summary>The cluster's id, if it has one.</summary>
    public string? ClusterId { get; internal init; }

    /// <summary>The settings that were given, by path; three asterisks in place of each secret.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>What clients are opened with.</summary>
    internal ClusterConnection Cluster { get; }

    /// <summary>Brokers and security; no secret.</summary>
    public override string ToString() => Cluster.ToString();

    /// <summary>The same connection, with what its check found out about the cluster.</summary>
    internal KafkaConnection Checked(CheckResult check) =>
        new(IsOfMock(check) ? Cluster.ToMock() : Cluster, _settings) { KafkaVersion = check.KafkaVersion, ClusterId = check.ClusterId };

    // librdkafka names its mock clusters so.
    private static bool IsOfMock(CheckResult check) => check.ClusterId?.StartsWith("mockCluster", StringComparison.Ordinal) == true;

    /// <summary>What it was read from, with its secrets.</summary>
    internal JsonArgument ToSettings() => _settings;
}
