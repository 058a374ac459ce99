using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Export-KafkaDestinationConfig: saves a configuration, with its secrets, in a file that only its owner may read.</summary>
[Cmdlet(
    VerbsData.Export, "KafkaDestinationConfig", SupportsShouldProcess = true,
    HelpUri = HelpLinks.Cmdlets + "export-kafkadestinationconfig")]
[OutputType(typeof(void))]
public sealed class ExportKafkaDestinationConfigCommand : CancellableCmdlet
{
    /// <summary>The configuration: an object, a hashtable, JSON text or another file's path.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object Config { get; set; } = "";

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [Alias("LiteralPath", "PSPath")]
    public string Path { get; set; } = "";

    /// <summary>Replace the file where it is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        // Read to be sure that it is one: a copy without its secrets is none.
        _ = ConfigArgument.Read(this, Config);
        var json = JsonArgument.Read(this, nameof(Config), Config, ErrorKind.ConfigInvalid);
        var path = LiteralPath.Resolve(this, Path);
        if (ShouldProcess(Printable.Of(path, Printable.MaxPathLength), "Write the configuration with its secrets"))
        {
            SecretFile.Write(path, json.Utf8, Force);
        }
    }
}
