using System.Globalization;
using System.Text;
using AirbyteKafka.Records;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Delivery;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Records;

/// <summary>A record with a key goes to the partition that Kafka's own producer chooses for that key.</summary>
public sealed class JavaPartitionTests(BrokerPool brokers)
{
    private static readonly int[] Counts = [1, 2, 3, 4, 5, 6, 12, 100, 1000];

    private static readonly string[] Keys =
        ["", "12345", "12345|67890", "{\"id\":1}", "{\"id\":1,\"region\":\"eu\"}", "orders", "é", "😀"];

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_key_has_Javas_partition_whatever_their_number()
    {
        byte[][] keys =
        [
            .. Keys.Select(Encoding.UTF8.GetBytes),
            .. Gen.Byte.Array[0, 40].Array[500, 500].Single(),
        ];
        var java = await AskJavaAsync(keys);
        Assert.Equal(java, keys.Select(key => string.Join(' ', Counts.Select(count => Murmur2.Partition(key, count)))));
    }

    // Without the settings, keys are placed; with them, the key decides.
    [Theory]
    [InlineData("\"partition_key_field\":\"id\"")]
    [InlineData("\"partition_key_field\":\"id\",\"key_format\":\"json\",\"headers\":\"airbyte\"")]
    [InlineData("\"partition_key_field\":\"absent\",\"value_shape\":\"data\"")]
    [InlineData("\"record_key\":\"uuid\",\"value_shape\":\"flattened\",\"headers\":\"cloudevents\"")]
    [InlineData("\"record_key\":\"uuid\",\"key_format\":\"json\"")]
    [InlineData("\"record_key\":\"stream\"")]
    public async Task Records_lie_on_the_partitions_of_their_keys(string settings)
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await broker.CreateTopicAsync(topic, partitions: 5);
        var run = await WriteAsync(broker, topic, settings, records: 600);
        var arrived = await broker.ReadAllAsync(topic, Test);
        var java = await AskJavaAsync([.. arrived.Select(record => record.Key!)]);
        Assert.Equal(("none", 600), (run.FailureId, arrived.Count));
        Assert.Equal(
            java.Select(partitions => partitions.Split(' ')[4]),
            arrived.Select(record => record.Partition.ToString(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"headers\":\"airbyte\"")]
    public async Task Records_without_a_key_are_spread_in_runs(string settings)
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await broker.CreateTopicAsync(topic, partitions: 5);
        var run = await WriteAsync(broker, topic, $"\"record_key\":\"none\",\"batch_size\":4000,\"buffer_memory\":\"300000\"{settings}", records: 20_000);
        var arrived = await broker.ReadAllAsync(topic, Test);
        var inOrder = arrived.OrderBy(record => Number(record.Value!)).Select(record => record.Partition).ToList();
        var steps = inOrder.Zip(inOrder.Skip(1)).Count(pair => pair.First != pair.Second);

        // The first records find their partition one by one, until it is known how many there are: with a small buffer that is soon.
        Assert.Equal(
            ("none", 20_000, true, 5, true),
            (run.FailureId, arrived.Count, arrived.All(record => record.Key is null), inOrder.Distinct().Count(), steps < 2000));
    }

    private static Task<WriteRun> WriteAsync(TestBroker broker, string topic, string settings, int records) => Task.Run(
        () => WriteRun.Of(
            broker.BootstrapServers, $"\"topic_pattern\":\"{topic}\",{settings}", "s",
            string.Join('\n', Enumerable.Range(0, records).Select(i => WriteRun.Record("s", $"{{\"id\":\"{i}\"}}"))), Test),
        Test);

    private static int Number(byte[] value)
    {
        var text = Encoding.UTF8.GetString(value);
        var start = text.LastIndexOf(":\"", StringComparison.Ordinal) + 2;
        return int.Parse(text.AsSpan(start, text.IndexOf('"', start) - start), CultureInfo.InvariantCulture);
    }

    private static async Task<IReadOnlyList<string>> AskJavaAsync(IReadOnlyList<byte[]> keys)
    {
        var home = Environment.GetEnvironmentVariable(KafkaInstallation.HomeVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(home), $"Needs Kafka's own producer, but {KafkaInstallation.HomeVariable} is not set.");

        // A sign in front, or the empty key would be no line.
        return await JavaSource.RunAsync(
            Path.Combine("Records", "Partitions.java"), Path.Combine(home!, "libs", "*"), keys.Select(key => $"={Convert.ToHexString(key)}"), Test);
    }
}
