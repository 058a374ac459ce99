using AirbyteKafka.Write;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>Says that a write has failed when nothing comes down the pipeline, and the error therefore has to wait.</summary>
/// <remarks>Its words are a warning's. They are said once, and not where the error follows at once.</remarks>
internal sealed class FailureNotice : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private readonly WriteSession _session;
    private readonly Action<string> _say;
    private readonly Timer _timer;
    private readonly CancellationTokenRegistration _registration;
    private int _taken;

    /// <summary>Begins to watch.</summary>
    /// <param name="session">The write.</param>
    /// <param name="say">Says the words; is called on a thread of its own.</param>
    internal FailureNotice(WriteSession session, Action<string> say)
    {
        _session = session;
        _say = say;
        _timer = new Timer(static notice => ((FailureNotice)notice!).SayUnlessTaken(), this, Timeout.Infinite, Timeout.Infinite);
        _registration = session.Failed.Register(() => _timer.Change(Delay, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Takes the matter over: from now on nothing is said here.</summary>
    /// <returns>Whether nothing has been said yet.</returns>
    internal bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>The words.</summary>
    internal static string Describe(Exception failure) =>
        $"The write has failed and takes nothing more; its error follows with the next object, or at the end. {failure.Message}";

    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
    }

    private void SayUnlessTaken()
    {
        if (_session.Failure is { } failure && TryTake())
        {
            _say(Describe(failure));
        }
    }
}
