using System.Text;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Records;
using AirbyteKafka.Send;
using AirbyteKafka.Tests.Brokers;
using Xunit;

namespace AirbyteKafka.Tests.Send;

/// <summary>Records of any kind: what arrives, what is told of each, and what happens when brokers refuse or are gone.</summary>
public sealed class SendSessionTests(BrokerPool brokers)
{
    private const long Time = 1_790_000_000_123;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_arrive_with_all_their_parts_each_with_a_report_and_keys_where_Java_puts_them()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await broker.CreateTopicAsync(topic, partitions: 6);
        using var session = Start(broker.BootstrapServers, topic);
        string?[] keys = ["12345", "12345|67890", "orders", "", "é"];
        foreach (var (index, key) in keys.Index())
        {
            var header = new OutgoingHeader("h"u8.ToArray(), index == 0 ? null : [(byte)index]);
            session.Send(Record(index + 1, key, $"value {index}", header), Test);
        }

        session.Send(
            new OutgoingRecord(6) { Key = "gone"u8, HasKey = true, IsTombstone = true, Partition = 4, Timestamp = Time }, Test);
        session.Send(new OutgoingRecord(7), Test);
        session.Complete(() => { }, TimeLimit, Test);

        var reports = Reports(session).OrderBy(report => report.Number).ToList();
        var arrived = await broker.ReadAllAsync(topic, Test);
        Assert.Equal(
            keys.Index().Select(key => (key.Index + 1L, Murmur2.Partition(Encoding.UTF8.GetBytes(key.Item!), 6), key.Item)),
            reports.Take(5).Select(report => (report.Number, report.Partition, (string?)Encoding.UTF8.GetString(report.Key!))));
        Assert.All(reports.Take(5), report =>
        {
            var record = arrived.Single(record => (record.Partition, record.Offset) == (report.Partition, report.Offset));
            Assert.Equal($"value {report.Number - 1}", Encoding.UTF8.GetString(record.Value!));
            Assert.Equal(report.Number == 1 ? null : new[] { (byte)(report.Number - 1) }, record.Headers.Single().Value);
        });
        var tombstone = arrived.Single(record => record.Key is [.., (byte)'e']);
        Assert.Equal(
            (null, 4, Time), (tombstone.Value, tombstone.Partition, new DateTimeOffset(tombstone.Timestamp).ToUnixTimeMilliseconds()));
        Assert.Equal([], arrived.Single(record => record.Key is null).Value!);
        Assert.Equal(new SendFigures(7, 0, 0, session.Figures.Bytes), session.Figures);
    }

    [Fact]
    public async Task A_record_that_is_refused_has_its_own_report_and_the_others_arrive()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.RealKafka);
        var topic = TestBroker.UniqueTopic();
        await broker.CreateTopicAsync(topic, 1, new Dictionary<string, string> { ["max.message.bytes"] = "2000" });
        using var session = Start(broker.BootstrapServers, topic);
        session.Send(Record(1, "k", "small"), Test);
        Assert.True(session.Flush(TimeLimit, Test));
        session.Send(Record(2, "k", new string('x', 3000)), Test);
        Assert.True(session.Flush(TimeLimit, Test));
        session.Send(new OutgoingRecord(3) { Partition = 7 }, Test);
        session.Send(Record(4, "k", "small again"), Test);
        session.Complete(() => { }, TimeLimit, Test);

        var failed = Reports(session).Where(report => report.Failure is not null).Select(report => (report.Number, report.Failure!.Kind));
        var arrived = await broker.ReadAllAsync(topic, Test);
        Assert.Equal([(2, ErrorKind.RecordTooLarge), (3, ErrorKind.DeliveryFailed)], failed);
        Assert.Equal(["small", "small again"], arrived.Select(record => Encoding.UTF8.GetString(record.Value!)));
        Assert.Equal((2, 2, 0), (session.Figures.Acknowledged, session.Figures.Failed, session.Figures.Unknown));
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_ends_the_sender_with_one_failure_and_every_record_counted()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.NoTopicCreation);
        using var session = Start(broker.BootstrapServers, TestBroker.UniqueTopic(), ",\"max_block_ms\":1000");
        var failure = Assert.Throws<AirbyteKafkaException>(() =>
        {
            for (var number = 1; number <= 100; number++)
            {
                session.Send(Record(number, "k", "v"), Test);
            }

            session.Complete(() => { }, TimeLimit, Test);
        });

        Assert.Equal(
            (ErrorKind.TopicMissing, 0, 0, 0), (failure.Kind, Reports(session).Count(), session.Figures.Acknowledged, session.Outstanding));
    }

    [Fact]
    public void Without_brokers_memory_is_bounded_a_wait_for_room_ends_and_the_end_comes_soon()
    {
        using var session = Start("127.0.0.1:9", "t", ",\"max_block_ms\":200");
        var value = new string('v', 1024 * 1024);
        var sent = 0;
        var failure = Assert.Throws<AirbyteKafkaException>(() =>
        {
            for (; sent < 1000; sent++)
            {
                session.Send(Record(sent, null, value), Test);
            }
        });
        var outstanding = session.Outstanding;
        session.Dispose();

        Assert.Equal((ErrorKind.DeliveryTimedOut, 31, 31), (failure.Kind, sent, outstanding));
        Assert.Equal((0, 31, 0), (session.Figures.Acknowledged, session.Figures.Failed, session.Outstanding));
    }

    [Fact]
    public void Keys_and_headers_of_records_without_a_value_take_room_too()
    {
        using var session = Start("127.0.0.1:9", "t", ",\"max_block_ms\":1");
        var header = new OutgoingHeader(new byte[1000], new byte[64_000]);
        var sent = 0;
        Assert.Throws<AirbyteKafkaException>(() =>
        {
            for (; sent < 10_000; sent++)
            {
                session.Send(
                    new OutgoingRecord(sent) { Key = new byte[1000], HasKey = true, IsTombstone = true, Headers = [header, header] }, Test);
            }
        });

        Assert.InRange(sent, 32 * 1024 * 1024 / 132_000, 32 * 1024 * 1024 / 130_000);
    }

    [Fact]
    public void A_wait_for_room_is_cancelled()
    {
        using var session = Start("127.0.0.1:9", "t", "");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var value = new string('v', 1024 * 1024);

        Assert.Throws<OperationCanceledException>(() =>
        {
            for (var number = 1; number < 1000; number++)
            {
                session.Send(Record(number, null, value), stop.Token);
            }
        });
    }

    private static SendSession Start(string servers, string topic, string settings = "") => SendSession.Start(
        ClusterConnection.Of(ClusterConnection.TryParse(
            Encoding.UTF8.GetBytes($"{{\"bootstrap_servers\":\"{servers}\"{settings}}}"), "test").GetConfigOrThrow()),
        topic,
        (_, _) => { },
        tellsAll: true);

    private static OutgoingRecord Record(long number, string? key, string value, params OutgoingHeader[] headers) => new(number)
    {
        Key = key is null ? default : Encoding.UTF8.GetBytes(key),
        HasKey = key is not null,
        Value = Encoding.UTF8.GetBytes(value),
        Headers = headers,
    };

    private static IEnumerable<DeliveryReport> Reports(SendSession session)
    {
        while (session.TryTakeReport(out var report))
        {
            yield return report;
        }
    }
}
