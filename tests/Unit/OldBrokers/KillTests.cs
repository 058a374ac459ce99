using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Faults;
using Xunit;

namespace AirbyteKafka.Tests.OldBrokers;

/// <summary>A broker of Kafka 1.0 or 2.8 that is killed in the middle of a write and comes back.</summary>
[Collection(OldBrokerRun.Collection)]
public sealed class KillTests(BrokerPool brokers)
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_record_arrives_once_and_the_states_come_in_order()
    {
        var outcomes = await Task.WhenAll(BrokerPool.OldVersions.Select(RunAsync));
        Assert.Equal(BrokerPool.OldVersions.Select(version => $"{version}: exactly once, True"), outcomes);
    }

    private async Task<string> RunAsync(string version)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, partitions: 3);
        var sync = new NumberedSync(Records: 6000);
        var fault = new Fault(
            "killed", TimeSpan.Zero, () => kafka.KillAsync(Test).GetAwaiter().GetResult(), () =>
                kafka.StartAsync(Test).GetAwaiter().GetResult());
        var write = await FaultedWrite.RunAsync(kafka, topic, sync, 6000, fault, "\"enable_idempotence\":true,\"batch_size\":2000", Test);
        var noticed = write.Run.Logs.Any(log => log.StartsWith("Warn: ", StringComparison.Ordinal));
        return $"{version}: {write.Outcome}, {noticed}";
    }
}
