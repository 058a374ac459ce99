using System.Diagnostics;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>A reader of stdout that stalls, and one that goes away.</summary>
public sealed class OutputTests(BrokerPool brokers)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_stalls_holds_up_no_delivery_and_loses_no_state()
    {
        // Far more states than a pipe holds.
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var sync = new NumberedSync(Records: 8000, RecordsPerState: 2);
        using var run = new EntrypointSync(broker, sync, new NumberedInput(sync), "\"enable_idempotence\":true");
        var readerWakes = new TaskCompletionSource();
        await using var process = RunningProcess.Start(run.Request with { ReadStdoutAfter = readerWakes.Task }, Test);

        var started = Stopwatch.GetTimestamp();
        var missing = sync.Records;
        while (missing > 0 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(45))
        {
            await Task.Delay(PollInterval, Test);
            missing = (await TopicTally.ReadAsync(broker, run.Topic, Test)).MissingOf(sync.Records);
        }

        readerWakes.SetResult();
        var result = await process.WaitAsync();

        Assert.Equal((0L, 0, SyncVerdict.ExactlyOnce), (missing, result.ExitCode, await run.JudgeAsync(result, Test)));
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_write()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses the system's own shell.");
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var sync = new NumberedSync(Records: 1_000_000, RecordsPerState: 20);
        using var run = new EntrypointSync(broker, sync, new NumberedInput(sync) { RecordsPerSecond = 2000 }, "\"linger_ms\":\"5\"");
        string[] words = [run.Request.File, .. run.Request.Arguments];

        var result = await ProcessRun.RunAsync(
            run.Request with
            {
                File = "sh",
                Arguments = ["-c", """{ "$@"; echo "exit code $?" >&2; } | head -n 3 > /dev/null""", "sh", .. words]
            }, Test);

        Assert.Equal("exit code 1", result.Stderr.TrimEnd());
    }
}
