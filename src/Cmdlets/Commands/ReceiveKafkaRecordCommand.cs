using System.Collections.Concurrent;
using System.Management.Automation;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Kafka;
using AirbyteKafka.Read;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>
/// Reads the records that lie in topics: all partitions, from the first record to the last there is when the command starts.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "KafkaRecord", DefaultParameterSetName = ServersSet,
    HelpUri = HelpLinks.Cmdlets + "receive-kafkarecord")]
[OutputType(typeof(ReceivedRecord))]
public sealed class ReceiveKafkaRecordCommand : CancellableCmdlet
{
    private const string ServersSet = "BootstrapServers";
    private const string ConfigSet = "Config";

    /// <summary>The brokers to connect to first: host:port pairs separated by commas.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ServersSet)]
    [ValidateNotNullOrEmpty]
    public string BootstrapServers { get; set; } = null!;

    /// <summary>
    /// A configuration of the destination, whose connection is used: a path, JSON text, a hashtable or an object; or a mock cluster.
    /// </summary>
    /// <remarks>By value: bound by the name of a property, an object would lose its login and its encryption.</remarks>
    [Parameter(Mandatory = true, ParameterSetName = ConfigSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public object Config { get; set; } = null!;

    /// <summary>
    /// The user and password to log in with, in place of those in the configuration; client id and secret for OAUTHBEARER.
    /// </summary>
    [Parameter(ParameterSetName = ConfigSet)]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The topics' names.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] Topic { get; set; } = [];

    /// <summary>How many records to read at most; all without it.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>The longest wait for an answer of the brokers, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        var logs = new ConcurrentQueue<(LogLevel Level, string Message)>();
        try
        {
            Read((level, message) => logs.Enqueue((level, message)), () => Tell(logs));
        }
        finally
        {
            Tell(logs);
        }
    }

    private void Read(Action<LogLevel, string> log, Action tell)
    {
        var left = Count ?? long.MaxValue;
        foreach (var record in TopicReader.Read(Connection(), Topic, TimeSpan.FromSeconds(TimeoutSeconds), log, IsDebug, StopToken))
        {
            tell();
            WriteObject(new ReceivedRecord(record));
            if (--left == 0)
            {
                return;
            }
        }
    }

    // Only the pipeline's thread may talk to PowerShell.
    private void Tell(ConcurrentQueue<(LogLevel Level, string Message)> logs)
    {
        while (logs.TryDequeue(out var log))
        {
            LogStreams.Write(this, log.Level, log.Message);
        }
    }

    private ClusterConnection Connection() =>
        ParameterSetName == ServersSet ? ClusterConnection.ToServers(BootstrapServers, "-" + nameof(BootstrapServers))
        : PowerShellObject.Unwrap(Config) is KafkaMockCluster cluster && Credential is null
            ? ClusterConnection.ToServers(cluster.BootstrapServers, "-" + nameof(Config))
        : ClusterConnection.Of(ConfigArgument.Read(this, Config, Credential));
}
