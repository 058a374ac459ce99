using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Tests.Brokers;
using Xunit;

namespace AirbyteKafka.Tests.Connection;

/// <summary>The check with settings of what records look like.</summary>
public sealed class TestRecordTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_test_record_has_the_key_and_the_shape_of_the_configuration()
    {
        await using var broker = new MockBroker();
        var shown = new List<string>();
        foreach (var members in ((string Name, JsonNode? Value)[][])
        [
            [("record_key", "none"), ("value_shape", "data"), ("headers", "airbyte")],
            [("partition_key_field", "test-key"), ("key_format", "json"), ("value_shape", "data"), ("record_timestamp", "emitted_at")],
            [("record_key", "stream"), ("value_shape", "data")],
        ])
        {
            var topic = $"t{shown.Count}";
            var check = await CheckRun.RunAsync(CheckRun.Config(broker.BootstrapServers, null, [("test_topic", topic), .. members]));
            var record = Assert.Single(await broker.ReadAllAsync(topic, Test));
            shown.Add($"{check.Succeeded} {(record.Key is null ? "null" : Encoding.UTF8.GetString(record.Key))} "
                + $"{Encoding.UTF8.GetString(record.Value!)} {record.Headers.Count}");
        }

        const string Value = """{"test-key":"test-value"} 0""";
        Assert.Equal([$"True null {Value}", $$"""True {"test-key":"test-value"} {{Value}}""", $"True test-topic-stream {Value}"], shown);
    }

    [Fact]
    public async Task What_does_not_suit_the_streams_is_said()
    {
        await using var broker = new MockBroker();
        var catalog = ConfiguredCatalog.Parse("{\"streams\":[{\"stream\":{\"name\":\"a\"}}]}"u8, "test");
        var check = await CheckRun.RunAsync(CheckRun.Config(broker.BootstrapServers, null, ("record_key", "primary_key")), catalog);
        Assert.Contains("the catalog has none for stream 'a'", check.Steps[0].Detail, StringComparison.Ordinal);
    }
}
