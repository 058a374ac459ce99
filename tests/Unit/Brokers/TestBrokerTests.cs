using System.Text;
using Confluent.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Brokers;

public sealed class TestBrokerTests(BrokerPool brokers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BrokerNeeds.None)]
    [InlineData(BrokerNeeds.RealKafka)]
    [InlineData(BrokerNeeds.ThreeNodes)]
    public async Task What_was_written_is_read_back_whole(BrokerNeeds needs) => await WriteAndReadAsync(await brokers.GetAsync(needs));

    [Fact]
    public async Task The_mock_cluster_does_the_same()
    {
        await using var mock = new MockBroker();
        await WriteAndReadAsync(mock);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_empty_and_reading_does_not_create_it()
    {
        TestBroker broker = await brokers.GetAsync(BrokerNeeds.RealKafka);
        string topic = TestBroker.UniqueTopic();
        IReadOnlyList<TestRecord> first = await broker.ReadAllAsync(topic, Cancellation);
        using IAdminClient admin = broker.BuildAdminClient();
        Metadata metadata = admin.GetMetadata(TimeSpan.FromSeconds(10));
        Assert.Equal((0, false), (first.Count, metadata.Topics.Any(known => known.Topic == topic)));
    }

    [Fact]
    public async Task Topics_have_their_settings()
    {
        TestBroker broker = await brokers.GetAsync(BrokerNeeds.RealKafka);
        string topic = TestBroker.UniqueTopic();
        await broker.CreateTopicAsync(topic, partitions: 2, new Dictionary<string, string> { ["max.message.bytes"] = "1000" });
        var config = new ProducerConfig { BootstrapServers = broker.BootstrapServers };
        Assert.Equal(
            ("delivered", "MsgSizeTooLarge"),
            (await Probe.WriteAsync(config, topic, new byte[500], Cancellation),
                await Probe.WriteAsync(config, topic, new byte[2000], Cancellation)));
    }

    [Fact]
    public void Topics_of_tests_differ_and_are_names_that_the_product_leaves_alone()
    {
        string[] topics = [TestBroker.UniqueTopic("a"), TestBroker.UniqueTopic("a"), TestBroker.UniquePrefix()];
        Assert.Equal(topics, topics.Distinct().Select(AirbyteKafka.Topics.TopicNameTransformer.Transform));
    }

    private static async Task WriteAndReadAsync(TestBroker broker)
    {
        string topic = TestBroker.UniqueTopic();
        await broker.CreateTopicAsync(topic, partitions: 3);
        var time = new DateTime(2024, 2, 29, 12, 0, 0, 123, DateTimeKind.Utc);
        using (IProducer<byte[]?, byte[]?> producer = new ProducerBuilder<byte[]?,
            byte[]?>(new ProducerConfig { BootstrapServers = broker.BootstrapServers })
            .SetLogHandler(static (_, _) => { })
            .Build())
        {
            Message<byte[]?, byte[]?>[] messages =
            [
                new() { Key = [1], Value = [0xFF, 0], Timestamp = new(time), Headers = new() { { "h", "é"u8.ToArray() } } },
                new() { Key = null, Value = null, Timestamp = new(time) },
                new() { Key = [2], Value = [], Timestamp = new(time) },
            ];
            for (int i = 0; i < messages.Length; i++)
            {
                await producer.ProduceAsync(new TopicPartition(topic, i == 1 ? 0 : 2), messages[i], Cancellation);
            }
        }

        IReadOnlyList<TestRecord> records = await broker.ReadAllAsync(topic, Cancellation);

        Assert.Equal(
            [
                (0, 0L, "null", "null", time, ""),
                (2, 0L, "01", "FF00", time, "h=é"),
                (2, 1L, "02", "", time, ""),
            ],
            records.Select(record =>
                (record.Partition, record.Offset, Hex(record.Key), Hex(record.Value), record.Timestamp, Show(record.Headers))));

        static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);
        static string Show(IEnumerable<KeyValuePair<string, byte[]>> headers) =>
            string.Join(';', headers.Select(header => $"{header.Key}={Encoding.UTF8.GetString(header.Value)}"));
    }
}
