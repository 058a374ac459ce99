using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Check;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Delivery;
using Confluent.Kafka.Admin;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Connection;

/// <summary>What the check says about the topics of a sync, against a real Kafka.</summary>
public sealed class TopicTests(BrokerPool brokers)
{
    [Fact]
    public async Task Topics_of_a_catalog_that_exist_or_will_be_created()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var (there, later) = (TestBroker.UniqueTopic(), TestBroker.UniqueTopic());
        await kafka.CreateTopicAsync(there, partitions: 2);
        var check = await RunAsync(Config(kafka.BootstrapServers, null, ("topic_pattern", "{stream}")), Catalog(there, later));

        Assert.Equal(
            (true,
                (StepOutcome.Passed, $"Topic '{there}' exists: 2 partitions, 1 replica, min.insync.replicas 1, records up to 1048588 "
                    + $"bytes."),
                (StepOutcome.Passed, $"Topic '{later}' does not exist yet; the brokers create it on first use, with 3 partitions and 1 "
                    + $"replica.")),
            (check.Succeeded, Step(check, $"Topic {there}"), Step(check, $"Topic {later}")));
        Assert.Empty(await kafka.ReadAllAsync(later, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("uuid", StepOutcome.Warning, " It is compacted (cleanup.policy), but the key of each record is a random UUID: compaction never "
        + "removes anything. Set record_key to 'primary_key'.")]
    [InlineData("none", StepOutcome.Failed, "Topic 'T' is compacted (cleanup.policy) and takes no record without a key, and record_key is "
        + "'none'. Set record_key to 'primary_key', or cleanup.policy of the topic to 'delete'.")]
    [InlineData("primary_key", StepOutcome.Passed, "")]
    [InlineData("stream", StepOutcome.Passed, "")]
    public async Task A_topic_that_is_compacted_wants_keys_that_come_again(string key, StepOutcome outcome, string told)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, settings: new Dictionary<string, string> { ["cleanup.policy"] = "compact" });
        var check = await RunAsync(
            Config(kafka.BootstrapServers, null, ("topic_pattern", topic), ("record_key", key)), Catalog("s"));

        const string Exists = "Topic 'T' exists: 1 partition, 1 replica, min.insync.replicas 1, records up to 1048588 bytes.";
        var (actual, detail) = Step(check, $"Topic {topic}");
        Assert.Equal(
            (outcome, outcome == StepOutcome.Failed ? told : Exists + told, outcome == StepOutcome.Failed ? "ConfigInvalid" : null),
            (actual, detail.Replace(topic, "T", StringComparison.Ordinal), check.FailureKind?.Id));
    }

    [Fact]
    public async Task A_topic_that_is_missing_where_brokers_create_none()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.NoTopicCreation);
        var topic = TestBroker.UniqueTopic();
        var check = await RunAsync(Config(kafka.BootstrapServers, null, ("topic_pattern", topic), ("test_topic", topic)));

        Assert.Equal(
            ("TopicMissing", $"Topic '{topic}' does not exist, and the brokers do not create topics on first use "
                + $"(auto.create.topics.enable is false). Create the topic."),
            Outcome(check));
        Assert.Equal((StepOutcome.Skipped, $"Nothing was written: topic '{topic}' does not take it."), Step(check, "Test record"));
    }

    [Fact]
    public async Task Topics_that_Kafka_keeps_for_itself()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        string[] names = ["__consumer_offsets", "__transaction_state", "__share_group_state", "__cluster_metadata"];
        var check = await RunAsync(Config(kafka.BootstrapServers, null, ("topic_pattern", "{stream}"), ("test_topic", names[0])),
            Catalog(names));
        Assert.Equal(
            names.Select(name => (StepOutcome.Failed, $"Topic '{name}' is one that Kafka keeps for itself: the brokers let nobody write "
                + $"to it. Choose another name.")),
            names.Select(name => Step(check, $"Topic {name}")));
        Assert.Equal("TopicNameInvalid", check.FailureKind?.Id);
    }

    [Fact]
    public async Task The_first_topic_that_fails_is_the_message()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.NoTopicCreation);
        var names = Enumerable.Range(0, 500).Select(_ => TestBroker.UniqueTopic()).ToArray();
        await kafka.CreateTopicAsync(names[0]);
        var check = await RunAsync(Config(kafka.BootstrapServers, null, ("topic_pattern", "{stream}")), Catalog(names));

        Assert.Equal(
            (499, $"Topic '{names[1]}'"),
            (check.Steps.Count(step => step.FailureKind?.Id == "TopicMissing"), check.Message[..(names[1].Length + 8)]));
    }

    [Fact]
    public async Task A_rewritten_name_that_collides_with_an_existing_one()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var there = TestBroker.UniqueTopic().Replace('_', '.');
        var rewritten = there.Replace('.', '_');
        await kafka.CreateTopicAsync(there);
        var explanation = $"Topic '{rewritten}' does not exist, and no broker would create it: its name collides with topic '{there}', "
            + $"because to Kafka '.' and '_' are the same in a name (as in Airbyte's Java connector, every character of a name but ASCII "
            + $"letters, digits and '_' is rewritten to '_'). Change topic_pattern or test_topic, so that the name differs in more than "
            + $"that.";

        var check = await RunAsync(Config(kafka.BootstrapServers, null, ("topic_pattern", there)));
        var write = WriteRun.Of(kafka.BootstrapServers, $"\"topic_pattern\":\"{there}\",\"max_block_ms\":3000", "a",
            WriteRun.Record("a", "{}"), TestContext.Current.CancellationToken);

        Assert.Equal("TopicNameInvalid", check.FailureKind?.Id);
        Assert.StartsWith(explanation, check.Message, StringComparison.Ordinal);
        Assert.Equal(("TopicNameInvalid", $"The record in line 1 (stream 'a') was not delivered. {explanation}"),
            (write.FailureId, write.Result.Failure!.Message));
    }

    [Fact]
    public async Task A_rewritten_name_where_a_topic_of_the_patterns_own_name_exists()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var there = TestBroker.UniqueTopic().Replace('_', '-');
        var rewritten = there.Replace('-', '_');
        await kafka.CreateTopicAsync(there);
        var check = await RunAsync(Config(kafka.BootstrapServers, null, ("topic_pattern", there)));
        Assert.Equal(
            (true, (StepOutcome.Warning, $"Topic '{rewritten}' does not exist yet; the brokers create it on first use, with 3 partitions "
                + $"and 1 replica. Topic '{there}' exists as well, but no record goes there: as in Airbyte's Java connector, every "
                + $"character of a name but ASCII letters, digits and '_' is rewritten to '_', and so '{there}' became '{rewritten}'.")),
            (check.Succeeded, Step(check, $"Topic {rewritten}")));
    }

    [Fact]
    public async Task A_user_who_may_see_a_topic_and_not_write_to_it()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic);
        Assert.Equal(
            ("AuthorizationFailed", $"Topic '{topic}' exists, but the user may not write to it. Grant it WRITE."),
            await OutcomeAsync(As(kafka, TestUser.Reader, topic)));
    }

    [Fact]
    public async Task A_user_who_may_not_create_the_topic()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        Assert.Equal(
            ("AuthorizationFailed", $"Topic '{topic}' does not exist, and the user may not create it. Create the topic, or grant the "
                + $"user CREATE on the cluster (from Kafka 2.0 on, on the topic is enough)."),
            await OutcomeAsync(As(kafka, TestUser.Reader, topic)));
    }

    [Fact]
    public async Task A_user_who_may_write_to_the_topic_and_not_create_it()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await AccessRules.AllowAsync(kafka, TestUser.Nobody, topic, AclOperation.Write);
        var config = As(kafka, TestUser.Nobody, topic);
        var sentence = $"Topic '{topic}' does not exist, and the user may not create it. Create the topic, or grant the user CREATE on "
            + $"the cluster (from Kafka 2.0 on, on the topic is enough).";

        var check = await OutcomeAsync(config);
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(WriteRun.Record("a", "{}")));
        var write = WriteRun.Of(Parse(config), WriteRun.Catalog("a"), input, TestContext.Current.CancellationToken);

        Assert.Equal(("AuthorizationFailed", sentence), check);
        Assert.Equal(("AuthorizationFailed", $"The record in line 1 (stream 'a') was not delivered. {sentence}"),
            (write.FailureId, write.Result.Failure!.Message));
    }

    [Fact]
    public async Task A_user_who_may_not_read_the_brokers_settings()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        var check = await RunAsync(As(kafka, TestUser.Writer, topic));
        Assert.Equal(
            (true, (StepOutcome.Warning, $"Topic '{topic}' does not exist. Whether the brokers create it on first use "
                + $"(auto.create.topics.enable) is not known: the user may not read their settings.")),
            (check.Succeeded, Step(check, $"Topic {topic}")));
    }

    [Fact]
    public async Task A_topic_for_smaller_records_than_the_configuration_allows()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, 1, new Dictionary<string, string> { ["max.message.bytes"] = "1000" });
        var check = await RunAsync(Config(kafka.BootstrapServers, null, ("topic_pattern", topic), ("max_request_size", 2000)));
        Assert.Equal(
            (true, (StepOutcome.Warning, $"Topic '{topic}' exists: 1 partition, 1 replica, min.insync.replicas 1, records up to 1000 "
                + $"bytes. That is less than max_request_size (2000): larger records would be refused. Raise the topic's "
                + $"max.message.bytes.")),
            (check.Succeeded, Step(check, $"Topic {topic}")));
    }

    [Fact]
    public async Task A_topic_that_will_be_created_for_smaller_records_than_the_configuration_allows()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        var check = await RunAsync(Config(kafka.BootstrapServers, null, ("topic_pattern", topic), ("max_request_size", 2_000_000)));
        Assert.Equal(
            (true, (StepOutcome.Warning, $"Topic '{topic}' does not exist yet; the brokers create it on first use, with 3 partitions and "
                + $"1 replica. It will take records up to 1048588 bytes (message.max.bytes). That is less than max_request_size "
                + $"(2000000): larger records would be refused. Create the topic with a larger max.message.bytes.")),
            (check.Succeeded, Step(check, $"Topic {topic}")));
    }

    [Theory]
    [InlineData("all", "ConfigInvalid")]
    [InlineData("1", null)]
    public async Task A_topic_that_wants_more_replicas_than_it_has(string acks, string? failure)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, 1, new Dictionary<string, string> { ["min.insync.replicas"] = "2" });
        var (found, message) = await OutcomeAsync(Config(kafka.BootstrapServers, null, ("topic_pattern", topic), ("acks", acks)));
        Assert.Equal(failure, found);
        if (failure is not null)
        {
            Assert.Equal($"Nothing can be written to topic '{topic}' with acks=all: it has 1 replica, and its min.insync.replicas is 2. "
                + $"Change the topic, or set acks to 1.", message);
        }
    }

    [Fact]
    public async Task A_topic_that_has_lost_a_replica_it_needs()
    {
        // Topics that the brokers create by themselves could not be written to with acks=all.
        var options = new KafkaOptions(Nodes: 3) { Properties = new Dictionary<string, string> { ["min.insync.replicas"] = "4" } };
        await using var kafka = await brokers.StartKafkaAsync(options, TestContext.Current.CancellationToken);
        var topic = TestBroker.UniqueTopic();
        var later = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, 1, new Dictionary<string, string> { ["min.insync.replicas"] = "3" });
        var config = Config(kafka.BootstrapServers, null, ("topic_pattern", topic), ("acks", "all"));
        var before = await RunAsync(config);
        Assert.Equal(
            ("ConfigInvalid", $"Topic '{later}' does not exist, and as the brokers would create it nothing could be written with "
                + $"acks=all: default.replication.factor is 3, min.insync.replicas 4. Create the topic."),
            await OutcomeAsync(Config(kafka.BootstrapServers, null, ("topic_pattern", later), ("acks", "all"))));
        await kafka.Nodes[2].KillAsync(TestContext.Current.CancellationToken);

        // The others need a few seconds to miss it.
        var after = before;
        while (after.Succeeded)
        {
            after = await RunAsync(config, timeout: CheckRun.Timeout);
        }

        Assert.Equal(
            (true, ("BrokerUnreachable", $"Nothing can be written to topic '{topic}' with acks=all now: 2 replicas of a partition in "
                + $"sync, and min.insync.replicas is 3. Check the cluster's brokers.")),
            (before.Succeeded, Outcome(after)));
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_asked_about_topics()
    {
        await using var mock = new MockBroker();
        await mock.CreateTopicAsync("there", partitions: 2);
        var check = await RunAsync(Config(mock.BootstrapServers, null, ("topic_pattern", "{stream}")), Catalog("there", "not there"));
        Assert.Equal(
            (true, (StepOutcome.Skipped, "Topic 'there' exists; this cluster cannot be asked for its settings."),
                (StepOutcome.Skipped, "Topic 'not_there' does not exist yet; this cluster cannot be asked whether it would create it.")),
            (check.Succeeded, Step(check, "Topic there"), Step(check, "Topic not_there")));
    }

    private static JsonObject As(KafkaCluster kafka, TestUser user, string topic) => Config(
        kafka.GetBootstrapServers(BrokerListener.SaslPlaintext),
        ProtocolOf(kafka, BrokerListener.SaslPlaintext, Login("PLAIN", user.Name, user.Password)),
        ("topic_pattern", topic));
}
