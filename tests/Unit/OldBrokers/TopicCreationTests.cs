using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Connection;
using AirbyteKafka.Tests.Delivery;
using Xunit;

namespace AirbyteKafka.Tests.OldBrokers;

/// <summary>Topics that a write makes on Kafka 1.0 and 2.8, and records that are unfit there, also when the broker is killed.</summary>
[Collection(OldBrokerRun.Collection)]
public sealed class TopicCreationTests(BrokerPool brokers)
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.0")]
    [InlineData("2.8")]
    public async Task Are_made_as_asked(string version)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var topic = TestBroker.UniqueTopic();
        var config = OldBrokerRun.Config(
            kafka, topic, ("topic_num_partitions", 5), ("topic_replication_factor", 1), ("topic_config", "retention.ms=3600000"));
        var (before, run, after) = (await CheckAsync(config, topic), Write(config, topic), await CheckAsync(config, topic));
        Assert.Equal(
            (
                "none",
                $"Topic '{topic}' does not exist yet; it would be created with 5 partitions, 1 replica and retention.ms=3600000.",
                $"Topic '{topic}' exists: 5 partitions"),
            (run.FailureId, before.Split(" It will take")[0], after.Split(',')[0]));
    }

    [Theory]
    [InlineData("1.0", "topic_replication_factor", 3, "topic_replication_factor is 3, which 1 broker cannot hold.")]
    [InlineData("2.8", "topic_replication_factor", 3, "topic_replication_factor is 3, which 1 broker cannot hold.")]
    [InlineData("1.0", "topic_config", "retention.ms=abc", "Check topic_config, topic_num_partitions (1) and topic_replication_factor")]
    [InlineData("2.8", "topic_config", "retention.ms=abc", "a setting of topic_config is not taken.")]
    [InlineData("1.0", "topic_num_partitions", null, "this broker needs topic_num_partitions and topic_replication_factor.")]
    public async Task Are_refused_with_the_reason(string version, string setting, object? value, string reason)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var topic = TestBroker.UniqueTopic();
        var config = OldBrokerRun.Config(kafka, topic, ("topic_num_partitions", 1), ("topic_replication_factor", 1));
        config[setting] = value is int number ? number : value is string text ? text : null;
        var (check, run) = (await CheckAsync(config, topic), Write(config, topic));
        Assert.Contains(reason, check, StringComparison.Ordinal);
        Assert.Contains(reason, run.Result.Failure?.Message, StringComparison.Ordinal);
        Assert.Equal("ConfigInvalid", run.FailureId);
    }

    [Fact]
    public async Task A_broker_that_is_killed_among_unfit_records_loses_and_doubles_none()
    {
        const int Records = 3000;
        var kafka = await brokers.GetOldKafkaAsync("2.8");
        var topic = TestBroker.UniqueTopic();
        var config = OldBrokerRun.Config(
            kafka, topic, ("topic_num_partitions", 3), ("topic_replication_factor", 1), ("max_request_size", 5000), ("acks", "all"),
            ("enable_idempotence", true), ("on_record_error", "dead_letter"), ("dead_letter_topic", $"{topic}_dead"));
        var lines = new StringBuilder();
        for (var n = 0; n < Records; n++)
        {
            lines.Append(WriteRun.Record(topic, $$"""{"n":{{n}},"t":"{{new string('x', n % 3 == 0 ? 4900 : 10)}}"}""")).Append('\n');
            if (n % 100 == 99)
            {
                lines.Append(WriteRun.StreamState(topic, n)).Append('\n');
            }
        }

        using var input = new StrikingStream(Encoding.UTF8.GetBytes(lines.ToString()), () =>
        {
            kafka.KillAsync(Test).GetAwaiter().GetResult();
            kafka.StartAsync(Test).GetAwaiter().GetResult();
        });
        var run = await Task.Run(() => WriteRun.Of(CheckRun.Parse(config), WriteRun.Catalog(topic), input, Test), Test);
        var (written, dead) = (await kafka.ReadAllAsync(topic, Test), await kafka.ReadAllAsync($"{topic}_dead", Test));
        Assert.Equal(
            ("none", Records / 100, Records * 2 / 3, Records / 3, Records * 2 / 3, Records / 3, Records),
            (run.FailureId, run.States.Count, (int)run.Result.Records, (int)run.Result.RejectedRecords, written.Count, dead.Count,
                written.Concat(dead).Select(NumberIn).Distinct().Count()));
        Assert.EndsWith("""{"recordCount":66.0,"rejectedRecordCount":34.0}}}""", run.States[0], StringComparison.Ordinal);
    }

    private static int NumberIn(TestRecord record)
    {
        var value = JsonNode.Parse(record.Value)!;

        // Lines of records and states: of an unfit record the line is left.
        return value["_airbyte_data"]?["n"] is { } number ? (int)number : (int)value["_airbyte_error"]!["line"]! is var line
            ? line - 1 - ((line - 1) / 101) : -1;
    }

    private static async Task<string> CheckAsync(JsonObject config, string topic) =>
        CheckRun.Step(await CheckRun.RunAsync(config), $"Topic {topic}").Detail;

    private static WriteRun Write(JsonObject config, string topic) => WriteRun.Of(
        CheckRun.Parse(config), WriteRun.Catalog(topic), new MemoryStream(Encoding.UTF8.GetBytes(WriteRun.Record(topic, "{}"))), Test);

    /// <summary>An input in whose middle something happens, once.</summary>
    private sealed class StrikingStream(byte[] bytes, Action strike) : MemoryStream(bytes, writable: false)
    {
        private bool _hasStruck;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (!_hasStruck && Position > Length / 2)
            {
                _hasStruck = true;
                strike();
            }

            return base.Read(buffer, offset, Math.Min(count, 64 * 1024));
        }
    }
}
