using System.Management.Automation;
using AirbyteKafka.Cmdlets.Pipeline;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Disconnect-Kafka: from then on this runspace's commands have no connection of their own.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Kafka", HelpUri = HelpLinks.Cmdlets + "disconnect-kafka")]
[OutputType(typeof(void))]
public sealed class DisconnectKafkaCommand : CancellableCmdlet
{
    /// <inheritdoc/>
    protected override void OnEnd() => RunspaceState.Current.Connection = null;
}
