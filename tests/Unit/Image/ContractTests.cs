using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AirbyteKafka.Airbyte.Spec;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Faults;
using AirbyteKafka.Tests.Processes;
using Xunit;
using static AirbyteKafka.Tests.Delivery.WriteRun;

namespace AirbyteKafka.Tests.Image;

/// <summary>What Airbyte's acceptance suite for destinations asks of an image, against a real Kafka.</summary>
[Trait("Category", Engine.Category)]
public sealed class ContractTests
{
    private readonly BrokerPool _brokers;

    public ContractTests(BrokerPool brokers)
    {
        Engine.Require();
        _brokers = brokers;
    }

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spec_is_the_committed_one()
    {
        var result = await ProcessRun.RunAsync(Engine.Run([], "spec"), Test);

        Assert.Equal((0, $$"""{"type":"SPEC","spec":{{DestinationSpec.ToJson()}}}""", ""), result.Outcome);
    }

    [Fact]
    public async Task Check_succeeds_with_a_Kafka_that_takes_a_record()
    {
        var broker = await _brokers.GetAsync(BrokerNeeds.RealKafka);
        var topic = TestBroker.UniqueTopic();

        var status = await CheckAsync(broker.BootstrapServers, topic);

        Assert.Equal(("SUCCEEDED", 1), (status.GetProperty("status").GetString(), (await broker.ReadAllAsync(topic, Test)).Count));
    }

    [Fact]
    public async Task Check_fails_where_no_Kafka_is()
    {
        var status = await CheckAsync("127.0.0.1:1", "t");

        Assert.Equal("FAILED", status.GetProperty("status").GetString());
        Assert.Contains("127.0.0.1:1", status.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Syncs_append_and_the_last_state_is_the_one_that_was_sent()
    {
        var broker = await _brokers.GetAsync(BrokerNeeds.RealKafka);
        var prefix = TestBroker.UniquePrefix();
        const string state = """{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"users"},"stream_state":{"at":"2024-01-01","ids":[1,2.50],"é":null}}}}""";
        string[] lines = [.. Enumerable.Range(0, 100).Select(i => Record(i % 2 == 0 ? "users" : "orders", $"{{\"id\":{i}}}")),
            StreamState("orders", 1), state];

        for (var sync = 0; sync < 2; sync++)
        {
            var result = await WriteAsync(broker, prefix + "{stream}", "users orders", lines);
            var last = JsonNode.Parse(result.StdoutLines.Last(line => line.Contains("\"STATE\"", StringComparison.Ordinal)))!;
            last["state"]!.AsObject().Remove("destinationStats");
            Assert.Equal(JsonNode.Parse(state)!.ToJsonString(), last.ToJsonString());
        }

        Assert.Equal((100, 100),
            ((await broker.ReadAllAsync(prefix + "users", Test)).Count, (await broker.ReadAllAsync(prefix + "orders", Test)).Count));
    }

    [Fact]
    public async Task Streams_of_one_name_in_two_namespaces_and_in_none_are_three()
    {
        var broker = await _brokers.GetAsync(BrokerNeeds.RealKafka);
        var prefix = TestBroker.UniquePrefix();

        await WriteAsync(broker, prefix + "{namespace}_{stream}", "a.t b.t t",
            [Record("a.t", "{\"n\":1}"), Record("b.t", "{\"n\":2}"), Record("b.t", "{\"n\":2}"), Record("t", "{\"n\":3}"),
            StreamState("t", 1)]);

        Assert.Equal(
            ("{\"n\":1}", "{\"n\":2} {\"n\":2}", "{\"n\":3}"),
            (await DataAsync(broker, prefix + "a_t"), await DataAsync(broker, prefix + "b_t"), await DataAsync(broker, prefix + "_t")));
    }

    [Fact]
    public async Task Data_of_every_kind_lies_in_the_topic_as_it_was_sent()
    {
        var broker = await _brokers.GetAsync(BrokerNeeds.RealKafka);
        var topic = TestBroker.UniqueTopic();
        await broker.CreateTopicAsync(topic);
        string[] data =
        [
            "{}",
            """{"null":null,"true":true,"empty":"","object":{},"array":[]}""",
            """{"integer":123456789012345678901234567890,"decimal":0.1000000000000000055511151231257827,"big":1e400,"small":-1.5E-400,"zero":-0.0}""",
            """{"nested":[[1,[2,[3,{"a":[null,{}]}]]],[]]}""",
            """{"text":"Ünïcödé 漢字 🙂 \ud83d\ude00","ключ":"значение"}""",
            """{"breaks":"a\nb\r\nc\u0085d\u2028e\u2029f","raw":"𝄞  ","controls":"\u0000\u001f\t"}""",
            """{"date":"2024-02-29","time":"2024-02-29T12:34:56.789+05:30","binary":"AAEC/w=="}""",
        ];
        // Properties that no version of the protocol knows, on every level.
        var unknown = data.Select((value, i) =>
            i % 2 == 0 ? Record("a", value) : Record("a", value).Replace("\"stream\":",
            "\"later\":{\"a\":[1]},\"meta\":{\"changes\":[]},\"stream\":", StringComparison.Ordinal));

        await WriteAsync(broker, topic, "a",
            [.. unknown, StreamState("a", 1).Replace("{\"type\"", "{\"later\":1,\"type\"", StringComparison.Ordinal)]);

        Assert.Equal(string.Join(' ', data), await DataAsync(broker, topic));
    }

    [Fact]
    public async Task A_large_batch_and_records_of_many_megabytes_arrive()
    {
        var broker = await _brokers.GetAsync(BrokerNeeds.RealKafka);
        var topic = TestBroker.UniqueTopic();
        await broker.CreateTopicAsync(topic, 1, new Dictionary<string, string> { ["max.message.bytes"] = "20000000" });
        int[] sizes = [15_000_000, 1, 9_000_000, .. Enumerable.Repeat(1000, 20_000)];

        await WriteAsync(broker, topic, "a",
            [.. sizes.Select(size => Record("a", $"{{\"p\":\"{new string('x', size)}\"}}")), StreamState("a", 1)],
            "\"max_request_size\":\"18000000\"");

        var lengths = (await broker.ReadAllAsync(topic, Test)).Select(record => record.Value!.Count(c => c == 'x'));
        Assert.Equal(sizes, lengths);
    }

    private async Task<JsonElement> CheckAsync(string bootstrapServers, string testTopic)
    {
        using var files = new MountedFiles(
            $$"""{"bootstrap_servers":"{{bootstrapServers}}","topic_pattern":"{stream}","test_topic":"{{testTopic}}"}""",
            NumberedSync.Catalog);
        var result = await ProcessRun.RunAsync(Engine.Run(files.Option, "check", "--config", "/secrets/config.json"), Test);
        Assert.Equal((0, ""), (result.ExitCode, result.Stderr));
        using var message = JsonDocument.Parse(
            result.StdoutLines.Single(line => line.Contains("\"CONNECTION_STATUS\"", StringComparison.Ordinal)));
        return message.RootElement.GetProperty("connectionStatus").Clone();
    }

    private static async Task<ProcessResult> WriteAsync(TestBroker broker, string pattern, string streams, IEnumerable<string> lines,
        string settings = "\"linger_ms\":\"5\"")
    {
        using var files = new MountedFiles(
            $$"""{"bootstrap_servers":"{{broker.BootstrapServers}}","topic_pattern":"{{pattern}}","acks":"all",{{settings}}}""",
            CatalogJson(streams));
        var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var result = await ProcessRun.RunAsync(
            Engine.Run(files.Option, ["write", .. MountedFiles.WriteWords]) with { StandardInput = input }, Test);
        Assert.True(result is { ExitCode: 0, Stderr: "" }, result.ToString());
        return result;
    }

    private static async Task<string> DataAsync(TestBroker broker, string topic) =>
        string.Join(' ', (await broker.ReadAllAsync(topic, Test)).Select(record =>
    {
        var value = Encoding.UTF8.GetString(record.Value!);
        return value[(value.IndexOf("\"_airbyte_data\":", StringComparison.Ordinal) + 16)..^1];
    }));
}
