using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>Three real nodes that are killed, brought back and paused under a running write.</summary>
public sealed class ChaosTests(BrokerPool brokers)
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public Task Every_record_arrives_once_and_every_state_in_order() => RunAsync(records: 100_000, recordsPerSecond: 10_000, TimeSpan.Zero);

    /// <summary>2,000,000 records; with AIRBYTEKAFKA_TEST_CHAOS_MINUTES for as long as that (see bench/chaos).</summary>
    [Fact]
    [Trait("Category", Soak.Category)]
    public Task Every_one_of_2000000_records_arrives_once_and_every_state_in_order()
    {
        Assert.SkipUnless(Soak.IsAskedFor, Soak.Reason);

        // What is written has to lie on this machine's disk three times over: the longer it lasts, the slower the source.
        return RunAsync(records: 2_000_000, recordsPerSecond: Soak.ChaosTime > TimeSpan.FromMinutes(5) ? 5000 : 50_000, Soak.ChaosTime);
    }

    private async Task RunAsync(long records, int recordsPerSecond, TimeSpan time)
    {
        var kafka = await brokers.StartKafkaAsync(new KafkaOptions(Nodes: 3), Test);
        await using (kafka)
        {
            var output = TestContext.Current.TestOutputHelper!;
            var chaos = await Chaos.RunAsync(kafka, records, recordsPerSecond, time, output.WriteLine, Test);
            output.WriteLine(chaos.Description);
            Assert.Equal(("none", SyncVerdict.ExactlyOnce), (chaos.Failure, chaos.Verdict));
        }
    }
}
