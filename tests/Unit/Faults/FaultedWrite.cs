using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;

namespace AirbyteKafka.Tests.Faults;

/// <summary>A write of a <see cref="NumberedSync"/> while something goes wrong, and the verdict on it.</summary>
internal sealed record FaultedWrite(WriteRun Run, SyncVerdict Verdict)
{
    /// <summary>What an assertion compares: the failure, and whether what was promised is kept.</summary>
    internal string Outcome => Run.Result.Failure is { } failure
        ? $"{failure.Kind.Id}, {failure.Kind.FailureType}, {(Verdict.IsConsistent && Verdict.States != "all" ? "states true" : Verdict)}"
        : Verdict == SyncVerdict.ExactlyOnce ? "exactly once" : Verdict.IsComplete ? "complete" : $"{Verdict}";

    /// <summary>Runs it on a thread of its own.</summary>
    internal static async Task<FaultedWrite> RunAsync(
        TestBroker broker, string topic, NumberedSync sync, NumberedInput input, string settings, CancellationToken cancellation)
    {
        var write = Task.Factory.StartNew(
            () => WriteRun.Of(broker.BootstrapServers, $"\"topic_pattern\":\"{topic}\",{settings}", NumberedSync.Streams, input, cancellation),
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var run = await write;
        return new FaultedWrite(run, SyncVerdict.Of(sync, input.Records, run.States, await TopicTally.ReadAsync(broker, topic, cancellation)));
    }
}
