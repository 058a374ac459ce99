using System.Management.Automation;
using AirbyteKafka.Cmdlets.Airbyte;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Connection;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Test-KafkaDestination: tries out whether a sync would work, and says step by step what was found.</summary>
[Cmdlet(VerbsDiagnostic.Test, "KafkaDestination", HelpUri = HelpLinks.Cmdlets + "test-kafkadestination")]
[OutputType(typeof(ConnectionCheck))]
public sealed class TestKafkaDestinationCommand : CancellableCmdlet
{
    /// <summary>The destination's configuration: a file's path, JSON text, a hashtable or an object.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public object Config { get; set; } = "";

    /// <summary>The configured catalog, to have the topics of its streams checked: a file's path, JSON text, a hashtable or an object.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public object? Catalog { get; set; }

    /// <summary>The user and password to log in with, in place of those in the configuration; client id and secret for OAUTHBEARER.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The longest the check may take.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>Speak Airbyte's protocol on the process's standard output, in place of an object.</summary>
    [Parameter]
    public SwitchParameter AsAirbyteMessage { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        var check = Prepare();
        if (AsAirbyteMessage)
        {
            ContainerCheck.Run(check, IsVerbose || IsDebug, StopToken);
        }
        else
        {
            WriteObject(ShellCheck.Run(this, check, StopToken));
        }
    }

    /// <summary>Reads the arguments, which only the pipeline's thread can. What is wrong with them is a result too.</summary>
    private Func<ICheckObserver, CancellationToken, Task<ConnectionCheck>> Prepare()
    {
        try
        {
            var config = ConfigArgument.Parse(this, Config, Credential).GetConfigOrThrow();
            var catalog = Catalog is null ? null : CatalogArgument.Read(this, Catalog);
            var debug = IsDebug;
            return (observer, stop) => DestinationCheck.RunAsync(config, catalog, TimeSpan.FromSeconds(TimeoutSeconds), observer, debug, stop);
        }
        catch (AirbyteKafkaException unusable)
        {
            var result = ConnectionCheck.CannotBegin(unusable);
            return (observer, _) =>
            {
                observer.OnStep(result.Steps[0]);
                return Task.FromResult(result);
            };
        }
    }
}
