using System.Management.Automation;
using AirbyteKafka.EmbeddedShell;

const int UsageError = 64;

// The engine reads both once, when it is first used. A shell inside a product reports to nobody, and opens no socket for
// debuggers to attach to unless it is told to.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
if (Environment.GetEnvironmentVariable("POWERSHELL_DIAGNOSTICS_OPTOUT") is null)
{
    Environment.SetEnvironmentVariable("POWERSHELL_DIAGNOSTICS_OPTOUT", "1");
}

var commandLine = CommandLine.Parse(args);
var console = new ShellConsole();
switch (commandLine.Action)
{
    case ShellAction.Help:
        console.Write(CommandLine.Usage + Environment.NewLine);
        return 0;
    case ShellAction.Version:
        console.Write($"EmbeddedShell {typeof(ShellHost).Assembly.GetName().Version!.ToString(3)}, PowerShell engine {PSVersionInfo.PSVersion}{Environment.NewLine}");
        return 0;
    case ShellAction.Invalid:
        console.WriteError($"{commandLine.Text}{Environment.NewLine}{Environment.NewLine}{CommandLine.Usage}{Environment.NewLine}");
        return UsageError;
}

ShellSession? session = null;
using var signals = new SignalHandlers(() => session?.RequestStop() ?? false);
using (session = new ShellSession(console))
{
    var exitCode = commandLine.Action == ShellAction.File
        ? session.RunFile(commandLine.Text, commandLine.Arguments)
        : session.RunCommand(commandLine.Text);
    return signals.IsInterrupted ? SignalHandlers.Interrupted : exitCode;
}
