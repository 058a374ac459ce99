using System.Management.Automation;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>
/// What all cmdlets of the module share: Ctrl+C reaches whatever they wait for, and what goes wrong becomes an error record of the one
/// catalogue.
/// </summary>
/// <remarks>
/// Derived classes override <see cref="OnBegin"/>, <see cref="OnProcess"/> and <see cref="OnEnd"/>; an exception from these ends the
/// cmdlet.
/// </remarks>
public abstract class CancellableCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    // Made once: a pipeline may bring millions of objects.
    private readonly Action _process;

    /// <summary>Is cancelled when the pipeline is stopped.</summary>
    protected internal CancellationToken StopToken { get; }

    /// <summary>Whether <c>-Verbose</c> was given.</summary>
    protected bool IsVerbose => IsOn("Verbose");

    /// <summary>Whether <c>-Debug</c> was given.</summary>
    protected bool IsDebug => IsOn("Debug");

    /// <summary>Whether a switch was given, one of the common parameters for example.</summary>
    private protected bool IsOn(string parameter) => MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
        && given is SwitchParameter { IsPresent: true };

    /// <summary>Makes the cmdlet.</summary>
    protected CancellableCmdlet()
    {
        StopToken = _stop.Token;
        _process = OnProcess;
    }

    /// <summary>Runs once, before any input.</summary>
    protected virtual void OnBegin()
    {
    }

    /// <summary>Runs for each object from the pipeline, or once without one.</summary>
    protected virtual void OnProcess()
    {
    }

    /// <summary>Runs once, after all input.</summary>
    protected virtual void OnEnd()
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Run(OnBegin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(_process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(OnEnd);

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // PowerShell calls this from another thread: the pipeline came to its end in the same moment.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds. PowerShell calls it at the end of the pipeline, however that came about.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    private void Run(Action step)
    {
        try
        {
            step();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception failure) when (!IsPowerShellsOwn(failure))
        {
            ThrowTerminatingError(ErrorRecords.From(failure));
        }
    }

    // A downstream command that failed or has had enough (Select-Object -First) speaks through our WriteObject.
    private static bool IsPowerShellsOwn(Exception failure) => failure is RuntimeException or FlowControlException;
}
