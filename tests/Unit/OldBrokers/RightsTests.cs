using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Connection;
using AirbyteKafka.Tests.Faults;
using Confluent.Kafka.Admin;
using Xunit;

namespace AirbyteKafka.Tests.OldBrokers;

/// <summary>Rights that are missing with Kafka 1.0 and 2.8: check and write name the same one.</summary>
[Collection(OldBrokerRun.Collection)]
public sealed class RightsTests(BrokerPool brokers)
{
    private const string Creating = "CREATE on the cluster (from Kafka 2.0 on, on the topic is enough)";

    private static readonly NumberedSync Sync = new(Records: 30);

    [Theory]
    [InlineData("1.0")]
    [InlineData("2.8")]
    public async Task To_write_to_a_topic_that_is_there(string version)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic);
        await BothSayAsync(OldBrokerRun.As(kafka, TestUser.Reader, topic), topic, $"Topic '{topic}' exists, but the user may not write "
            + $"to it. Grant it WRITE.");
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("2.8")]
    public async Task To_create_a_topic_that_the_user_may_write_to(string version)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var topic = TestBroker.UniqueTopic();
        await AccessRules.AllowAsync(kafka, TestUser.Nobody, topic, AclOperation.Write);
        var sentence = $"Topic '{topic}' does not exist, and the user may not create it. Create the topic, or grant the user {Creating}.";
        var config = OldBrokerRun.As(kafka, TestUser.Nobody, topic);
        Assert.Equal(("AuthorizationFailed", sentence), await CheckRun.OutcomeAsync(config));
        await BothSayAsync(config, topic, sentence);
    }

    [Fact]
    public async Task To_create_just_the_topic_is_enough_for_2_8()
    {
        var kafka = await brokers.GetOldKafkaAsync("2.8");
        var topic = TestBroker.UniqueTopic();
        await AccessRules.AllowAsync(kafka, TestUser.Nobody, topic, AclOperation.Create, AclOperation.Write);
        Assert.Equal("exactly once",
            (await OldBrokerRun.WriteAndReadAsync(kafka, OldBrokerRun.As(kafka, TestUser.Nobody, topic), Sync)).Outcome);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("2.8")]
    public async Task To_see_a_topic(string version)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var topic = TestBroker.UniqueTopic();
        await BothSayAsync(
            OldBrokerRun.As(kafka, TestUser.Nobody, topic),
            topic,
            $"The user may not write to topic '{topic}', nor see whether it exists. Grant it WRITE and DESCRIBE, and where topics are "
                + $"created on first use {Creating}.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task To_write_idempotently_up_to_2_7(bool withTestTopic)
    {
        var kafka = await brokers.GetOldKafkaAsync("1.0");
        var topic = TestBroker.UniqueTopic();
        var config = OldBrokerRun.As(kafka, TestUser.Writer, topic, ("enable_idempotence", true), ("acks", "all"));
        const string Sentence = "The user may not write with enable_idempotence (CLUSTER_AUTHORIZATION_FAILED). Grant it "
            + "IDEMPOTENT_WRITE on the cluster, "
            + "which brokers up to Kafka 2.7 ask for, or set enable_idempotence to false. The Kafka client says: ";

        var check = await (withTestTopic ? OldBrokerRun.CheckAsync(config, topic) : CheckRun.RunAsync(config));
        var write = await OldBrokerRun.WriteAsync(config, Sync);

        Assert.Equal(("AuthorizationFailed", "AuthorizationFailed", 0), (check.FailureKind?.Id, write.FailureId, write.States.Count));
        Assert.StartsWith(Sentence, check.Message, StringComparison.Ordinal);
        Assert.Equal(write.Result.Failure!.Message, check.Message);
    }

    [Fact]
    public async Task From_2_8_on_the_right_to_write_to_a_topic_is_enough_to_write_idempotently()
    {
        var kafka = await brokers.GetOldKafkaAsync("2.8");
        var topic = TestBroker.UniqueTopic();
        var config = OldBrokerRun.As(kafka, TestUser.Writer, topic, ("enable_idempotence", true), ("acks", "all"));
        var check = await OldBrokerRun.CheckAsync(config, $"{topic}_check");
        var checkWithoutRecord = await CheckRun.RunAsync(config);
        Assert.True(check.Succeeded, check.Message);
        Assert.True(checkWithoutRecord.Succeeded, checkWithoutRecord.Message);

        // The id that a broker gives is noticed when it comes, not when the time for it is over.
        Assert.InRange(checkWithoutRecord.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(2.9));
        Assert.Equal("exactly once", (await OldBrokerRun.WriteAndReadAsync(kafka, config, Sync)).Outcome);
    }

    private static async Task BothSayAsync(JsonObject config, string topic, string sentence)
    {
        var check = await OldBrokerRun.CheckAsync(config, topic);
        var write = await OldBrokerRun.WriteAsync(config, Sync);
        Assert.Equal(("AuthorizationFailed", sentence), CheckRun.Outcome(check));
        Assert.Equal(("AuthorizationFailed", 0L, 0), (write.FailureId, write.Result.Records, write.States.Count));
        Assert.Matches($@"^The record in line \d+ \(stream 'a'\) was not delivered\. {Regex.Escape(sentence)}$",
            write.Result.Failure!.Message);
    }
}
