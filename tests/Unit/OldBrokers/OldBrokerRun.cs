using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Check;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Connection;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Tests.Faults;
using Xunit;

namespace AirbyteKafka.Tests.OldBrokers;

/// <summary>Checks, writes and reads of one configuration against an old broker.</summary>
internal static class OldBrokerRun
{
    /// <summary>The tests that share the old brokers do not run at once: one of them kills its broker.</summary>
    internal const string Collection = "Old brokers";

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    /// <summary>A configuration that writes to one topic without a login.</summary>
    internal static JsonObject Config(OldKafka kafka, string topic, params (string Name, JsonNode? Value)[] more) =>
        CheckRun.Config(kafka.BootstrapServers, null, [("topic_pattern", topic), .. more]);

    /// <summary>A configuration of a user who writes to one topic.</summary>
    internal static JsonObject As(OldKafka kafka, TestUser user, string topic, params (string Name, JsonNode? Value)[] more) =>
        CheckRun.Config(
        kafka.GetBootstrapServers(BrokerListener.SaslPlaintext),
        CheckRun.ProtocolOf(kafka.Authority, BrokerListener.SaslPlaintext, CheckRun.Login("PLAIN", user.Name, user.Password)),
        [("topic_pattern", topic), .. more]);

    /// <summary>Checks, with a test record to a topic.</summary>
    internal static Task<CheckResult> CheckAsync(JsonObject config, string testTopic)
    {
        var tested = config.DeepClone().AsObject();
        tested["test_topic"] = testTopic;
        return CheckRun.RunAsync(tested);
    }

    /// <summary>Writes a numbered sync.</summary>
    internal static async Task<WriteRun> WriteAsync(JsonObject config, NumberedSync sync)
    {
        using var input = new NumberedInput(sync);
        return await Task.Run(() => WriteRun.Of(CheckRun.Parse(config), WriteRun.Catalog(NumberedSync.Streams), input, Test), Test);
    }

    /// <summary>Writes a numbered sync and judges it by what lies in the topic then.</summary>
    internal static async Task<FaultedWrite> WriteAndReadAsync(OldKafka kafka, JsonObject config, NumberedSync sync)
    {
        var run = await WriteAsync(config, sync);
        var started = Stopwatch.GetTimestamp();
        SyncVerdict verdict;
        do
        {
            // Without acknowledgements the broker may still be at it.
            verdict = SyncVerdict.Of(sync, sync.Records, run.States,
                await TopicTally.ReadAsync(kafka, (string)config["topic_pattern"]!, Test));
        }
        while (verdict.Missing > 0 && Stopwatch.GetElapsedTime(started) < LongestDelay);
        return new FaultedWrite(run, verdict);
    }

    /// <summary>Reads the numbers of the records in the topic, as <c>Receive-KafkaRecord</c> does.</summary>
    internal static Task<long[]> ReadNumbersAsync(JsonObject config) => Task.Run(
        () => TopicContents.Read(Kafka.ClusterConnection.Of(CheckRun.Parse(config)), (string)config["topic_pattern"]!, Test)
            .Select(record => JsonDocument.Parse(record.Value!).RootElement.GetProperty("_airbyte_data"))
            .Select(data => data.GetProperty("n").GetInt64())
            .Order()
            .ToArray(),
        Test);

    /// <summary>The warnings of a write.</summary>
    internal static IEnumerable<string> Warnings(WriteRun run) =>
        run.Logs.Where(log => log.StartsWith($"{LogLevel.Warn}: ", StringComparison.Ordinal));
}
