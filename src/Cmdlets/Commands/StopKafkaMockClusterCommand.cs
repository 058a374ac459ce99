using System.Management.Automation;
using AirbyteKafka.Cmdlets.Pipeline;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Ends a cluster that Start-KafkaMockCluster started, and with it all that was written to it.</summary>
[Cmdlet(VerbsLifecycle.Stop, "KafkaMockCluster", SupportsShouldProcess = true, HelpUri = HelpLinks.Cmdlets + "stop-kafkamockcluster")]
[OutputType(typeof(void))]
public sealed class StopKafkaMockClusterCommand : CancellableCmdlet
{
    /// <summary>The cluster; without one there is nothing to end, as in the cleaning up after a test that never started any.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public KafkaMockCluster? Cluster { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (Cluster is { } cluster && ShouldProcess(cluster.BootstrapServers))
        {
            cluster.Cluster.Dispose();
        }
    }
}
