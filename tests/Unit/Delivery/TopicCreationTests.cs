using System.Text.Json.Nodes;
using AirbyteKafka.Check;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Connection;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>Topics that a write makes, on a real Kafka, and what the check says of them before.</summary>
public sealed class TopicCreationTests(BrokerPool brokers)
{
    private static readonly DescribeTopicsOptions Soon = new() { RequestTimeout = TimeSpan.FromSeconds(30) };

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_made_as_asked_before_the_first_record_and_others_are_left_as_they_are()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.ThreeNodes);
        var (made, empty) = (TestBroker.UniqueTopic("made"), TestBroker.UniqueTopic("empty"));
        var (there, dead) = (TestBroker.UniqueTopic("there"), TestBroker.UniqueTopic("dead"));
        await kafka.CreateTopicAsync(there, partitions: 2);
        var config = CheckRun.Config(
            kafka.BootstrapServers,
            null,
            ("topic_pattern", "{stream}"),
            ("topic_num_partitions", 4),
            ("topic_replication_factor", 2),
            ("topic_config", "retention.ms=3600000\r\nmin.insync.replicas = 2\r\n"),
            ("on_record_error", "dead_letter"),
            ("dead_letter_topic", dead),
            ("acks", "all"));

        var check = await CheckRun.RunAsync(config, CheckRun.Catalog(made, empty, there));
        var askedOnly = await DescribeAsync(kafka, made);
        var run = Write(config, $"{made} {empty} {there}", WriteRun.Record(made, "{}"));

        const string With = "it would be created with 4 partitions, 2 replicas";
        const string LeftAsItIs = "exists with 2 partitions, and topic_num_partitions is 4. It is left as it is: a write changes no topic "
            + "that exists.";
        Assert.Equal(
            [
                (StepOutcome.Passed, $"Topic '{made}' does not exist yet; {With} and retention.ms=3600000, min.insync.replicas=2."),
                (StepOutcome.Passed, $"Topic '{dead}' does not exist yet; {With}."),
            ],
            [CheckRun.Step(check, $"Topic {made}"), CheckRun.Step(check, $"Topic {dead}")]);
        Assert.Equal(StepOutcome.Warning, CheckRun.Step(check, $"Topic {there}").Outcome);
        Assert.EndsWith($"Topic '{there}' {LeftAsItIs}", CheckRun.Step(check, $"Topic {there}").Detail, StringComparison.Ordinal);
        Assert.Equal("none", askedOnly);
        Assert.Equal(("none", 1), (run.FailureId, run.Result.Records));
        Assert.Equal([$"Warn: Topic '{there}' {LeftAsItIs}"], run.Logs.Where(log => log.StartsWith("Warn", StringComparison.Ordinal)));
        Assert.Equal(
            ["4 partitions, 2 replicas, 3600000", "4 partitions, 2 replicas, 3600000", "2 partitions, 3 replicas, 604800000",
                "4 partitions, 2 replicas, 604800000"],
            [
                await DescribeAsync(kafka, made), await DescribeAsync(kafka, empty), await DescribeAsync(kafka, there),
                await DescribeAsync(kafka, dead),
            ]);
    }

    [Theory]
    [InlineData("topic_replication_factor", "3", "topic_replication_factor is 3, which 1 broker cannot hold. Lower it.")]
    [InlineData("topic_config", "no.such=1", "a setting of topic_config is not taken. Change it. The broker says: Unknown topic config "
        + "name: no.such.")]
    [InlineData("topic_config", "retention.ms=-5", "a setting of topic_config is not taken.")]
    public async Task Are_refused_with_the_reason_before_any_is_made(string setting, string value, string reason)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.NoTopicCreation);
        var topic = TestBroker.UniqueTopic();
        var config = CheckRun.Config(kafka.BootstrapServers, null, ("topic_pattern", topic), (setting, value));
        await BothSayAsync(config, "ConfigInvalid", topic, $"Topic '{topic}' cannot be created: {reason}");
        Assert.Equal("none", await DescribeAsync(kafka, topic));
    }

    [Fact]
    public async Task Are_refused_where_the_user_may_not()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.AccessRules);
        var topic = TestBroker.UniqueTopic();
        await AccessRules.AllowAsync(kafka, TestUser.Nobody, topic, AclOperation.Write);
        var config = CheckRun.Config(
            kafka.GetBootstrapServers(BrokerListener.SaslPlaintext),
            CheckRun.ProtocolOf(
                kafka, BrokerListener.SaslPlaintext, CheckRun.Login("PLAIN", TestUser.Nobody.Name, TestUser.Nobody.Password)),
            ("topic_pattern", topic),
            ("topic_num_partitions", 1));
        await BothSayAsync(
            config,
            "AuthorizationFailed",
            topic,
            $"Topic '{topic}' does not exist, and the user may not create it. Create the topic, or grant");
    }

    private static async Task BothSayAsync(JsonObject config, string kind, string topic, string words)
    {
        var check = await CheckRun.RunAsync(config);
        var run = Write(config, topic, WriteRun.Record(topic, "{}"));
        Assert.Equal((kind, kind, 0), (check.FailureKind?.Id, run.FailureId, run.Result.Records));
        Assert.StartsWith(words, check.Message, StringComparison.Ordinal);
        Assert.StartsWith(words, run.Result.Failure!.Message, StringComparison.Ordinal);
    }

    private static WriteRun Write(JsonObject config, string streams, string input) => WriteRun.Of(
        CheckRun.Parse(config), WriteRun.Catalog(streams), new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input)), Test);

    private static async Task<string> DescribeAsync(TestBroker kafka, string topic)
    {
        using var admin = kafka.BuildAdminClient();
        try
        {
            var described = await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), Soon);
            var settings = await admin.DescribeConfigsAsync(
                [new ConfigResource { Type = ResourceType.Topic, Name = topic }],
                new DescribeConfigsOptions { RequestTimeout = Soon.RequestTimeout });
            var partitions = described.TopicDescriptions[0].Partitions;
            return FormattableString.Invariant($"{partitions.Count} partitions, {partitions.Min(partition => partition.Replicas.Count)} ")
                + $"replicas, {settings[0].Entries["retention.ms"].Value}";
        }
        catch (DescribeTopicsException missing) when (missing.Results.TopicDescriptions[0].Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            return "none";
        }
    }
}
