using System.Management.Automation;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Librdkafka;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Ends a cluster that Start-KafkaMockCluster started, and with it all that was written to it.</summary>
[Cmdlet(VerbsLifecycle.Stop, "KafkaMockCluster", SupportsShouldProcess = true, HelpUri = HelpLinks.Cmdlets + "stop-kafkamockcluster")]
[OutputType(typeof(void))]
public sealed class StopKafkaMockClusterCommand : CancellableCmdlet
{
    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public MockCluster Cluster { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (ShouldProcess(Cluster.BootstrapServers))
        {
            Cluster.Dispose();
        }
    }
}
