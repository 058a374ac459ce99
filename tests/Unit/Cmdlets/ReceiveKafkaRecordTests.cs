using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using AirbyteKafka.Tests.Brokers;
using Confluent.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class ReceiveKafkaRecordTests(ModuleSession session, BrokerPool brokers) : IClassFixture<ModuleSession>
{
    private static readonly DateTimeOffset Moment = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);

    private readonly string _topic = TestBroker.UniqueTopic();

    [Fact]
    public async Task Records_come_as_they_lie_in_all_partitions()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        await broker.CreateTopicAsync(_topic, partitions: 3);
        Produce(broker, new Row(0, "k1", "v1"), new(0, null, "é😀", ("h", "1"), ("h", null)), new(2, "k2", null));

        var records = session.Run("param($servers, $topic) Receive-KafkaRecord $topic -Connection $servers", broker.BootstrapServers, _topic)
            .Values.Cast<ReceivedRecord>();

        Assert.Equal(
            [$"{_topic}-0@0 k1=v1 []", $"{_topic}-0@1 =é😀 [h=1,h=]", $"{_topic}-2@0 k2= []"],
            records.OrderBy(record => record.Partition).ThenBy(record => record.Offset).Select(Show));
        Assert.All(records, record => Assert.Equal(Moment, record.Timestamp));
    }

    [Fact]
    public async Task Several_topics_are_read_each_once_with_the_connection_of_a_configuration()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var second = _topic + "_2";
        await broker.CreateTopicAsync(_topic);
        await broker.CreateTopicAsync(second);
        Produce(broker, new Row(0, "a", "1"));
        Produce(broker, second, new Row(0, "b", "2"));

        var records = session.Run(
            "param($servers, $topics) Receive-KafkaRecord $topics -Connection @{ bootstrap_servers = $servers; topic_pattern = 'x' }",
            broker.BootstrapServers,
            new[] { _topic, second, _topic }).Values.Cast<ReceivedRecord>();

        Assert.Equal(["a", "b"], records.Select(record => record.Key).Order());
    }

    [Fact]
    public async Task Count_ends_the_reading()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        await broker.CreateTopicAsync(_topic);
        Produce(broker, [.. Enumerable.Range(0, 5000).Select(i => new Row(0, null, i.ToString(CultureInfo.InvariantCulture)))]);

        var records = session.Run("param($servers, $topic) Receive-KafkaRecord $topic -Connection (New-KafkaDestinationConfig $servers t) "
            + "-Count 3", broker.BootstrapServers, _topic);

        Assert.Equal(["0", "1", "2"], records.Values.Cast<ReceivedRecord>().Select(record => record.Value));
    }

    [Fact]
    public async Task What_is_written_meanwhile_is_not_read()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        await broker.CreateTopicAsync(_topic);
        Produce(broker, new Row(0, "a", "1"), new(0, "b", "2"));
        Action produceMore = () => Produce(broker, new Row(0, "late", "3"));

        var keys = session.Run("param($servers, $topic, $more) Receive-KafkaRecord $topic -Connection $servers | ForEach-Object { $more.Invoke(); "
            + "$_.Key }", broker.BootstrapServers, _topic, produceMore).Values;

        Assert.Equal(["a", "b"], keys);
        Assert.Equal(4, session.Run("param($servers, $topic) Receive-KafkaRecord $topic -Connection $servers", broker.BootstrapServers, _topic)
            .Values.Count);
    }

    [Fact]
    public async Task An_empty_topic_gives_nothing()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        await broker.CreateTopicAsync(_topic, partitions: 2);

        Assert.Empty(session.Run("param($servers, $topic) Receive-KafkaRecord $topic -Connection $servers", broker.BootstrapServers, _topic).Values);
    }

    [Fact]
    public async Task A_missing_topic_is_an_error()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);

        Assert.Equal(
            ("TopicMissing", ErrorCategory.ObjectNotFound, $"Topic '{_topic}' does not exist at {broker.BootstrapServers}. Check its "
                + $"name, or write to it first."),
            session.Run("param($servers, $topic) Receive-KafkaRecord $topic -Connection $servers", broker.BootstrapServers, _topic).Error);
    }

    [Fact]
    public async Task A_broker_that_is_slow_is_waited_for()
    {
        await using var broker = new MockBroker();
        await broker.CreateTopicAsync(_topic);
        Produce(broker, new Row(0, "a", "1"));
        broker.Cluster.SetRoundTripTime(1, TimeSpan.FromMilliseconds(700));

        Assert.Single(session.Run("param($servers, $topic) Receive-KafkaRecord $topic -Connection $servers -TimeoutSeconds 30",
            broker.BootstrapServers, _topic).Values);
    }

    [Fact]
    public void A_broker_that_does_not_answer_is_an_error_within_the_time_limit()
    {
        var started = Stopwatch.GetTimestamp();

        var (id, category, message) = session.Run("Receive-KafkaRecord topic -Connection 127.0.0.1:1 -TimeoutSeconds 1").Error;

        Assert.Equal(("BrokerUnreachable", ErrorCategory.ConnectionError), (id, category));
        Assert.Matches(@"^The brokers at 127\.0\.0\.1:1 did not answer for topic 'topic' within 1 s: .*Connection refused.*\. Check the address and that they are running, or allow them more time\.$", message);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.9, 10);
    }

    [Fact]
    public async Task A_broker_that_falls_silent_is_an_error_within_the_time_limit()
    {
        await using var broker = new MockBroker();
        await broker.CreateTopicAsync(_topic);

        // One record fills an answer, and the next answer takes long enough to be prevented.
        Produce(broker, [.. Enumerable.Range(0, 4).Select(_ => new Row(0, null, new string('x', 900_000)))]);
        broker.Cluster.SetRoundTripTime(1, TimeSpan.FromMilliseconds(200));
        Action takeDown = () => broker.Cluster.SetBroker(1, up: false);

        var outcome = session.Run(
            "param($servers, $topic, $down) Receive-KafkaRecord $topic -Connection $servers -TimeoutSeconds 4 | ForEach-Object { $down.Invoke(); "
                + "'one' }", broker.BootstrapServers, _topic, takeDown);

        Assert.InRange(outcome.Output.Count, 1, 3);
        Assert.Equal("ReadTimedOut", outcome.Error.Id);
    }

    [Fact]
    public void Stopping_ends_the_wait_at_once()
    {
        using var shell = session.Create("Receive-KafkaRecord topic -Connection 127.0.0.1:1 -TimeoutSeconds 600");
        var run = shell.BeginInvoke();
        Assert.False(run.AsyncWaitHandle.WaitOne(TimeSpan.FromMilliseconds(500)));
        var stopped = Stopwatch.GetTimestamp();

        shell.Stop();

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(run));
        Assert.InRange(Stopwatch.GetElapsedTime(stopped).TotalSeconds, 0, 5);
    }

    private static string Show(ReceivedRecord record) =>
        $"{record.Topic}-{record.Partition}@{record.Offset} {record.Key}={record.Value} "
            + $"[{string.Join(',', record.Headers.Select(header => $"{header.Name}={header.Value}"))}]";

    private void Produce(TestBroker broker, params IReadOnlyList<Row> rows) => Produce(broker, _topic, rows);

    private static void Produce(TestBroker broker, string topic, params IReadOnlyList<Row> rows)
    {
        using var producer = new ProducerBuilder<byte[]?,
            byte[]?>(new ProducerConfig { BootstrapServers = broker.BootstrapServers, Acks = Acks.All })
            .SetLogHandler(static (_, _) => { })
            .Build();
        var failures = new List<string>();
        foreach (var row in rows)
        {
            var headers = new Headers();
            foreach (var (name, value) in row.Headers)
            {
                headers.Add(name, Bytes(value));
            }

            var message = new Message<byte[]?,
                byte[]?>
            { Key = Bytes(row.Key), Value = Bytes(row.Value), Headers = headers, Timestamp = new Timestamp(Moment) };
            producer.Produce(new TopicPartition(topic, row.Partition), message, report =>
            {
                if (report.Error.IsError)
                {
                    failures.Add(report.Error.Reason);
                }
            });
        }

        Assert.Equal(0, producer.Flush(TimeSpan.FromSeconds(30)));
        Assert.Empty(failures);
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private sealed record Row(int Partition, string? Key, string? Value, params (string Name, string? Value)[] Headers);
}
