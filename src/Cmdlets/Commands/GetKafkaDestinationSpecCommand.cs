using System.Management.Automation;
using System.Text;
using AirbyteKafka.Airbyte.Spec;
using AirbyteKafka.Cmdlets.Airbyte;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Cmdlets.Pipeline;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Says what a configuration of the destination is made of: Airbyte's spec, as an object or as the SPEC message.</summary>
[Cmdlet(VerbsCommon.Get, "KafkaDestinationSpec", HelpUri = HelpLinks.Cmdlets + "get-kafkadestinationspec")]
[OutputType(OutputName)]
public sealed class GetKafkaDestinationSpecCommand : CancellableCmdlet
{
    private const string OutputName = "AirbyteKafka.DestinationSpec";

    /// <summary>Writes the SPEC message as a line on the standard output instead of an object into the pipeline.</summary>
    [Parameter]
    public SwitchParameter AsAirbyteMessage { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (AsAirbyteMessage)
        {
            ContainerSpec.Run();
            return;
        }

        var spec = PSObject.AsPSObject(PowerShellJson.Deserialize(Encoding.UTF8.GetBytes(DestinationSpec.ToJson())));
        spec.TypeNames.Insert(0, OutputName);
        WriteObject(spec);
    }
}
