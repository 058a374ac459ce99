using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Topics;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// Whatever the messages, their sizes, streams and states, and however the input is cut: a consumer reads what was sent, and the states
/// come back.
/// </summary>
public sealed class RandomSyncTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_consumer_reads_is_what_was_sent_and_the_states_come_back()
    {
        await using var broker = new MockBroker();
        RandomSync.Any.Sample(sync => Expected(sync) == Actual(broker, sync), iter: 30, threads: 2, print: sync =>
            $"{sync.Settings} {string.Join(sync.LineEnd, sync.Lines)}");
    }

    private static string Expected(RandomSync sync) => Describe(
        "none",
        sync.States,
        sync.Data.Select(stream => (
            stream.Key.ToString(),
            stream.Value.Select(record => RandomSync.ValueOf(stream.Key, "KEY", record.EmittedAt, record.Data)),
            InOrder: true)));

    private static string Actual(MockBroker broker, RandomSync sync)
    {
        var pattern = TestBroker.UniquePrefix() + "{namespace}_{stream}";
        var catalog = ConfiguredCatalog.Parse(RandomSync.CatalogJson(), "test");
        using var input = new ChunkedStream(Encoding.UTF8.GetBytes(string.Join(sync.LineEnd, sync.Lines)), sync.Pieces);
        var run = WriteRun.Of(broker.BootstrapServers, $"\"topic_pattern\":\"{pattern}\",{sync.Settings}", catalog, input, Test);
        var topics = TopicMap.Create(new TopicPattern(pattern), RandomSync.Streams);
        return Describe(run.FailureId, run.States, topics.Entries.Select(entry =>
        {
            var records = broker.ReadAllAsync(entry.Topic, Test).GetAwaiter().GetResult()
                .Select(record => (record.Partition, Place: PlaceOf(record),
                    Value: Encoding.UTF8.GetString(record.Value!).Replace(Encoding.UTF8.GetString(record.Key!), "KEY",
                    StringComparison.Ordinal)))
                .ToList();
            var inOrder = records.GroupBy(record => record.Partition).All(
                partition => partition.Select(record => record.Place).SequenceEqual(partition.Select(record => record.Place).Order()));
            return (entry.Stream.ToString(), records.OrderBy(record => record.Place).Select(record => record.Value), inOrder);
        }));
    }

    private static string Describe(string failure, IEnumerable<string> states,
        IEnumerable<(string Stream, IEnumerable<string> Values, bool InOrder)> streams) =>
        $"failure: {failure}\n{string.Join('\n', states)}\n{string.Join('\n', streams.Select(stream => $"{stream.Stream}, in order: {stream.InOrder}\n{string.Join('\n', stream.Values)}"))}";

    private static int PlaceOf(TestRecord record)
    {
        using var value = System.Text.Json.JsonDocument.Parse(record.Value);
        return value.RootElement.GetProperty("_airbyte_emitted_at").GetInt32();
    }
}
