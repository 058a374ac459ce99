using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Mock;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Write;
using Xunit;
using static AirbyteKafka.Tests.Delivery.WriteRun;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// Brokers that are away, slow, or give wrong word of a topic, from the middle of a sync on. Each case has a cluster of its own; they run
/// side by side.
/// </summary>
public sealed class OutageTests
{
    private const string Topic = "t";
    private const int Partitions = 4;
    private const int Brokers = 3;
    private const short Metadata = 3;

    private const string Settings = "\"batch_size\":1000,\"delivery_timeout_ms\":30000";
    private const string ShortTimes = "\"batch_size\":1000,\"delivery_timeout_ms\":2500,\"request_timeout_ms\":1000,\"max_block_ms\":1500";

    private static readonly TimeSpan Moments = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_passes_is_ridden_out()
    {
        Func<MockCluster, Fault>[] faults =
        [
            cluster => new("all brokers away", Outage, () => SetAll(cluster, up: false), () => SetAll(cluster, up: true)),
            cluster => new("one broker away", Outage, () => cluster.SetBroker(1, up: false), () => cluster.SetBroker(1, up: true)),
            cluster => new("one broker away for good, others lead its partitions", null, () => MoveAway(cluster, 1), () =>
                cluster.SetBroker(1, up: true)),
            cluster => new("other leaders", Moments, () => SetLeaders(cluster, _ => 2), () => SetLeaders(cluster, _ => 3)),
            cluster => new("answers after 300 ms", null, () => Delay(cluster, 300), () => Delay(cluster, 0)),
            cluster => new("unknown topic", Moments, () => cluster.SetTopicError(Topic, KafkaError.UnknownTopicOrPartition), () =>
                cluster.SetTopicError(Topic, default)),
            cluster => new("leader not available", Moments, () => cluster.SetTopicError(Topic, new KafkaError(5)), () =>
                cluster.SetTopicError(Topic, default)),
            cluster => new("metadata requests refused", Moments, () => MoveAwayUnseen(cluster), () => cluster.SetBroker(1, up: true)),
        ];

        var outcomes = await Task.WhenAll(faults.Select(fault => RunAsync(fault, Settings)));

        // An answer that got lost with its connection makes the record come again: complete, but not once.
        Assert.All(outcomes, outcome => Assert.Matches(": (exactly once|complete)$", outcome));
    }

    [Fact]
    public async Task Answers_that_come_too_late_are_ridden_out_when_they_come_in_time_again()
    {
        var outcome = await RunAsync(
            cluster => new("late answers", Outage, () => Delay(cluster, 1500), () => Delay(cluster, 0)),
            "\"batch_size\":1000,\"delivery_timeout_ms\":30000,\"request_timeout_ms\":1000");
        Assert.Equal("late answers: complete", outcome.Replace("exactly once", "complete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_stays_ends_the_write_with_its_reason()
    {
        (Func<MockCluster, Fault> Fault, string Outcome)[] cases =
        [
            (cluster => new("all brokers away", null, () => SetAll(cluster, up: false), () => SetAll(cluster, up: true)),
                "DeliveryTimedOut, TransientError"),
            (cluster => new("one broker away", null, () => cluster.SetBroker(1, up: false), () => cluster.SetBroker(1, up: true)),
                "DeliveryTimedOut, TransientError"),
            (cluster => new("answers too late", null, () => Delay(cluster, 1500), () => Delay(cluster, 0)),
                "DeliveryTimedOut, TransientError"),
            (cluster => new("led by a broker that is away", null, () => LeadByOneThatIsAway(cluster), () =>
                cluster.SetBroker(1, up: true)), "DeliveryTimedOut, TransientError"),
        ];
        var outcomes = await Task.WhenAll(cases.Select(one => RunAsync(one.Fault, ShortTimes)));
        Assert.Equal(cases.Select(one => $"{one.Fault(null!).Name}: {one.Outcome}, states true"), outcomes);
    }

    [Fact]
    public async Task After_the_first_record_that_is_late_an_idempotent_write_sends_nothing_more()
    {
        await using var broker = new MockBroker();
        await broker.CreateTopicAsync(Topic);
        const string Idempotent = "\"topic_pattern\":\"t\",\"enable_idempotence\":true,\"batch_size\":1000,\"delivery_timeout_ms\":3000,\"request_timeout_ms\":1000";
        var run = await Task.Run(() => RunUntilLate(broker, Idempotent), Test);

        // Those that were read in the last three seconds were not late yet, and the broker is there again.
        Assert.Equal(("DeliveryTimedOut", 0L), (run.Result.Failure?.Kind.Id, run.SentAfter));
        Assert.InRange(run.Result.FailedRecords, 1000, 6000);
    }

    [Fact]
    public async Task A_topic_that_cannot_be_used_from_the_start_is_an_error_of_its_kind()
    {
        (KafkaError Error, string Outcome)[] cases =
        [
            (KafkaError.UnknownTopicOrPartition, "TopicMissing, ConfigError"),
            (KafkaError.TopicAuthorizationFailed, "AuthorizationFailed, ConfigError"),
            (KafkaError.InvalidTopic, "TopicNameInvalid, ConfigError"),
            (new KafkaError(5), "DeliveryTimedOut, TransientError"), // LEADER_NOT_AVAILABLE
        ];
        var outcomes = await Task.WhenAll(cases.Select(async one =>
        {
            await using var broker = new MockBroker(Brokers);
            await broker.CreateTopicAsync(Topic, Partitions);
            broker.Cluster.SetTopicError(Topic, one.Error);
            var sync = new NumberedSync(Records: 300);
            var write = await FaultedWrite.RunAsync(
                broker, Topic, sync, 1000, new Fault("", null, () => { }, () => broker.Cluster.SetTopicError(Topic, default)), ShortTimes,
                    Test);
            return $"{one.Error.Name}: {write.Outcome}, {write.Run.Result.Records} delivered";
        }));
        Assert.Equal(cases.Select(one => $"{one.Error.Name}: {one.Outcome}, states true, 0 delivered"), outcomes);
    }

    private static async Task<string> RunAsync(Func<MockCluster, Fault> make, string settings)
    {
        await using var broker = new MockBroker(Brokers);
        await broker.CreateTopicAsync(Topic, Partitions);

        // The mock cluster deals them at random; each broker is to have some.
        SetLeaders(broker.Cluster, partition => (partition % Brokers) + 1);
        var fault = make(broker.Cluster);
        var write = await FaultedWrite.RunAsync(broker, Topic, new NumberedSync(Records: 900), 600, fault, settings, Test);
        return $"{fault.Name}: {write.Outcome}";
    }

    private static (WriteOutcome Result, long SentAfter) RunUntilLate(MockBroker broker, string settings)
    {
        long sent = 0;
        using var session = WriteSession.Start(Config(broker.BootstrapServers, settings), Catalog(NumberedSync.Streams),
            new SilentObserver());
        using var late = session.Failed.Register(() =>
        {
            sent = session.Progress.Acknowledged;
            broker.Cluster.SetBroker(1, up: true);
        });
        using var input = new NumberedInput(new NumberedSync(Records: 6000))
        {
            RecordsPerSecond = 1000,
            Reached = records =>
            {
                if (records == 500)
                {
                    broker.Cluster.SetBroker(1, up: false);
                }
            },
        };
        var result = InputWrite.Run(session, input, Test);
        return (result, result.Records - sent);
    }

    private static void SetAll(MockCluster cluster, bool up)
    {
        for (var broker = 1; broker <= Brokers; broker++)
        {
            cluster.SetBroker(broker, up);
        }
    }

    private static void Delay(MockCluster cluster, int milliseconds)
    {
        for (var broker = 1; broker <= Brokers; broker++)
        {
            cluster.SetRoundTripTime(broker, TimeSpan.FromMilliseconds(milliseconds));
        }
    }

    private static void SetLeaders(MockCluster cluster, Func<int, int> leader)
    {
        for (var partition = 0; partition < Partitions; partition++)
        {
            cluster.SetLeader(Topic, partition, leader(partition));
        }
    }

    private static void LeadByOneThatIsAway(MockCluster cluster)
    {
        cluster.SetBroker(1, up: false);
        SetLeaders(cluster, _ => 1);
    }

    private static void MoveAwayUnseen(MockCluster cluster)
    {
        cluster.PushRequestErrors(Metadata, new KafkaError(8), new KafkaError(8), new KafkaError(5));
        MoveAway(cluster, 1);
    }

    private static void MoveAway(MockCluster cluster, int broker)
    {
        cluster.SetBroker(broker, up: false);
        SetLeaders(cluster, _ => (broker % Brokers) + 1);
    }

    private sealed class SilentObserver : IWriteObserver
    {
        public void OnState(StateAnswer state)
        {
        }

        public void OnLog(LogLevel level, string message)
        {
        }
    }
}
