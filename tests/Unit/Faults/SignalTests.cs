using System.Diagnostics;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>The entrypoint ended by a signal when nothing moves any more: no broker answers and nobody reads its output.</summary>
public sealed class SignalTests
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private static readonly (string Name, int Number, int ExitCode)[] Signals =
        [("SIGHUP", 1, 129), ("SIGINT", SigInt, 130), ("SIGQUIT", 3, 131), ("SIGTERM", SigTerm, 143)];

    // What stops a container kills it 10 s after the signal.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_ends_in_time_and_says_why_where_somebody_reads(bool isRead)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        var outcomes = await Task.WhenAll(Signals.Select(signal => RunAsync(isRead, [signal.Number])));

        Assert.Equal(
            Signals.Select(signal => (signal.ExitCode, true, isRead ? "TRACE" : "")),
            outcomes.Select(outcome => (outcome.ExitCode, outcome.Took < Limit, isRead ? outcome.Last : "")));
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        var outcome = await RunAsync(isRead: false, [SigTerm, SigInt]);

        Assert.Equal((130, true), (outcome.ExitCode, outcome.Took < AtOnce));
    }

    private static async Task<(int ExitCode, TimeSpan Took, string Last)> RunAsync(bool isRead, int[] signals)
    {
        await using var broker = new MockBroker();
        var sync = new NumberedSync(Records: 1_000_000, RecordsPerState: 2);
        var input = new NumberedInput(sync)
        {
            RecordsPerSecond = 10_000,
            Reached = records =>
            {
                // Some 5,000 states have come back: more than a pipe holds.
                if (records == 20_000)
                {
                    broker.Cluster.SetBroker(1, up: false);
                }
            },
        };
        using var run = new EntrypointSync(broker, sync, input, "\"linger_ms\":\"5\"");
        var readerWakes = new TaskCompletionSource();
        await using var process = RunningProcess.Start(
            run.Request with { ReadStdoutAfter = isRead ? Task.CompletedTask : readerWakes.Task }, Test);
        using var watched = Process.GetProcessById(process.Id);
        while (input.Records < 30_000)
        {
            Assert.False(watched.HasExited);
            await Task.Delay(PollInterval, Test);
        }

        var signalled = Stopwatch.GetTimestamp();
        foreach (var signal in signals)
        {
            process.Signal(signal);
            await Task.Delay(PollInterval, Test);
        }

        input.Finish();
        await watched.WaitForExitAsync(Test);
        var took = Stopwatch.GetElapsedTime(signalled);
        readerWakes.SetResult();
        var result = await process.WaitAsync();
        return (result.ExitCode, took,
            result.StdoutLines is [.., var last] && last.StartsWith("{\"type\":\"TRACE\"", StringComparison.Ordinal) ? "TRACE"
            : string.Join("\n", result.StdoutLines.TakeLast(3)));
    }
}
