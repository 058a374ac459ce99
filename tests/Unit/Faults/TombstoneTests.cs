using System.Diagnostics;
using System.Globalization;
using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Connection;
using AirbyteKafka.Tests.Delivery;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// Rows that were deleted: they vanish from a compacted topic, count against the memory, and come through faults like any record.
/// </summary>
public sealed class TombstoneTests(BrokerPool brokers)
{
    private const string Deletes = "\"record_key\":\"primary_key\",\"key_format\":\"json\",\"cdc_deletion_mode\":\"Hard delete\"";

    private static readonly TimeSpan CompactionLimit = TimeSpan.FromSeconds(60);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_compacted_topic_forgets_the_rows_that_were_deleted_and_no_others()
    {
        // The brokers that tests share compact nothing.
        await using var kafka = await brokers.StartKafkaAsync(
            KafkaOptions.For(BrokerNeeds.RealKafka) with
            {
                Properties = new Dictionary<string, string>
                {
                    ["log.cleaner.enable"] = "true",
                    ["log.cleaner.backoff.ms"] = "500",
                    ["log.cleaner.dedupe.buffer.size"] = "4194304",
                },
            },
            Test);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, settings: new Dictionary<string, string>
        {
            ["cleanup.policy"] = "compact",
            ["segment.ms"] = "1000",
            ["min.cleanable.dirty.ratio"] = "0.01",
            ["delete.retention.ms"] = "100",
        });
        var rows = Enumerable.Range(0, 10).Select(id => Row(id, "null"));
        await WriteAsync(kafka, topic, [.. rows, .. Enumerable.Range(0, 5).Select(id => Row(id, "1"))]);
        var started = Stopwatch.GetTimestamp();
        var other = 100;
        List<string> left;
        do
        {
            // The segment that is written to is not cleaned: other rows have to come for it to end.
            await WriteAsync(kafka, topic, [Row(other++, "null")]);
            var records = await kafka.ReadAllAsync(topic, Test);
            left = [.. records.Select(record => $"{Encoding.UTF8.GetString(record.Key!)}{(record.Value is null ? " deleted" : "")}")
                .Where(row => row.Length < "{\"id\":100}".Length || row.EndsWith("deleted", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)];
        }
        while (left.Count > 5 && Stopwatch.GetElapsedTime(started) < CompactionLimit);
        Assert.Equal("{\"id\":5} {\"id\":6} {\"id\":7} {\"id\":8} {\"id\":9}", string.Join(' ', left));
    }

    [Fact]
    public async Task However_many_there_are_they_take_no_more_memory_than_they_may()
    {
        const int bufferMemory = 8_000_000;
        const int countedForEach = 128;
        using var nobody = new UnusedPort();
        var lines = Enumerable.Range(0, 200_000).Select(id => Row(id, "1"));
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var run = await Task.Run(
            () => WriteRun.Of(
                nobody.Address,
                $"\"topic_pattern\":\"t\",\"buffer_memory\":{bufferMemory},\"max_block_ms\":300,\"request_timeout_ms\":500,\"delivery_timeout_ms\":1000,{Deletes}",
                Catalog, input, Test),
            Test);
        var taken = run.Result.FailedRecords + run.Result.UnknownRecords;
        Assert.Equal("DeliveryTimedOut", run.FailureId);
        Assert.InRange(taken, bufferMemory / countedForEach / 3, bufferMemory / countedForEach);
    }

    [Theory]
    [InlineData("\"partition_key_field\":\"n\",\"cdc_deletion_mode\":\"Hard delete\"")]
    [InlineData("\"partition_key_field\":\"n\",\"cdc_deletion_mode\":\"Hard delete\",\"headers\":\"cloudevents\",\"enable_idempotence\":true")]
    public async Task They_ride_out_brokers_that_are_away(string settings)
    {
        await using var broker = new MockBroker();
        broker.Cluster.CreateTopic("t", 2, 1);
        var fault = new Fault(
            "away", TimeSpan.FromSeconds(1), () => broker.Cluster.SetBroker(1, up: false), () => broker.Cluster.SetBroker(1, up: true));
        var write = await FaultedWrite.RunAsync(
            broker, "t", new NumberedSync(Records: 3000, DeletesOdd: true), 3000, fault, $"\"batch_size\":1000,{settings}", Test);
        var arrived = await broker.ReadAllAsync("t", Test);
        Assert.Matches("^(exactly once|complete)$", write.Outcome);
        Assert.Equal(
            (true, true),
            (arrived.All(record => Number(record.Key!) % 2 == 1 == record.Value is null),
                arrived.All(record => record.Headers.Count == (settings.Contains("cloudevents", StringComparison.Ordinal) ? 6 : 0))));
    }

    [Fact]
    public async Task The_record_whose_time_the_broker_refuses_is_named_with_the_setting()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.RealKafka);
        var topic = TestBroker.UniqueTopic();

        // How old a record may be is not asked for beforehand.
        await kafka.CreateTopicAsync(topic, settings: new Dictionary<string, string> { ["message.timestamp.before.max.ms"] = "3600000" });
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var lines = Enumerable.Range(0, 10).Select(i => WriteRun.Record("s", "{}", i is 4 or 7 ? now - 7_200_000 : now));
        var run = await Task.Run(
            () => WriteRun.Of(
                kafka.BootstrapServers, $"\"topic_pattern\":\"{topic}\",\"linger_ms\":\"200\",\"record_timestamp\":\"emitted_at\"", "s",
                string.Join('\n', lines), Test),
            Test);
        Assert.Matches("^The record in line [58] .*record_timestamp is 'emitted_at'", run.Result.Failure?.Message);
    }

    private static ConfiguredCatalog Catalog => ConfiguredCatalog.Parse(
        "{\"streams\":[{\"stream\":{\"name\":\"s\"},\"primary_key\":[[\"id\"]]}]}"u8, "test");

    private static async Task WriteAsync(TestBroker broker, string topic, IEnumerable<string> lines)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var run = await Task.Run(
            () => WriteRun.Of(broker.BootstrapServers, $"\"topic_pattern\":\"{topic}\",{Deletes}", Catalog, input, Test), Test);
        Assert.Equal("none", run.FailureId);
    }

    private static string Row(int id, string deletedAt) =>
        WriteRun.Record("s", string.Create(CultureInfo.InvariantCulture, $"{{\"id\":{id},\"_ab_cdc_deleted_at\":{deletedAt}}}"));

    private static int Number(byte[] key) => int.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture);
}
