using System.Diagnostics;
using System.Globalization;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Delivery;

namespace AirbyteKafka.Tests.Faults;

/// <summary>A sync with idempotence into three nodes, while each in turn is killed and brought back and one is paused.</summary>
/// <param name="Verdict">What came of it.</param>
/// <param name="Failure">Why the write failed, or <c>none</c>.</param>
/// <param name="Description">What was done, for a person to read.</param>
internal sealed record Chaos(SyncVerdict Verdict, string Failure, string Description)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Runs it.</summary>
    /// <param name="kafka">A cluster of three nodes that nobody else uses.</param>
    /// <param name="records">How many records at least: nodes are killed and paused until so many were sent.</param>
    /// <param name="recordsPerSecond">The pace of the source.</param>
    /// <param name="time">How long at least.</param>
    /// <param name="log">Is told what is done.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<Chaos> RunAsync(
        KafkaCluster kafka, long records, int recordsPerSecond, TimeSpan time, Action<string> log, CancellationToken cancellation)
    {
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, partitions: 3);
        var sync = new NumberedSync(int.MaxValue / 1000 * 1000, RecordsPerState: 1000);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var input = new NumberedInput(sync)
        {
            RecordsPerSecond = recordsPerSecond,
            Reached = sent => _ = sent >= records && enough.TrySetResult(),
        };
        var started = Stopwatch.GetTimestamp();
        var writing = Task.Factory.StartNew(
            () => WriteRun.Of(kafka.BootstrapServers, $"\"topic_pattern\":\"{topic}\",\"enable_idempotence\":true", NumberedSync.Streams,
                input, cancellation),
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var rounds = 0;
        do
        {
            await BreakAndMendAsync(kafka, kafka.Nodes[rounds++ % kafka.Nodes.Count], Tell, cancellation);
        }
        while (!writing.IsCompleted && (!enough.Task.IsCompleted || Stopwatch.GetElapsedTime(started) < time));

        input.Finish();
        var run = await writing;
        Tell("written, reading back");
        var verdict = SyncVerdict.Of(sync, input.Records, run.States, await TopicTally.ReadAsync(kafka, topic, cancellation));
        return new Chaos(verdict, run.Result.Failure?.Message ?? "none", string.Create(
            CultureInfo.InvariantCulture,
            $"{input.Records} records and {run.States.Count} states in {run.Result.Duration.TotalSeconds:0} s with "
                + $"{rounds * kafka.Nodes.Count} kills and {rounds} pauses: {verdict}"));

        void Tell(string what) => log(string.Create(
            CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalSeconds,6:0.0} s, {input.Records,9} records sent: "
                + $"{what}"));
    }

    private static async Task BreakAndMendAsync(KafkaCluster kafka, KafkaNode paused, Action<string> tell, CancellationToken cancellation)
    {
        foreach (var node in kafka.Nodes)
        {
            await node.KillAsync(cancellation);
            tell($"node {node.Id} killed");
            await node.StartAsync(cancellation);
            tell($"node {node.Id} is back");
        }

        paused.Pause();
        tell($"node {paused.Id} paused");
        await Task.Delay(Pause, cancellation);
        paused.Resume();
        tell($"node {paused.Id} goes on");
    }
}
