using System.Management.Automation;
using AirbyteKafka.Cmdlets.Airbyte;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>
/// Invoke-AirbyteEntrypoint: Airbyte's contract, for <c>entrypoint.ps1</c> alone. The module's manifest does not export it.
/// </summary>
/// <remarks>
/// It does in compiled code what a script could do as well, with the public cmdlets: the first time a script looks into an object or
/// compares
/// two, PowerShell's dynamic binding costs more than the whole of spec.
/// </remarks>
[Cmdlet(VerbsLifecycle.Invoke, "AirbyteEntrypoint")]
public sealed class InvokeAirbyteEntrypointCommand : CancellableCmdlet
{
    /// <summary>The words of the command line.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? Argument { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        try
        {
            Run();

            // As `exit 0` would, which costs a script an exception.
            SetExitCode(0);
        }
        catch (AirbyteKafkaException failure)
        {
            // PowerShell stops a script at SIGINT and SIGQUIT by itself, and its catch never runs.
            SetExitCode(failure.ExitCode);
            throw;
        }
    }

    private void SetExitCode(int code) => SessionState.PSVariable.Set("global:LASTEXITCODE", code);

    private void Run()
    {
        var line = ParseCommandLine();
        switch (line.Command)
        {
            case AirbyteCommand.Spec:
                ContainerSpec.Run();
                break;
            case AirbyteCommand.Check:
                ContainerCheck.Run(CheckArguments.Read(this, line.Config, null, null, CheckArguments.DefaultTimeout, line.Debug),
                    line.Verbose || line.Debug, StopToken);
                break;
            default:
                ContainerWrite.Run(
                    () => ConfigArgument.Parse(this, line.Config).GetConfigOrThrow(),
                    () => CatalogArgument.Read(this, line.Catalog),
                    WriteInput.StandardInput,
                    line.Verbose,
                    line.Debug,
                    StopToken);
                break;
        }
    }

    private CommandLine ParseCommandLine()
    {
        try
        {
            return CommandLine.Parse(Argument ?? []);
        }
        catch (AirbyteKafkaException invalid)
        {
            ContainerError.Write(invalid);
            throw;
        }
    }
}
