using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;

namespace AirbyteKafka.Tests.Faults;

/// <summary>A write of a <see cref="NumberedSync"/> while something goes wrong, and the verdict on it.</summary>
internal sealed record FaultedWrite(WriteRun Run, SyncVerdict Verdict)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>What an assertion compares: the failure, and whether what was promised is kept.</summary>
    internal string Outcome => Run.Result.Failure is { } failure
        ? $"{failure.Kind.Id}, {failure.Kind.FailureType}, {(Verdict.IsConsistent && Verdict.States != "all" ? "states true" : Verdict)}"
        : Verdict == SyncVerdict.ExactlyOnce ? "exactly once" : Verdict.IsComplete ? "complete" : $"{Verdict}";

    /// <summary>Runs it on a thread of its own.</summary>
    internal static async Task<FaultedWrite> RunAsync(
        TestBroker broker, string topic, NumberedSync sync, NumberedInput input, string settings, CancellationToken cancellation)
    {
        var run = await WriteAsync(broker, topic, input, settings, cancellation);
        return new FaultedWrite(run,
            SyncVerdict.Of(sync, input.Records, run.States, await TopicTally.ReadAsync(broker, topic, cancellation)));
    }

    /// <summary>Runs a sync that a fault strikes after a third of its records.</summary>
    internal static async Task<FaultedWrite> RunAsync(
        TestBroker broker, string topic, NumberedSync sync, int recordsPerSecond, Fault fault, string settings,
            CancellationToken cancellation)
    {
        var struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var input = new NumberedInput(sync)
        {
            RecordsPerSecond = recordsPerSecond,
            Reached = records =>
            {
                if (records == sync.Records / 3)
                {
                    fault.Strike();
                    struck.SetResult();
                }
            },
        };
        var writing = WriteAsync(broker, topic, input, settings, cancellation);

        // One that fails at once never comes that far.
        await Task.WhenAny(struck.Task, writing);
        await (fault.Lasts is { } time ? Task.Delay(time, cancellation) : writing);
        fault.Mend();
        var run = await writing;
        return new FaultedWrite(run,
            SyncVerdict.Of(sync, input.Records, run.States, await TopicTally.ReadAsync(broker, topic, cancellation)));
    }

    private static Task<WriteRun> WriteAsync(TestBroker broker, string topic, NumberedInput input, string settings,
        CancellationToken cancellation) =>
        Task.Factory.StartNew(
            () => WriteRun.Of(broker.BootstrapServers, $"\"topic_pattern\":\"{topic}\",{settings}", NumberedSync.Streams, input,
                cancellation),
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).WaitAsync(TimeLimit, cancellation);
}
