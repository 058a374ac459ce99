using System.Diagnostics;

namespace AirbyteKafka.Write;

/// <summary>
/// Lets one thread wait for what delivery reports bring about; the thread that takes the reports wakes it only when that is there.
/// </summary>
internal sealed class DeliveryWait : IDisposable
{
    // The system takes no wait of more than 24 days at once, and delivery_timeout_ms alone may be as long.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly AutoResetEvent _wake = new(false);
    private Func<bool>? _condition;

    /// <summary>Waits until something holds, or the limit is over. For one thread at a time.</summary>
    /// <param name="condition">What to wait for; both threads ask.</param>
    /// <param name="limit">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it holds.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal bool Until(Func<bool> condition, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (condition())
        {
            return true;
        }

        var start = Stopwatch.GetTimestamp();
        WaitHandle[] handles = [_wake, cancellationToken.WaitHandle];
        Volatile.Write(ref _condition, condition);

        // Each thread writes first and then looks at what the other writes: one of them sees both.
        Interlocked.MemoryBarrier();
        try
        {
            while (!condition())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var left = limit - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                WaitHandle.WaitAny(handles, left < LongestWait ? left : LongestWait);
            }

            return true;
        }
        finally
        {
            Volatile.Write(ref _condition, null);
        }
    }

    /// <summary>Says that something has changed, and ends a wait if it was for that.</summary>
    internal void Changed()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _condition) is { } condition && condition())
        {
            _wake.Set();
        }
    }

    public void Dispose() => _wake.Dispose();
}
