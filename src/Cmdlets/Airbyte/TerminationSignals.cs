using System.Runtime.InteropServices;

namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>Turns SIGTERM and SIGINT into a cancellation, so that what is under way can be brought to an end. A second signal ends the process at once.</summary>
/// <remarks>Neither PowerShell nor .NET ends orderly on SIGTERM, and PowerShell reports success after SIGINT: without this a stopped sync would look finished.</remarks>
internal sealed class TerminationSignals : IDisposable
{
    private const int SignalBase = 128;
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;
    private int _exitCode;

    /// <summary>Listens until it is disposed of.</summary>
    /// <param name="stop">Stops as a signal does.</param>
    internal TerminationSignals(CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Handle(signal, SignalBase + SigTerm));
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Handle(signal, SignalBase + SigInt));
    }

    /// <summary>Is cancelled by the first signal.</summary>
    internal CancellationToken Stop => _stop.Token;

    /// <summary>What a process that a signal stopped exits with; <see langword="null"/> without a signal.</summary>
    internal int? ExitCode => Volatile.Read(ref _exitCode) is var code and not 0 ? code : null;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
        {
            Environment.Exit(exitCode);
        }

        _stop.Cancel();
    }
}
