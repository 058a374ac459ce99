using AirbyteKafka.Kafka;
using AirbyteKafka.Tests.Brokers;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// Every error that a broker may answer a Produce request with: once, several times, for ever. Each case has a cluster of its own; they run
/// side by side.
/// </summary>
public sealed class ProduceErrorTests
{
    private const short Produce = 0;
    private const int ForEver = 10_000;

    // A few records a request, so that errors hit in the middle of the sync.
    private const string SmallBatches = "\"batch_size\":1000";

    private const string ShortTimes = "\"delivery_timeout_ms\":2000,\"request_timeout_ms\":1000";

    private static readonly KafkaError[] BrokerFaults =
    [
        KafkaError.Transport,
        new(2), // CORRUPT_MESSAGE: broken on its way
        KafkaError.UnknownTopicOrPartition,
        new(5), // LEADER_NOT_AVAILABLE
        new(6), // NOT_LEADER_FOR_PARTITION
        new(7), // REQUEST_TIMED_OUT
        new(8), // BROKER_NOT_AVAILABLE
        new(9), // REPLICA_NOT_AVAILABLE
        new(19), // NOT_ENOUGH_REPLICAS
        new(20), // NOT_ENOUGH_REPLICAS_AFTER_APPEND
        new(56), // KAFKA_STORAGE_ERROR
    ];

    private static readonly (KafkaError Error, string Outcome)[] Refusals =
    [
        (new(-1), "DeliveryFailed, SystemError, states true"), // UNKNOWN_SERVER_ERROR
        (KafkaError.InvalidTopic, "TopicNameInvalid, ConfigError, states true"),
        (new(21), "DeliveryFailed, SystemError, states true"), // INVALID_REQUIRED_ACKS
        (KafkaError.TopicAuthorizationFailed, "AuthorizationFailed, ConfigError, states true"),
        (KafkaError.ClusterAuthorizationFailed, "AuthorizationFailed, ConfigError, states true"),
        (new(32), "DeliveryFailed, SystemError, states true"), // INVALID_TIMESTAMP
        (new(43), "DeliveryFailed, SystemError, states true"), // UNSUPPORTED_FOR_MESSAGE_FORMAT
        (new(44), "DeliveryFailed, SystemError, states true"), // POLICY_VIOLATION
        (new(76), "DeliveryFailed, SystemError, states true"), // UNSUPPORTED_COMPRESSION_TYPE
        (new(87), "DeliveryFailed, SystemError, states true"), // INVALID_RECORD
    ];

    private static readonly KafkaError[] TooLarge = [KafkaError.MessageTooLarge, KafkaError.BatchTooLarge];

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_broker_fault_that_passes_costs_nothing(int times)
    {
        var outcomes = await Task.WhenAll(BrokerFaults.Select(error => RunAsync(error, times, SmallBatches)));
        Assert.Equal(BrokerFaults.Select(error => $"{error.Name}: exactly once"),
            outcomes.Select(outcome => outcome.Replace("complete", "exactly once", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task With_idempotence_each_record_arrives_once_and_in_order(int times)
    {
        // The mock cluster does not look at sequence numbers. So one record at a time: a real Kafka would not take a request after one that
        // it refused, and the client counts on that. And no broken connections, which lose answers and let records come again.
        var errors = BrokerFaults.Where(error => error != KafkaError.Transport).ToList();
        var outcomes = await Task.WhenAll(
            errors.Select(error => RunAsync(error, times, "\"enable_idempotence\":true,\"sync_producer\":true")));
        Assert.Equal(errors.Select(error => $"{error.Name}: exactly once"), outcomes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"enable_idempotence\":true")]
    public async Task A_broker_fault_that_stays_ends_the_write_when_the_time_is_up(string idempotence)
    {
        var settings = $"{SmallBatches},{ShortTimes}{idempotence}";
        var outcomes = await Task.WhenAll(BrokerFaults.Select(error => RunAsync(error, ForEver, settings)));
        Assert.Equal(BrokerFaults.Select(error => $"{error.Name}: DeliveryTimedOut, TransientError, states true"), outcomes);
    }

    [Fact]
    public async Task A_broker_fault_that_may_not_be_ridden_out_is_no_fault_of_the_connector()
    {
        // With these the client refreshes its metadata and does not count the attempt.
        KafkaError[] uncounted = [KafkaError.UnknownTopicOrPartition, new(5), new(6), new(8), new(9)];
        var errors = BrokerFaults.Except(uncounted).ToList();
        var outcomes = await Task.WhenAll(errors.Select(error => RunAsync(error, ForEver, $"{SmallBatches},\"retries\":0,{ShortTimes}")));
        Assert.Equal(errors.Select(error => $"{error.Name}: BrokerUnavailable, TransientError, states true"), outcomes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"enable_idempotence\":true")]
    public async Task A_refusal_ends_the_write_with_its_reason(string idempotence)
    {
        var outcomes = await Task.WhenAll(Refusals.Select(refusal => RunAsync(refusal.Error, 1, SmallBatches + idempotence)));
        Assert.Equal(Refusals.Select(refusal => $"{refusal.Error.Name}: {refusal.Outcome}"), outcomes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"enable_idempotence\":true")]
    public async Task A_topic_that_is_another_one_now_gets_every_record(string idempotence)
    {
        await using var broker = new MockBroker(brokers: 3);
        var sync = new NumberedSync(Records: 300);
        broker.Cluster.PushRequestErrors(Produce, [default, default, default, KafkaError.UnknownTopicId, KafkaError.UnknownTopicId]);
        using var input = new NumberedInput(sync);
        var write = await FaultedWrite.RunAsync(broker, "t", sync, input, SmallBatches + idempotence, Test);

        Assert.Equal(
            ("complete", "Warn: Topic 't' was deleted and made anew while the write ran: what it held is gone. Records that were refused "
                + "for it are sent again."),
            (write.Outcome.Replace("exactly once", "complete", StringComparison.Ordinal),
                write.Run.Logs.First(log => log.StartsWith("Warn", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_topic_that_is_another_one_with_each_record_ends_the_write() =>
        Assert.Equal("UNKNOWN_TOPIC_ID: DeliveryFailed, SystemError, states true",
            await RunAsync(KafkaError.UnknownTopicId, ForEver, SmallBatches));

    [Theory]
    [InlineData("")]
    [InlineData(",\"enable_idempotence\":true")]
    public async Task A_batch_refused_for_its_size_arrives_in_smaller_ones(string idempotence)
    {
        var outcomes = await Task.WhenAll(TooLarge.Select(error => RunAsync(error, 2, SmallBatches + idempotence)));
        Assert.Equal(
            TooLarge.Select(error => $"{error.Name}: complete"),
            outcomes.Select(outcome => outcome.Replace("exactly once", "complete", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"enable_idempotence\":true")]
    public async Task A_record_refused_for_its_size_when_it_is_alone_ends_the_write(string idempotence)
    {
        var outcomes = await Task.WhenAll(TooLarge.Select(error => RunAsync(error, ForEver, SmallBatches + idempotence)));
        Assert.Equal(TooLarge.Select(error => $"{error.Name}: RecordTooLarge, ConfigError, states true"), outcomes);
    }

    private static async Task<string> RunAsync(KafkaError error, int times, string settings)
    {
        await using var broker = new MockBroker(brokers: 3);
        var sync = new NumberedSync(Records: 300);
        broker.Cluster.PushRequestErrors(Produce, [default, default, default, .. Enumerable.Repeat(error, times)]);
        using var input = new NumberedInput(sync);
        var write = await FaultedWrite.RunAsync(broker, "t", sync, input, settings, Test);
        return $"{error.Name}: {write.Outcome}";
    }
}
