using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>The entrypoint ended at a random moment, asked or not: what it said until then holds.</summary>
public sealed class KillTests(BrokerPool brokers)
{
    private const int SigKill = 9;
    private const int SigTerm = 15;

    // Some moments fall into the start, some into the sync.
    private static readonly TimeSpan LongestAfterFirstState = TimeSpan.FromMilliseconds(700);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SigTerm, 143, 4)]
    [InlineData(SigKill, 137, 4)]
    public Task Every_state_that_was_seen_is_backed_by_its_records(int signal, int exitCode, int times) =>
        EndAtRandomMomentsAsync(signal, exitCode, times);

    [Fact]
    public Task Every_state_is_backed_by_its_records_also_with_keys_headers_and_deletes() => EndAtRandomMomentsAsync(
        SigKill, exitCode: 137, times: 3, deletes: true,
        "\"linger_ms\":\"5\",\"partition_key_field\":\"n\",\"cdc_deletion_mode\":\"Hard delete\",\"headers\":\"airbyte\"");

    [Theory]
    [Trait("Category", Soak.Category)]
    [InlineData(SigTerm, 143, 20)]
    [InlineData(SigKill, 137, 20)]
    public Task Every_state_that_was_seen_is_backed_by_its_records_at_20_moments(int signal, int exitCode, int times)
    {
        Assert.SkipUnless(Soak.IsAskedFor, Soak.Reason);
        return EndAtRandomMomentsAsync(signal, exitCode, times);
    }

    private async Task EndAtRandomMomentsAsync(
        int signal, int exitCode, int times, bool deletes = false, string settings = "\"linger_ms\":\"5\"")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var random = new Random();
        var outcomes = new List<string>();
        for (var i = 0; i < times; i++)
        {
            outcomes.Add(await EndOnceAsync(broker, signal, random.NextDouble() * LongestAfterFirstState, deletes, settings));
        }

        Assert.Equal(Enumerable.Repeat($"exit code {exitCode}, states true", times), outcomes);
    }

    private static async Task<string> EndOnceAsync(TestBroker broker, int signal, TimeSpan moment, bool deletes, string settings)
    {
        var sync = new NumberedSync(Records: 1_000_000, RecordsPerState: 20, DeletesOdd: deletes);
        using var run = new EntrypointSync(broker, sync, new NumberedInput(sync) { RecordsPerSecond = 5000 }, settings);
        await using var process = RunningProcess.Start(run.Request, Test);
        await process.WaitForStdoutAsync("\"STATE\"");
        await Task.Delay(moment, Test);
        process.Signal(signal);
        var result = await process.WaitAsync();
        var verdict = await run.JudgeAsync(result, Test);
        return $"exit code {result.ExitCode}, "
            + $"{(verdict is { IsConsistent: true, States: "some" } ? "states true" : $"{verdict} {result}")}";
    }
}
