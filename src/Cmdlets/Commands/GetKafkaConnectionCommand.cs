using System.Management.Automation;
using AirbyteKafka.Cmdlets.Pipeline;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Get-KafkaConnection: the connection that this runspace's commands use where they are given none.</summary>
[Cmdlet(VerbsCommon.Get, "KafkaConnection", HelpUri = HelpLinks.Cmdlets + "get-kafkaconnection")]
[OutputType(typeof(KafkaConnection))]
public sealed class GetKafkaConnectionCommand : CancellableCmdlet
{
    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (RunspaceState.Current.Connection is { } connection)
        {
            WriteObject(connection);
        }
    }
}
