using System.Text.Json.Nodes;
using AirbyteKafka.Check;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Connection;
using AirbyteKafka.Tests.Faults;
using Xunit;

namespace AirbyteKafka.Tests.OldBrokers;

/// <summary>Every way into Kafka 1.0 and 2.8: check, write, read.</summary>
[Collection(OldBrokerRun.Collection)]
public sealed class DoorTests(BrokerPool brokers)
{
    private static readonly NumberedSync Sync = new(Records: 300, Padding: 100);

    public static readonly MatrixTheoryData<string, BrokerListener, string> SaslDoors = new(
        BrokerPool.OldVersions,
        [BrokerListener.SaslPlaintext, BrokerListener.SaslTls],
        ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]);

    [Theory]
    [MemberData(nameof(SaslDoors))]
    public Task With_a_login(string version, BrokerListener listener, string mechanism) => PassAsync(
        version, listener, ("Login", $"Logged in by {mechanism} as 'airbyte'."), _ =>
            CheckRun.Login(mechanism, TestUser.Writer.Name, TestUser.Writer.Password));

    [Theory]
    [InlineData("1.0", BrokerListener.Plaintext)]
    [InlineData("1.0", BrokerListener.Tls)]
    [InlineData("2.8", BrokerListener.Plaintext)]
    [InlineData("2.8", BrokerListener.Tls)]
    public Task Without(string version, BrokerListener listener) =>
        PassAsync(version, listener, ("Connection", "The Kafka client is connected."), _ => []);

    [Theory]
    [InlineData("1.0")]
    [InlineData("2.8")]
    public Task With_a_client_certificate(string version) => PassAsync(
        version,
        BrokerListener.Tls,
        ("Connection", "The Kafka client is connected."),
        kafka => [("ssl_keystore_certificate_chain", kafka.Client.Certificate), ("ssl_keystore_key", kafka.Client.Key)]);

    private async Task PassAsync(
        string version, BrokerListener listener, (string Step, string Detail) door, Func<OldKafka,
            (string Name, JsonNode? Value)[]> credentials)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var topic = TestBroker.UniqueTopic();
        await Task.WhenAll(kafka.CreateTopicAsync(topic, partitions: 3), kafka.CreateTopicAsync($"{topic}_check"));
        var config = CheckRun.Config(
            kafka.GetBootstrapServers(listener), CheckRun.ProtocolOf(kafka.Authority, listener, credentials(kafka)),
                ("topic_pattern", topic), ("acks", "all"));

        var check = await OldBrokerRun.CheckAsync(config, $"{topic}_check");
        var run = await OldBrokerRun.WriteAsync(config, Sync);

        Assert.True(check.Succeeded, check.Message);
        Assert.Equal(
            (version, (StepOutcome.Passed, door.Detail), StepOutcome.Passed),
            (check.KafkaVersion, CheckRun.Step(check, door.Step), CheckRun.Step(check, "Test record").Outcome));
        Assert.DoesNotContain(check.Steps, step =>
            step.Outcome is StepOutcome.Warning && !step.Name.StartsWith("Topic ", StringComparison.Ordinal));
        Assert.Equal(("none", Sync.Records, 0L, 0L),
            (run.FailureId, run.Result.Records, run.Result.FailedRecords, run.Result.UnknownRecords));
        Assert.Equal(
            Enumerable.Range(1, (int)(Sync.Records / Sync.RecordsPerState)).Select(state => Sync.StateBack(state * Sync.RecordsPerState)),
            run.States);
        Assert.Empty(OldBrokerRun.Warnings(run));
        var numbers = await OldBrokerRun.ReadNumbersAsync(config);
        Assert.Equal(Enumerable.Range(0, (int)Sync.Records).Select(number => (long)number), numbers);
    }
}
