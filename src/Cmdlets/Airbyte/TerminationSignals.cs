using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>Turns SIGTERM, SIGINT, SIGHUP and SIGQUIT into a cancellation, so that what is under way can be brought to an end.</summary>
/// <remarks>
/// Neither PowerShell nor .NET ends orderly on SIGTERM, and PowerShell reports success after SIGINT: without this a stopped sync would look
/// finished.
/// A second signal ends the process at once, and so does the end of <see cref="Limit"/>: engines kill what has not ended 10 s after their
/// signal.
/// </remarks>
internal sealed class TerminationSignals : IDisposable
{
    /// <summary>How long the process may take to its end after a signal.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(7);

    // From the last message to the end of the process: PowerShell has to end as well.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private const int SignalBase = 128;

    private static readonly (PosixSignal Signal, int Number)[] Signals =
        [(PosixSignal.SIGTERM, 15), (PosixSignal.SIGINT, 2), (PosixSignal.SIGHUP, 1), (PosixSignal.SIGQUIT, 3)];

    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _end;
    private long _signalled;
    private int _exitCode;

    /// <summary>Listens until it is disposed of.</summary>
    /// <param name="stop">Stops as a signal does.</param>
    internal TerminationSignals(CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _end = new Timer(_ => Environment.Exit(ExitCode ?? 1), null, Timeout.Infinite, Timeout.Infinite);
        _registrations = [.. Signals.Select(each =>
            PosixSignalRegistration.Create(each.Signal, signal => Handle(signal, SignalBase + each.Number)))];
    }

    /// <summary>Is cancelled by the first signal.</summary>
    internal CancellationToken Stop => _stop.Token;

    /// <summary>What a process that a signal stopped exits with; <see langword="null"/> without a signal.</summary>
    internal int? ExitCode => Volatile.Read(ref _exitCode) is var code and not 0 ? code : null;

    /// <summary>How much of <see cref="Limit"/> is left; what was asked for where no signal came.</summary>
    internal TimeSpan Left(TimeSpan withoutSignal) => ExitCode is null ? withoutSignal
        : Limit - Margin - Stopwatch.GetElapsedTime(Volatile.Read(ref _signalled)) is { Ticks: > 0 } left ? left
        : TimeSpan.Zero;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _end.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
        {
            Environment.Exit(exitCode);
        }

        Volatile.Write(ref _signalled, Stopwatch.GetTimestamp());
        _end.Change(Limit, Timeout.InfiniteTimeSpan);
        _stop.Cancel();
    }
}
