using System.Management.Automation;
using AirbyteKafka.Cmdlets.Airbyte;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Cmdlets.Shell;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Test-KafkaDestination: tries out whether a sync would work, and says step by step what was found.</summary>
[Cmdlet(VerbsDiagnostic.Test, "KafkaDestination", HelpUri = HelpLinks.Cmdlets + "test-kafkadestination")]
[OutputType(typeof(ConnectionCheck))]
public sealed class TestKafkaDestinationCommand : DestinationCmdlet
{
    /// <summary>
    /// The configured catalog, to have the topics of its streams checked: a file's path, JSON text, a hashtable or an object.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public object? Catalog { get; set; }

    /// <summary>The longest the check may take.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int TimeoutSeconds { get; set; } = CheckArguments.DefaultTimeoutSeconds;

    /// <summary>Speak Airbyte's protocol on the process's standard output, in place of an object.</summary>
    [Parameter]
    public SwitchParameter AsAirbyteMessage { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        var check = CheckArguments.Read(this, Config, Catalog, Credential, TimeSpan.FromSeconds(TimeoutSeconds), IsDebug);
        if (AsAirbyteMessage)
        {
            ContainerCheck.Run(check, IsVerbose || IsDebug, StopToken);
        }
        else
        {
            WriteObject(new ConnectionCheck(ShellCheck.Run(this, check, StopToken)));
        }
    }
}
