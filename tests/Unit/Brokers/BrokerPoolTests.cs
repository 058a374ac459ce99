using Xunit;

namespace AirbyteKafka.Tests.Brokers;

public sealed class BrokerPoolTests
{
    [Fact]
    public async Task An_external_broker_comes_first_for_what_it_is_declared_to_have()
    {
        await using var pool = Create(("AIRBYTEKAFKA_TEST_BOOTSTRAP_SERVERS", "kafka1:9092,kafka2:9092"),
            ("AIRBYTEKAFKA_TEST_CAPABILITIES", "RealKafka, ThreeNodes"));
        (TestBroker? broker, _) = await pool.FindAsync(BrokerNeeds.ThreeNodes | BrokerNeeds.RealKafka);
        Assert.Equal(("the external Kafka at kafka1:9092,kafka2:9092", "kafka1:9092,kafka2:9092"),
            (broker?.Description, broker?.BootstrapServers));
    }

    [Theory]
    [InlineData("Sasl")]
    [InlineData("RealKafka, Tls")]
    [InlineData("NoTopicCreation")]
    public async Task An_external_broker_cannot_be_declared_to_have_what_it_takes_these_tests_to_set_up(string declared)
    {
        await using var pool = Create(("AIRBYTEKAFKA_TEST_BOOTSTRAP_SERVERS", "kafka:9092"), ("AIRBYTEKAFKA_TEST_CAPABILITIES", declared));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => pool.FindAsync(BrokerNeeds.None));
        Assert.Equal($"AIRBYTEKAFKA_TEST_CAPABILITIES ('{declared}') can only declare RealKafka, ThreeNodes.", exception.Message);
    }

    [Fact]
    public async Task Says_what_each_candidate_lacks()
    {
        await using var pool = Create(("AIRBYTEKAFKA_TEST_BOOTSTRAP_SERVERS", "kafka:9092"), ("KAFKA_HOME", "/nowhere"));
        (TestBroker? broker, string reason) = await pool.FindAsync(BrokerNeeds.Sasl | BrokerNeeds.ThreeNodes);
        Assert.Equal(
            (null, "Needs Sasl, ThreeNodes, but the external Kafka at kafka:9092 lacks Sasl, ThreeNodes; KAFKA_HOME (/nowhere) has no "
                + "folder 'libs'; "
                + "a container would not have it; librdkafka's mock cluster with 3 broker(s) lacks Sasl."),
            (broker, reason));
    }

    [Fact]
    public async Task Shares_the_mock_cluster_where_nothing_else_is_at_hand()
    {
        await using var pool = Create();
        (TestBroker? first, string reason) = await pool.FindAsync(BrokerNeeds.ThreeNodes);
        (TestBroker? second, _) = await pool.FindAsync(BrokerNeeds.ThreeNodes);
        Assert.True(first is MockBroker && ReferenceEquals(first, second), reason);
    }

    private static BrokerPool Create(params (string Name, string Value)[] variables) =>
        new(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
