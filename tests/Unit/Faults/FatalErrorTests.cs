using AirbyteKafka.Kafka;
using AirbyteKafka.Tests.Brokers;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// What ends or unsettles the idempotent producer. The mock cluster does not look at sequence numbers, so one record at a time. Each case
/// has a cluster of its own; they run side by side.
/// </summary>
public sealed class FatalErrorTests
{
    private const short Produce = 0;
    private const short InitProducerId = 22;

    private static readonly KafkaError NotEnoughReplicas = new(19);
    private static readonly KafkaError OutOfOrderSequence = new(45);
    private static readonly KafkaError InvalidProducerEpoch = new(47);
    private static readonly KafkaError InvalidProducerIdMapping = new(49);
    private static readonly KafkaError UnknownProducerId = new(59);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_the_write_with_its_reason_and_what_was_promised_is_kept()
    {
        (string Name, short Request, KafkaError[] Errors, string Outcome, string Reason)[] cases =
        [
            ("sequence lost", Produce, [default, default, OutOfOrderSequence], "DeliveryFailed, SystemError, states true",
                "^The cluster has lost records that it had acknowledged"),
            ("sequence lost at once", Produce, [OutOfOrderSequence], "DeliveryFailed, SystemError, states true",
                "^The cluster has lost records that it had acknowledged"),
            ("producer unknown after a retry", Produce, [default, NotEnoughReplicas, UnknownProducerId],
                "DeliveryFailed, SystemError, states true", "^The brokers do not know the records of this write any more"),
            ("producer id not mapped", Produce, [default, default, InvalidProducerIdMapping], "DeliveryFailed, SystemError, states true",
                "INVALID_PRODUCER_ID_MAPPING"),
            ("old epoch", Produce, [default, default, InvalidProducerEpoch], "DeliveryFailed, SystemError, states true",
                "INVALID_PRODUCER_EPOCH"),
            ("no right to idempotence", InitProducerId, [KafkaError.ClusterAuthorizationFailed], "AuthorizationFailed, ConfigError, "
                + "states true", "IDEMPOTENT_WRITE"),
            ("producer unknown", Produce, [UnknownProducerId], "exactly once", "^$"),
            ("coordinator away", InitProducerId, [new(15), new(14), new(16)], "exactly once", "^$"),
        ];

        var writes = await Task.WhenAll(cases.Select(one => RunAsync(one.Request, one.Errors)));

        Assert.Equal(cases.Select(one => $"{one.Name}: {one.Outcome}"), cases.Zip(writes, (one, write) => $"{one.Name}: {write.Outcome}"));
        Assert.All(cases.Zip(writes), pair => Assert.Matches(pair.First.Reason, pair.Second.Run.Result.Failure?.Message ?? ""));
    }

    private static async Task<FaultedWrite> RunAsync(short request, KafkaError[] errors)
    {
        await using var broker = new MockBroker();
        await broker.CreateTopicAsync("t");
        broker.Cluster.PushRequestErrors(request, errors);
        var sync = new NumberedSync(Records: 300);
        using var input = new NumberedInput(sync);
        return await FaultedWrite.RunAsync(broker, "t", sync, input,
            "\"enable_idempotence\":true,\"sync_producer\":true,\"delivery_timeout_ms\":10000,\"request_timeout_ms\":5000", Test);
    }
}
