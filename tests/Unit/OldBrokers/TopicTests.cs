using AirbyteKafka.Check;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Connection;
using Xunit;

namespace AirbyteKafka.Tests.OldBrokers;

/// <summary>What the check says of topics of Kafka 1.0 and 2.8.</summary>
[Collection(OldBrokerRun.Collection)]
public sealed class TopicTests(BrokerPool brokers)
{
    [Theory]
    [InlineData("1.0", 1_000_012)]
    [InlineData("2.8", 1_048_588)]
    public async Task That_exist_or_will_be_created(string version, int stockLimit)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var (there, later) = (TestBroker.UniqueTopic(), TestBroker.UniqueTopic());
        await kafka.CreateTopicAsync(there, partitions: 2);
        var catalog = CheckRun.Catalog(there, later);

        var admin = await CheckRun.RunAsync(OldBrokerRun.As(kafka, TestUser.Admin, "{stream}", ("max_request_size", stockLimit)), catalog);
        var adminWithLarge = await CheckRun.RunAsync(
            OldBrokerRun.As(kafka, TestUser.Admin, "{stream}", ("max_request_size", stockLimit + 1)), catalog);
        var writer = await CheckRun.RunAsync(OldBrokerRun.As(kafka, TestUser.Writer, "{stream}", ("max_request_size", stockLimit)),
            catalog);

        var exists = $"Topic '{there}' exists: 2 partitions, 1 replica, min.insync.replicas 1, records up to {stockLimit} bytes.";
        var isMade = $"Topic '{later}' does not exist yet; the brokers create it on first use, with 3 partitions and 1 replica.";
        Assert.Equal([(StepOutcome.Passed, exists), (StepOutcome.Passed, isMade)], Steps(admin));
        Assert.Equal(
            [
                (StepOutcome.Warning, $"{exists} That is less than max_request_size ({stockLimit + 1}): larger records would be refused. "
                    + $"Raise the topic's max.message.bytes."),
                (StepOutcome.Warning, $"{isMade} It will take records up to {stockLimit} bytes (message.max.bytes). That is less than "
                    + $"max_request_size ({stockLimit + 1}): larger records would be refused. Create the topic with a larger "
                    + $"max.message.bytes."),
            ],
            Steps(adminWithLarge));
        Assert.Equal(
            [
                (StepOutcome.Passed, exists),
                (StepOutcome.Warning, $"Topic '{later}' does not exist. Whether the brokers create it on first use "
                    + $"(auto.create.topics.enable) is not known: the user may not read their settings."),
            ],
            Steps(writer));

        (StepOutcome, string)[] Steps(CheckResult check) =>
            [CheckRun.Step(check, $"Topic {there}"), CheckRun.Step(check, $"Topic {later}")];
    }
}
