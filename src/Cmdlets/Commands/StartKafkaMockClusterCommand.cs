using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Kafka.Mock;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Starts a Kafka cluster inside this process, for tests and for trying things out.</summary>
[Cmdlet(VerbsLifecycle.Start, "KafkaMockCluster", HelpUri = HelpLinks.Cmdlets + "start-kafkamockcluster")]
[OutputType(typeof(KafkaMockCluster))]
public sealed class StartKafkaMockClusterCommand : CancellableCmdlet
{
    /// <summary>How many brokers the cluster has, 1 to 32.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, MockCluster.MaxBrokers)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int BrokerCount { get; set; } = 1;

    /// <inheritdoc/>
    protected override void OnEnd() => WriteObject(new KafkaMockCluster(new MockCluster(BrokerCount)));
}
