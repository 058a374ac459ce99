using System.Management.Automation;
using AirbyteKafka.Check;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Cmdlets.Shell;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Connect-Kafka: checks a connection and makes it the one that this runspace's commands use where they are given none.</summary>
[Cmdlet(VerbsCommunications.Connect, "Kafka", HelpUri = HelpLinks.Cmdlets + "connect-kafka")]
[OutputType(typeof(KafkaConnection))]
public sealed class ConnectKafkaCommand : SecurityCmdlet
{
    /// <summary>How to reach the cluster: <c>host:port</c> pairs, a file, JSON text, a hashtable, an object, a mock cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object Connection { get; set; } = "";

    /// <summary>The brokers, in place of those of the connection or where it names none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[]? BootstrapServers { get; set; }

    /// <summary>The longest the check may take.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int TimeoutSeconds { get; set; } = CheckArguments.DefaultTimeoutSeconds;

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        var connection = ConnectionArgument.Read(this, Connection, Credential, ReadSettings());
        var timeout = TimeSpan.FromSeconds(TimeoutSeconds);
        var debug = IsDebug;
        var result = ShellCheck.Run(
            this,
            "Connecting to Kafka",
            (observer, stop) => DestinationCheck.RunAsync(connection.Cluster, timeout, observer, debug, stop),
            StopToken);
        if (!result.Succeeded)
        {
            throw new AirbyteKafkaException(result.FailureKind ?? ErrorKind.BrokerUnreachable, result.Message);
        }

        foreach (var step in result.Steps.Where(step => step.Outcome == StepOutcome.Warning))
        {
            WriteWarning(step.Detail);
        }

        RunspaceState.Current.Connection = connection.Checked(result);
        WriteObject(RunspaceState.Current.Connection);
    }
}
