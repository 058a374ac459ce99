using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Cmdlets.Shell;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Test-KafkaConnection: tries out whether the brokers can be reached and take the login, step by step.</summary>
[Cmdlet(VerbsDiagnostic.Test, "KafkaConnection", HelpUri = HelpLinks.Cmdlets + "test-kafkaconnection")]
[OutputType(typeof(ConnectionCheck), typeof(bool))]
public sealed class TestKafkaConnectionCommand : KafkaCmdlet
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public override object? Connection { get; set; }

    /// <summary>The longest the check may take.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int TimeoutSeconds { get; set; } = CheckArguments.DefaultTimeoutSeconds;

    /// <summary>Whether it succeeded, and nothing else.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        var check = CheckArguments.ReadConnection(this, Connection, Credential, TimeSpan.FromSeconds(TimeoutSeconds), IsDebug);
        var result = ShellCheck.Run(this, "Testing the connection to Kafka", check, StopToken);
        WriteObject(Quiet ? result.Succeeded : new ConnectionCheck(result));
    }
}
