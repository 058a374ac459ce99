using System.Text.RegularExpressions;
using AirbyteKafka.Tests.Brokers.Kafka;
using Confluent.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Brokers;

public sealed partial class KafkaFaultTests(BrokerPool brokers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_can_be_killed_paused_stopped_and_brought_back_without_loss_and_nothing_is_left_in_the_end()
    {
        KafkaCluster kafka = await brokers.StartKafkaAsync(new KafkaOptions(Nodes: 3), Cancellation);
        await using (kafka)
        {
            await BreakAndMendAsync(kafka);
        }
        Assert.Equal((false, false), (kafka.Nodes.Any(Answers), Directory.Exists(kafka.DirectoryPath)));
    }

    [Fact]
    public async Task A_node_that_cannot_start_says_why()
    {
        var options = new KafkaOptions { Properties = new Dictionary<string, string> { ["ssl.truststore.location"] = "/nowhere.pem" } };
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => brokers.StartKafkaAsync(options, Cancellation));
        Assert.True(Reason().IsMatch(exception.Message), exception.Message);
    }

    [GeneratedRegex("^Kafka node 1 ended with exit code 1:.*nowhere.pem", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Reason();

    private static async Task BreakAndMendAsync(KafkaCluster kafka)
    {
        string topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, partitions: 3);
        var config = new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All, EnableIdempotence = true };
        using IProducer<byte[]?, byte[]> producer = new ProducerBuilder<byte[]?,
            byte[]>(config).SetLogHandler(static (_, _) => { }).Build();

        await WriteToEveryPartitionAsync(1);
        await kafka.Nodes[0].KillAsync(Cancellation);
        bool[] afterKill = [.. kafka.Nodes.Select(node => Answers(node))];
        await WriteToEveryPartitionAsync(2);
        await kafka.Nodes[0].StartAsync(Cancellation);
        kafka.Nodes[1].Pause();
        bool[] whilePaused = [.. kafka.Nodes.Select(node => Answers(node))];
        Task writing = WriteToEveryPartitionAsync(3);
        kafka.Nodes[1].Resume();
        await writing;
        await kafka.Nodes[2].StopAsync(Cancellation);
        await WriteToEveryPartitionAsync(4);
        await kafka.Nodes[2].StartAsync(Cancellation);

        IReadOnlyList<TestRecord> records = await kafka.ReadAllAsync(topic, Cancellation);
        Assert.Equal([false, true, true, true, false, true], [.. afterKill, .. whilePaused]);
        Assert.Equal(
            Enumerable.Range(0, 3).SelectMany(partition => Enumerable.Range(1, 4).Select(round => (partition, round - 1L, (byte)round))),
            records.Select(record => (record.Partition, record.Offset, record.Value![0])));

        Task WriteToEveryPartitionAsync(byte round) => Task.WhenAll(Enumerable.Range(0, 3).Select(partition =>
            producer.ProduceAsync(new TopicPartition(topic, partition), new() { Value = [round] }, Cancellation)));
    }

    private static bool Answers(KafkaNode node)
    {
        var toThatNode = new AdminClientConfig { BootstrapServers = node.GetAddress(BrokerListener.Plaintext) };
        using IAdminClient admin = new AdminClientBuilder(toThatNode).SetLogHandler(static (_, _) => { }).Build();
        try
        {
            return admin.GetMetadata(TimeSpan.FromSeconds(2)).Brokers.Count > 0;
        }
        catch (KafkaException)
        {
            return false;
        }
    }
}
