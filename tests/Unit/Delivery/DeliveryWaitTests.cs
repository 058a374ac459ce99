using System.Diagnostics;
using AirbyteKafka.Write;
using Xunit;

namespace AirbyteKafka.Tests.Delivery;

public sealed class DeliveryWaitTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public void What_holds_already_is_not_waited_for()
    {
        using var wait = new DeliveryWait();
        Assert.True(wait.Until(() => true, TimeSpan.Zero, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_wait_ends_at_its_limit_and_says_that_nothing_came()
    {
        using var wait = new DeliveryWait();
        var started = Stopwatch.GetTimestamp();
        var held = wait.Until(() => false, TimeSpan.FromMilliseconds(50), Test);
        Assert.Equal((false, true), (held, Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_ends_and_leaves_no_condition_behind()
    {
        using var wait = new DeliveryWait();
        using var cancelled = new CancellationTokenSource();
        var asked = 0;
        var isWaiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Task.Run(
            () => wait.Until(
                () =>
                {
                    // The second look comes after the condition was left behind.
                    if (++asked == 2)
                    {
                        isWaiting.SetResult();
                    }

                    return false;
                },
                Long,
                cancelled.Token),
            Test);
        await isWaiting.Task.WaitAsync(Long, Test);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Long, Test));
        var before = asked;
        wait.Changed();
        Assert.Equal(before, asked);
    }

    [Fact]
    public async Task A_change_that_does_not_bring_it_about_wakes_nobody()
    {
        using var wait = new DeliveryWait();
        var count = 0;
        var waiterAsked = 0;
        var waiterThread = 0;
        var isWaiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Task.Run(
            () =>
            {
                waiterThread = Environment.CurrentManagedThreadId;
                return wait.Until(
                    () =>
                    {
                        // Looked before it is told, or the changes may all come between the two.
                        var holds = Volatile.Read(ref count) == 1000;
                        if (Environment.CurrentManagedThreadId == waiterThread && Interlocked.Increment(ref waiterAsked) == 2)
                        {
                            isWaiting.SetResult();
                        }

                        return holds;
                    },
                    Long,
                    Test);
            },
            Test);
        await isWaiting.Task.WaitAsync(Long, Test);
        await Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    Interlocked.Increment(ref count);
                    wait.Changed();
                }
            },
            Test,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        Assert.True(await waiting.WaitAsync(Long, Test));
        Assert.Equal(3, waiterAsked);
    }

    [Fact]
    public async Task No_wake_up_is_lost_however_the_two_threads_meet()
    {
        const int Rounds = 5000;
        using var pings = new DeliveryWait();
        using var pongs = new DeliveryWait();
        var (ping, pong) = (0, 0);
        var one = Task.Factory.StartNew(
            () =>
            {
                for (var round = 1; round <= Rounds; round++)
                {
                    Volatile.Write(ref ping, round);
                    pings.Changed();
                    Assert.True(pongs.Until(() => Volatile.Read(ref pong) == round, Long, Test), $"pong {round}");
                }
            },
            Test,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var other = Task.Factory.StartNew(
            () =>
            {
                for (var round = 1; round <= Rounds; round++)
                {
                    Assert.True(pings.Until(() => Volatile.Read(ref ping) == round, Long, Test), $"ping {round}");
                    Volatile.Write(ref pong, round);
                    pongs.Changed();
                }
            },
            Test,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Task.WhenAll(one, other);
        Assert.Equal((Rounds, Rounds), (ping, pong));
    }
}
