using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Text;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Connection;
using Confluent.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>What Receive-KafkaRecord does with what only Kafka itself has: times, transactions, internal topics, and groups.</summary>
public sealed class ReceiveFromKafkaTests(ModuleSession session, BrokerPool brokers) : IClassFixture<ModuleSession>
{
    private static readonly DateTimeOffset Start = new(2026, 2, 3, 4, 5, 0, TimeSpan.Zero);

    private readonly string _topic = TestBroker.UniqueTopic();

    [Fact]
    public async Task Transactions_that_were_aborted_are_left_out_and_their_gaps_read_over()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        await kafka.CreateTopicAsync(_topic);
        using (var producer = Build(kafka, new ProducerConfig { TransactionalId = _topic }))
        {
            producer.InitTransactions(TimeSpan.FromSeconds(30));
            Transact(producer, "a", 3, isCommitted: true);
            Transact(producer, "lost", 250, isCommitted: false);
            Transact(producer, "b", 1, isCommitted: true);
            Transact(producer, "lost", 150, isCommitted: false);
        }

        Assert.Equal(
            ("a0 a1 a2 b0", "a2 b0", "b0"),
            (Values(kafka, ""), Values(kafka, "-Tail 2"), Values(kafka, "-Offset 100")));
    }

    [Fact]
    public async Task A_stretch_of_time_is_read_to_the_record()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        await kafka.CreateTopicAsync(_topic, partitions: 2);
        Produce(kafka, Enumerable.Range(0, 10).Select(i => (i % 2, Start.AddMinutes(i == 7 ? 1 : i), Number(i))));

        // The seventh has the time of the first: it lies behind the fifth, and is still found.
        Assert.Equal(
            ("4 5 6", "0 1 2 3 4 5 6 7", "8 9", ""),
            (Values(kafka, "-Since '2026-02-03T04:09Z' -Until '2026-02-03T04:11:30Z'", isSorted: true),
                Values(kafka, "-Until '2026-02-03T04:11:30Z'", isSorted: true),
                Values(kafka, "-Since '2026-02-03T04:12:30Z'", isSorted: true),
                Values(kafka, "-Since ([datetimeoffset]::Now.AddDays(1))")));
    }

    [Fact]
    public async Task The_last_records_of_all_partitions_come_by_time()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        await kafka.CreateTopicAsync(_topic, partitions: 3);
        Produce(kafka, Enumerable.Range(0, 30).Select(i => (i % 3, Start.AddSeconds(i), Number(i))));

        Assert.Equal(("26 27 28 29", 30), (Values(kafka, "-Tail 4"), Values(kafka, "-Tail 100").Split(' ').Length));
    }

    [Fact]
    public async Task Asking_makes_no_topic_and_a_pattern_matches_no_internal_one()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        await kafka.CreateTopicAsync(_topic);
        Produce(kafka, [(0, Start, "1")]);
        _ = session.Run("param($topic, $servers) Receive-KafkaRecord $topic -GroupId $topic -Connection $servers", _topic,
            kafka.BootstrapServers).Values;

        var missing = session.Run("param($topic, $servers) Receive-KafkaRecord \"$topic-none\" -Connection $servers", _topic,
            kafka.BootstrapServers).Error.Id;
        var matched = session.Run("param($topic, $servers) Receive-KafkaRecord '__consumer*', \"$topic*\" -Connection $servers", _topic,
            kafka.BootstrapServers).Values.Cast<ReceivedRecord>().Select(record => record.Topic);
        using var admin = kafka.BuildAdminClient();

        Assert.Equal(
            ("TopicMissing", _topic, true, false),
            (missing, string.Join(' ', matched), Exists("__consumer_offsets"), Exists(_topic + "-none")));

        bool Exists(string topic) => admin.GetMetadata(TimeSpan.FromSeconds(30)).Topics.Exists(there => there.Topic == topic);
    }

    [Fact]
    public async Task A_group_is_read_for_over_tls_with_a_credential()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        await kafka.CreateTopicAsync(_topic);
        Produce(kafka, [(0, Start, "1"), (0, Start, "2"), (0, Start, "3")]);
        var login = CheckRun.ProtocolOf(kafka, BrokerListener.SaslTls, ("sasl_mechanism", "SCRAM-SHA-512"));
        var config = CheckRun.Config(kafka.GetBootstrapServers(BrokerListener.SaslTls), login).ToJsonString();

        var values = session.Run(
            "param($topic, $config, $login) foreach ($more in @{ First = 2 }, @{}, @{}) { (Receive-KafkaRecord $topic -GroupId $topic "
                + "-Connection $config -Credential $login @more).Value -join ' ' }",
            _topic,
            config,
            new PSCredential(TestUser.Admin.Name, new NetworkCredential("", TestUser.Admin.Password).SecurePassword)).Values;

        Assert.Equal(["1 2", "3", ""], values);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "1 2 3")]
    public async Task Offsets_are_committed_once_a_sender_further_down_has_its_acknowledgements(bool isAcknowledged, string again)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        await kafka.CreateTopicAsync(_topic);
        Produce(kafka, [(0, Start, "1"), (0, Start, "2"), (0, Start, "3")]);
        var sender = new Sender(isAcknowledged);
        Action begin = () => OpenSenders.Current.Add(sender);
        Action take = () => sender.Taken++;
        Action end = () => OpenSenders.Current.Remove(sender, isSafe: isAcknowledged);

        var outcome = session.Run(
            "param($topic, $servers, $begin, $take, $end) Receive-KafkaRecord $topic -GroupId $topic -Connection $servers | "
                + "ForEach-Object { $begin.Invoke() } { $take.Invoke() } { $end.Invoke() }",
            _topic, kafka.BootstrapServers, begin, take, end);

        Assert.Equal(
            (3, isAcknowledged ? 0 : 1, again),
            (sender.TakenAtFlush, outcome.Warnings.Count(warning => warning.Contains("come again", StringComparison.Ordinal)),
                Values(kafka, "-GroupId $topic")));
    }

    private string Values(KafkaCluster kafka, string parameters, bool isSorted = false)
    {
        var values = session.Run($"param($topic, $servers) Receive-KafkaRecord $topic -Connection $servers {parameters}", _topic,
            kafka.BootstrapServers).Values.Cast<ReceivedRecord>().Select(record => (string)record.Value!);
        return string.Join(' ', isSorted ? values.Order(StringComparer.Ordinal) : values);
    }

    private void Transact(IProducer<byte[]?, byte[]?> producer, string value, int count, bool isCommitted)
    {
        producer.BeginTransaction();
        for (var i = 0; i < count; i++)
        {
            var message = new Message<byte[]?, byte[]?> { Value = Encoding.UTF8.GetBytes(value + Number(i)) };
            producer.Produce(new TopicPartition(_topic, 0), message);
        }

        producer.Flush(TimeSpan.FromSeconds(30));
        if (isCommitted)
        {
            producer.CommitTransaction();
        }
        else
        {
            producer.AbortTransaction();
        }
    }

    private void Produce(KafkaCluster kafka, IEnumerable<(int Partition, DateTimeOffset Time, string Value)> records)
    {
        using var producer = Build(kafka, new ProducerConfig());
        foreach (var (partition, time, value) in records)
        {
            producer.Produce(new TopicPartition(_topic, partition), new Message<byte[]?, byte[]?>
            {
                Value = Encoding.UTF8.GetBytes(value),
                Timestamp = new Timestamp(time),
            });
        }

        Assert.Equal(0, producer.Flush(TimeSpan.FromSeconds(30)));
    }

    private static IProducer<byte[]?, byte[]?> Build(KafkaCluster kafka, ProducerConfig config)
    {
        config.BootstrapServers = kafka.BootstrapServers;
        config.Acks = Acks.All;
        return new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler(static (_, _) => { }).Build();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Sender(bool isAcknowledged) : IOpenSender
    {
        internal int Taken { get; set; }

        internal int TakenAtFlush { get; private set; }

        public bool Flush(TimeSpan limit)
        {
            TakenAtFlush = Taken;
            return isAcknowledged;
        }
    }
}
