using System.Management.Automation;
using AirbyteKafka.Cmdlets.Airbyte;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Cmdlets.Shell;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Test-KafkaDestination: tries out whether a sync would work, and says step by step what was found.</summary>
[Cmdlet(
    VerbsDiagnostic.Test, "KafkaDestination", DefaultParameterSetName = ObjectSet, HelpUri = HelpLinks.Cmdlets + "test-kafkadestination")]
[OutputType(typeof(ConnectionCheck), typeof(bool))]
public sealed class TestKafkaDestinationCommand : DestinationCmdlet
{
    private const string ObjectSet = "Object";
    private const string MessageSet = "AirbyteMessage";

    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [Alias("Connection")]
    public override object Config { get; set; } = "";

    /// <summary>
    /// The configured catalog, to have the topics of its streams checked: a file's path, JSON text, a hashtable or an object.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public object? Catalog { get; set; }

    /// <summary>The longest the check may take.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int TimeoutSeconds { get; set; } = CheckArguments.DefaultTimeoutSeconds;

    /// <summary>Speak Airbyte's protocol on the process's standard output, in place of an object.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MessageSet)]
    public SwitchParameter AsAirbyteMessage { get; set; }

    /// <summary>Whether it succeeded, and nothing else.</summary>
    [Parameter(ParameterSetName = ObjectSet)]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        var check = CheckArguments.Read(this, Config, Catalog, Credential, TimeSpan.FromSeconds(TimeoutSeconds), IsDebug);
        if (AsAirbyteMessage)
        {
            ContainerCheck.Run(check, IsVerbose || IsDebug, StopToken);
        }
        else
        {
            var result = ShellCheck.Run(this, "Testing the Kafka destination", check, StopToken);
            WriteObject(Quiet ? result.Succeeded : new ConnectionCheck(result));
        }
    }
}
