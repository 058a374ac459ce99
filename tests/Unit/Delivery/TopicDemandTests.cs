using AirbyteKafka.Tests.Brokers;
using Xunit;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>What topics of a real Kafka ask of keys and times: told before a record is sent where it can be known.</summary>
public sealed class TopicDemandTests(BrokerPool brokers)
{
    private const string Emitted = "\"record_timestamp\":\"emitted_at\"";
    private const string Keyless = "\"record_key\":\"none\"";
    private const string Ahead = "RecordInvalid: The record in line 3 (stream 's') has an emitted_at that is N ms ahead of now, and topic 'T' "
        + "takes at most {0} ms (message.timestamp.after.max.ms). Check the clock of the source and of this machine, set record_timestamp to "
        + "'producer', or raise message.timestamp.after.max.ms of the topic.";

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", Emitted, Ahead, "3600000")]
    [InlineData("none", Emitted, Ahead, "3600000")]
    [InlineData("message.timestamp.after.max.ms=60000", Emitted, Ahead, "60000")]
    [InlineData("message.timestamp.after.max.ms=60000", Emitted + ",\"acks\":\"0\"", Ahead, "60000")]
    [InlineData("message.timestamp.after.max.ms=9000000", Emitted, "none", "")]
    [InlineData("message.timestamp.type=LogAppendTime", Emitted, "none", "")]
    [InlineData("message.timestamp.after.max.ms=60000", "\"record_timestamp\":\"producer\"", "none", "")]
    [InlineData("cleanup.policy=delete", Keyless, "none", "")]
    [InlineData("cleanup.policy=compact,delete", Keyless, "ConfigInvalid: The record in line 1 (stream 's') has no key (record_key is 'none'), "
        + "and topic 'T' is compacted (cleanup.policy), so that it takes none without. Set record_key to 'primary_key', or cleanup.policy of "
        + "the topic to 'delete'.", "")]
    public async Task A_record_that_its_topic_takes_not_ends_the_write(string setting, string settings, string failure, string most)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        if (setting != "none")
        {
            var given = setting.Split('=', 2) is [var name, var value] ? new Dictionary<string, string> { [name] = value } : null;
            await kafka.CreateTopicAsync(topic, settings: given);
        }

        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var run = WriteRun.Of(
            kafka.BootstrapServers,
            $"\"topic_pattern\":\"{topic}\",{settings}",
            "s",
            string.Join(
                '\n', WriteRun.Record("s", "{}", now), WriteRun.StreamState("s", 1), WriteRun.Record("s", "{}", now + 7_200_000),
                WriteRun.StreamState("s", 2)),
            Test);

        var said = $"{run.FailureId}: {run.Result.Failure?.Message}".Replace(topic, "T", StringComparison.Ordinal);
        said = System.Text.RegularExpressions.Regex.Replace(said, @"that is 7[12]\d{5} ms", "that is N ms");
        Assert.Equal(
            failure == "none" ? ("none: ", 2, 2)
                : (failure.Replace("{0}", most, StringComparison.Ordinal), failure == Ahead ? 1 : 0, failure == Ahead ? 1 : 0),
            (said, run.Result.Records, run.States.Count));
    }

    [Fact]
    public async Task What_only_the_broker_knows_ends_the_write_without_the_words_that_are_gone()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, settings: new Dictionary<string, string> { ["message.timestamp.before.max.ms"] = "60000" });
        var run = WriteRun.Of(
            kafka.BootstrapServers,
            $"\"topic_pattern\":\"{topic}\",\"linger_ms\":\"100\",{Emitted}",
            "s",
            string.Join('\n', Enumerable.Range(1, 20).Select(i => WriteRun.Record("s", "{}", i))),
            Test);

        const string Culprit = "was not delivered to topic 'T': ";
        string[] possible =
        [
            Culprit + "its time is outside of what the topic takes. Check emitted_at of the records (record_timestamp is 'emitted_at'), the clock "
                + "of this machine, and message.timestamp.before.max.ms and message.timestamp.after.max.ms of the topic (INVALID_TIMESTAMP).",
            Culprit + "the broker refuses what is in it. Check the settings of the topic, such as message.timestamp.type, and emitted_at of the "
                + "records: record_timestamp is 'emitted_at', and the refused time may be another of the batch (INVALID_RECORD).",
        ];
        var said = run.Result.Failure!.Message.Replace(topic, "T", StringComparison.Ordinal);
        Assert.Equal(("DeliveryFailed", 0, 20), (run.FailureId, run.Result.Records, run.Result.FailedRecords));
        Assert.Contains(said[said.IndexOf("was not", StringComparison.Ordinal)..], possible);
    }
}
