using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace AirbyteKafka.EmbeddedShell;

/// <summary>Where the engine's streams go: errors to stderr, all else to stdout. Whatever would ask the user is an error.</summary>
internal sealed class ShellUserInterface(ShellConsole console) : PSHostUserInterface
{
    private readonly ShellRawUserInterface _rawUI = new(console);
    private bool _outputIsError;

    public override PSHostRawUserInterface RawUI => _rawUI;

    public override bool SupportsVirtualTerminal => console.TakesAnsi;

    /// <summary>The error for whatever needs somebody at a keyboard.</summary>
    public static HostException NonInteractive() => new(
        "The embedded shell is not interactive: it cannot ask. Give missing values as parameters, and use -Confirm:$false and no preference of Inquire.",
        null,
        "NonInteractive",
        ErrorCategory.InvalidOperation);

    /// <summary>While <paramref name="write"/> runs, what is output goes to stderr: for what formats an error as an object.</summary>
    public void WithOutputAsError(Action write)
    {
        _outputIsError = true;
        try
        {
            write();
        }
        finally
        {
            _outputIsError = false;
        }
    }

    public override void Write(string value)
    {
        if (_outputIsError)
        {
            console.WriteError(value);
        }
        else
        {
            console.Write(value);
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        var background = backgroundColor == _rawUI.BackgroundColor ? string.Empty : PSStyle.MapBackgroundColorToEscapeSequence(backgroundColor);
        Write(PSStyle.MapForegroundColorToEscapeSequence(foregroundColor) + background + value + PSStyle.Instance.Reset);
    }

    // One write, so that lines of several threads do not mix.
    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => console.WriteError(value + Environment.NewLine);

    public override void WriteDebugLine(string message) => WriteLabelled(PSStyle.Instance.Formatting.Debug, "DEBUG: ", message);

    public override void WriteVerboseLine(string message) => WriteLabelled(PSStyle.Instance.Formatting.Verbose, "VERBOSE: ", message);

    public override void WriteWarningLine(string message) => WriteLabelled(PSStyle.Instance.Formatting.Warning, "WARNING: ", message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        var percent = record.PercentComplete < 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" {record.PercentComplete}%");
        var operation = string.IsNullOrEmpty(record.CurrentOperation) ? string.Empty : " " + record.CurrentOperation;
        console.ShowProgress(
            record.RecordType == ProgressRecordType.Completed ? null : $"{record.Activity}: {record.StatusDescription}{operation}{percent}");
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw NonInteractive();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw NonInteractive();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw NonInteractive();

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw NonInteractive();

    public override string ReadLine() => throw NonInteractive();

    public override SecureString ReadLineAsSecureString() => throw NonInteractive();

    private void WriteLabelled(string style, string label, string message) => WriteLine(style + label + message + PSStyle.Instance.Reset);
}
