using System.Globalization;
using System.Management.Automation.Host;

namespace AirbyteKafka.EmbeddedShell;

/// <summary>The host that scripts see as $Host.</summary>
internal sealed class ShellHost(ShellUserInterface userInterface) : PSHost
{
    public override string Name => "EmbeddedShell";

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => userInterface;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <summary>The exit code a command asked for with `exit`, once it has.</summary>
    public int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw ShellUserInterface.NonInteractive();

    public override void ExitNestedPrompt() => throw ShellUserInterface.NonInteractive();

    public override void NotifyBeginApplication()
    {
        // A native command needs nothing prepared: it inherits the process's own stdin, stdout and stderr.
    }

    public override void NotifyEndApplication()
    {
        // Nothing was prepared.
    }
}
