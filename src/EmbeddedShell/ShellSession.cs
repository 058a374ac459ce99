using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace AirbyteKafka.EmbeddedShell;

/// <summary>One runspace in which one command line runs, on the calling thread.</summary>
internal sealed class ShellSession : IDisposable
{
    private readonly ShellUserInterface _userInterface;
    private readonly ShellHost _host;
    private readonly Runspace _runspace;
    private Pipeline? _running;

    /// <summary>Opens a session that has the cmdlets of Microsoft.PowerShell.Core.</summary>
    public ShellSession(ShellConsole console)
    {
        _userInterface = new ShellUserInterface(console);
        _host = new ShellHost(_userInterface);
        if (!console.TakesAnsi)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }

        var state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
    }

    /// <summary>Runs a script file and returns the exit code pwsh would give.</summary>
    public int RunFile(string path, IReadOnlyList<string> arguments)
    {
        // As in pwsh, a file of another name (one with a #! line) runs as the text it holds.
        var isScriptFile = path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);
        var command = new Command(isScriptFile ? path : File.ReadAllText(path), isScript: !isScriptFile, useLocalScope: false);
        foreach (var parameter in ScriptArguments.Parse(arguments))
        {
            command.Parameters.Add(parameter);
        }

        using var pipeline = _runspace.CreatePipeline();
        pipeline.Commands.Add(command);
        ScriptExit.HandToHost(_runspace);
        return Run(pipeline) ?? 0;
    }

    /// <summary>Runs a text and returns the exit code pwsh would give.</summary>
    public int RunCommand(string text)
    {
        // Only what goes to the history leaves its outcome in $?.
        using var pipeline = _runspace.CreatePipeline(text, addToHistory: true);
        return Run(pipeline) ?? (LanguagePrimitives.IsTrue(_runspace.SessionStateProxy.GetVariable("?")) ? 0 : 1);
    }

    /// <summary>Asks what runs to stop, without waiting for it. Returns false where nothing runs.</summary>
    public bool RequestStop()
    {
        if (Volatile.Read(ref _running) is not { } pipeline)
        {
            return false;
        }

        pipeline.StopAsync();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    // Null where neither `exit` nor an error decided.
    private int? Run(Pipeline pipeline)
    {
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add(OutDefault());
        try
        {
            Volatile.Write(ref _running, pipeline);
            pipeline.Invoke();
            return _host.ExitCode;
        }
        catch (PipelineStoppedException)
        {
            return 1;
        }
        catch (IncompleteParseException e)
        {
            // Made for prompts that read on: it does not say where. Parsed as a whole, the text does.
            Parser.ParseInput(pipeline.Commands[0].CommandText, out _, out var errors);
            Report(errors.Length > 0 ? new ParseException(errors) : e);
            return 1;
        }
        catch (Exception e)
        {
            Report(e);
            return 1;
        }
        finally
        {
            Volatile.Write(ref _running, null);
        }
    }

    private void Report(Exception exception)
    {
        var error = exception is IContainsErrorRecord known
            ? known.ErrorRecord
            : new ErrorRecord(exception, exception.GetType().Name, ErrorCategory.NotSpecified, null);
        using var pipeline = _runspace.CreatePipeline();
        pipeline.Input.Write(error);
        pipeline.Commands.Add(OutDefault());
        _userInterface.WithOutputAsError(() => pipeline.Invoke());
    }

    private static Command OutDefault() => new("Out-Default", isScript: false, useLocalScope: true);
}
