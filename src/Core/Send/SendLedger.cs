using System.Diagnostics;

namespace AirbyteKafka.Send;

/// <summary>
/// Counts records and the memory that they take from their handing over to their report, and lets threads wait for both.
/// </summary>
/// <param name="limit">The bound on memory in bytes. A single larger record is still taken, alone.</param>
internal sealed class SendLedger(long limit)
{
    // The system takes no wait of more than 24 days at once.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // A monitor: threads wait on it.
    private readonly object _gate = new();
    private long _sent;
    private long _acknowledged;
    private long _failed;
    private long _unknown;
    private long _bytes;
    private long _inUse;
    private int _waiting;

    /// <summary>How many records are neither acknowledged nor failed.</summary>
    internal long Outstanding
    {
        get
        {
            lock (_gate)
            {
                return _sent - _acknowledged - _failed - _unknown;
            }
        }
    }

    internal SendFigures Figures
    {
        get
        {
            lock (_gate)
            {
                return new SendFigures(_acknowledged, _failed, _sent - _acknowledged - _failed, _bytes);
            }
        }
    }

    /// <summary>Counts a record that is about to be handed over.</summary>
    /// <param name="cost">The memory it takes.</param>
    /// <param name="bytes">Its key and value.</param>
    /// <returns>Whether there is room for it; otherwise it is not counted.</returns>
    internal bool TryEnter(long cost, long bytes)
    {
        lock (_gate)
        {
            if (_inUse > 0 && _inUse + cost > limit)
            {
                return false;
            }

            _inUse += cost;
            _sent++;
            _bytes += bytes;
            return true;
        }
    }

    /// <summary>Counts records that are settled. For any thread.</summary>
    internal void Settle(long acknowledged, long failed, long unknown, long cost)
    {
        lock (_gate)
        {
            _acknowledged += acknowledged;
            _failed += failed;
            _unknown += unknown;
            _inUse -= cost;
            if (_waiting > 0)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>
    /// Waits for room: half of the memory, because what comes together leaves in larger batches. For any thread.
    /// </summary>
    /// <param name="cost">The memory that the next record takes.</param>
    /// <param name="isOver">Ends the wait too; <see cref="Changed"/> has it asked.</param>
    /// <param name="limitOfTime">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is room, or the wait is over.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal bool WaitForRoom(long cost, Func<bool> isOver, TimeSpan limitOfTime, CancellationToken cancellationToken) =>
        Wait(() => _inUse == 0 || _inUse + Math.Max(cost, limit / 2) <= limit || isOver(), limitOfTime, cancellationToken);

    /// <summary>Waits until every record is settled. For any thread.</summary>
    /// <returns>Whether every record is.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal bool WaitForAll(TimeSpan limitOfTime, CancellationToken cancellationToken) =>
        Wait(() => _sent == _acknowledged + _failed + _unknown, limitOfTime, cancellationToken);

    /// <summary>Has all waits look again. For any thread.</summary>
    internal void Changed()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private bool Wait(Func<bool> condition, TimeSpan limitOfTime, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var registration = cancellationToken.UnsafeRegister(static ledger => ((SendLedger)ledger!).Changed(), this);
        lock (_gate)
        {
            _waiting++;
            try
            {
                while (!condition())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var left = limitOfTime - Stopwatch.GetElapsedTime(started);
                    if (left <= TimeSpan.Zero)
                    {
                        return false;
                    }

                    Monitor.Wait(_gate, left < LongestWait ? left : LongestWait);
                }

                return true;
            }
            finally
            {
                _waiting--;
            }
        }
    }
}
