using System.Runtime.InteropServices;

namespace AirbyteKafka.EmbeddedShell;

/// <summary>
/// Ctrl+C (SIGINT) stops what runs and ends the process with 130; SIGTERM ends it at once with 143, as PID 1 too, where the
/// kernel ignores a signal nobody handles. Both only where nothing in the session handles them: handlers are asked latest
/// first, up to the one that cancels.
/// </summary>
internal sealed class SignalHandlers : IDisposable
{
    /// <summary>The exit code after SIGINT.</summary>
    public const int Interrupted = 130;

    private const int Terminated = 143;

    // Longer than the 10 s that a stopped write may take to drain.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly Func<bool> _requestStop;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly Timer _stopOverdue = new(_ => Environment.Exit(Interrupted));
    private int _interrupts;

    /// <summary>Begins to handle the signals.</summary>
    /// <param name="requestStop">Asks what runs to stop, without waiting; false where nothing runs.</param>
    public SignalHandlers(Func<bool> requestStop)
    {
        _requestStop = requestStop;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate);
    }

    /// <summary>Whether a SIGINT has come.</summary>
    public bool IsInterrupted => Volatile.Read(ref _interrupts) > 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stopOverdue.Dispose();
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        if (context.Cancel)
        {
            return;
        }

        context.Cancel = true;
        if (Interlocked.Increment(ref _interrupts) == 1 && _requestStop())
        {
            _stopOverdue.Change(StopLimit, Timeout.InfiniteTimeSpan);
        }
        else
        {
            Environment.Exit(Interrupted);
        }
    }

    private static void OnTerminate(PosixSignalContext context)
    {
        if (!context.Cancel)
        {
            context.Cancel = true;
            Environment.Exit(Terminated);
        }
    }
}
