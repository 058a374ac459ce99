using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using AirbyteKafka.Tests.Processes;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>A PowerShell session in this process with the module imported. Not for several threads at once.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleSession()
        : this(null)
    {
    }

    /// <summary>Makes a session.</summary>
    /// <param name="host">What it shows things on; null: nothing.</param>
    internal ModuleSession(PSHost? host)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        _runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
        _ = Run("param($manifest) Import-Module $manifest -ErrorAction Stop", Manifest).Values;
    }

    public static string Manifest { get; } = Path.Combine(ShellProcess.ModuleDirectory, "AirbyteKafka.psd1");

    /// <summary>Runs a script; its parameters are given by position.</summary>
    public CommandOutcome Run(string script, params IReadOnlyList<object?> arguments)
    {
        using var shell = Create(script, arguments);
        var output = new List<PSObject>();
        ErrorRecord? terminating = null;
        try
        {
            shell.Invoke(input: null, output);
        }
        catch (RuntimeException failure)
        {
            terminating = failure.ErrorRecord;
        }

        return new CommandOutcome(
            output,
            terminating is null ? [.. shell.Streams.Error] : [.. shell.Streams.Error, terminating],
            [.. shell.Streams.Warning.Select(warning => warning.Message)]);
    }

    /// <summary>A script that has not been started; the caller disposes of it.</summary>
    public PowerShell Create(string script, params IReadOnlyList<object?> arguments)
    {
        // In a scope of its own: a preference that one script sets is not to be another's.
        var shell = PowerShell.Create(_runspace).AddScript(script, useLocalScope: true);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell;
    }

    public void Dispose() => _runspace.Dispose();
}
