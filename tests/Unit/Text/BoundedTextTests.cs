using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Connection;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Topics;
using Xunit;

namespace AirbyteKafka.Tests.Text;

/// <summary>
/// Names and lists of any size: a sentence shows 200 characters of a text and ten entries of a list, and how many there are.
/// </summary>
[Collection(MemoryTests.Name)]
public sealed class BoundedTextTests
{
    private const string Shown = "… (1000000 characters)";

    private static readonly string Huge = new('n', 1_000_000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Cut => Huge[..200] + Shown;

    [Theory]
    [InlineData(false, "key")]
    [InlineData(true, "key")]
    [InlineData(false, "password")]
    public void A_million_unknown_keys_are_ten_warnings_and_a_count(bool inProtocol, string name)
    {
        const int Count = 1_000_000;
        var keys = new StringBuilder();
        for (var number = 0; number < Count; number++)
        {
            keys.Append(CultureInfo.InvariantCulture, $",\"{name}{number}\":{number}");
        }

        var json = inProtocol
            ? $$$"""{"bootstrap_servers":"kafka:1","topic_pattern":"t","protocol":{"security_protocol":"PLAINTEXT"{{{keys}}}}}"""
            : $$$"""{"bootstrap_servers":"kafka:1","topic_pattern":"t"{{{keys}}}}""";
        var start = Stopwatch.GetTimestamp();

        var result = DestinationConfig.TryParse(Encoding.UTF8.GetBytes(json), "-Config");

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(
            (true, 11, $"999990 more keys {(inProtocol ? "of protocol" : "at the top level")} are not settings and have no effect."),
            (result.Config is not null, result.Warnings.Count, result.Warnings[^1].Message));
    }

    [Fact]
    public void A_million_unknown_keys_in_place_of_the_ones_that_are_needed()
    {
        var keys = string.Join(',',
            Enumerable.Range(0, 1_000_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"\"key{number}\":1")));
        var start = Stopwatch.GetTimestamp();

        var result = DestinationConfig.TryParse(Encoding.UTF8.GetBytes($"{{{keys}}}"), "-Config");

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.InRange(result.ToString().Length, 1, 2000);
        Assert.Equal(2, result.Problems.Count);
    }

    [Fact]
    public void A_setting_that_is_given_thousands_of_times_is_one_warning()
    {
        var again = string.Join(',', Enumerable.Repeat("\"topic_pattern\":\"t\"", 10_000));
        Assert.Equal(
            "topic_pattern is given twice; the last one counts.",
            Assert.Single(DestinationConfig.TryParse(Encoding.UTF8.GetBytes($$"""{"bootstrap_servers":"kafka:1",{{again}}}"""), "-Config")
                .Warnings).Message);
    }

    [Fact]
    public void A_list_of_a_hundred_thousand_addresses_that_are_none()
    {
        var result = Parse(string.Join(',', Enumerable.Repeat("kafka", 100_000)));

        Assert.Equal(
            (11, "bootstrap_servers: 99990 more of its 100000 entries are no addresses."),
            (result.Problems.Count, result.Problems[^1].Message));
        Assert.Equal(12, result.ToString().Split('\n').Length);
    }

    [Fact]
    public void A_list_of_a_hundred_thousand_brokers_is_read_soon_and_shown_in_part()
    {
        var start = Stopwatch.GetTimestamp();
        var config = Parse(string.Join(',',
            Enumerable.Range(0, 100_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"kafka{number}:1")))).Config!;

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(100_000, config.Brokers.Count);
        Assert.StartsWith(
            "-Config: kafka0:1, kafka1:1, kafka2:1, kafka3:1, kafka4:1, kafka5:1, kafka6:1, kafka7:1, kafka8:1, kafka9:1 and 99990 more (",
            config.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Prefixes_of_many_brokers_are_ten_warnings() =>
        Assert.Equal(10, Parse(string.Join(',', Enumerable.Range(0, 1000).Select(number => $"SSL://kafka{number}:1"))).Warnings.Count);

    [Fact]
    public void A_host_of_a_million_characters_is_none() => Assert.Equal(
        $"bootstrap_servers: '{Huge[..60]}…' has a host of 1000000 characters, more than the 255 that a name can have. Write host:port, "
            + $"with commas between several.",
        Assert.Single(Parse(Huge + ":9092").Problems).Message);

    [Fact]
    public void Names_of_a_catalog()
    {
        var repeated = Assert.Throws<AirbyteKafkaException>(() => Catalog(Huge, Huge));
        Assert.Equal($"The catalog in test cannot be used: streams[1] repeats streams[0]: stream '{Cut}' is listed twice. Keep one of "
            + $"them.", repeated.Message);

        var warning = Assert.Single(Catalog([Huge], "overwrite").Warnings);
        Assert.Equal(
            $"streams[0].destination_sync_mode: Kafka can only append. The records of stream '{Cut}' are appended, not handled as "
                + $"'overwrite' asks.", warning.Message);
    }

    [Fact]
    public void Modes_of_a_catalog_that_are_not_known_are_ten_warnings_and_a_count()
    {
        var streams = string.Join(',', Enumerable.Range(0, 1000).Select(number => $$"""{"stream":{"name":"s{{number}}"},"sync_mode":"m{{(char)('a' + (number % 26))}}{{new string('x', number / 26)}}"}"""));
        var catalog = ConfiguredCatalog.Parse(Encoding.UTF8.GetBytes($$"""{"streams":[{{streams}}]}"""), "test");
        Assert.Equal(
            (11, "streams[0].sync_mode: 'ma' is not known here; the records are appended.", "990 more modes of streams are not known "
                + "here; the records are appended."),
            (catalog.Warnings.Count, catalog.Warnings[0].Message, catalog.Warnings[^1].Message));
    }

    [Fact]
    public void Topics_that_Kafka_would_refuse()
    {
        var name = new string('n', 1000);
        var refused = Assert.Throws<AirbyteKafkaException>(
            () => TopicMap.Create(new TopicPattern("{stream}"),
                [.. Enumerable.Range(0, 1000).Select(number => new StreamDescriptor($"{number}", name))]));

        var lines = refused.Message.Split('\n');
        Assert.Equal((11, "and 990 more."), (lines.Length, lines[^1]));
        Assert.Equal(
            $"Stream '0.{name[..198]}… (1002 characters)': topic_pattern '{{stream}}' gives the topic name '{name[..200]}… (1000 "
                + $"characters)', which has 1000 characters, 751 more than the 249 that Kafka allows. Change topic_pattern or the name "
                + $"of the stream.",
            lines[0]);
    }

    [Fact]
    public async Task Names_of_an_input()
    {
        await using var mock = new MockBroker();

        var other = WriteRun.Of(mock.BootstrapServers, "\"topic_pattern\":\"t\"", "a", WriteRun.Record(Huge, "{}"), Stop);
        Assert.Equal(
            $"Line 1 of the input is a record of stream '{Cut}' without a namespace, which the catalog does not list. Add the stream to "
                + $"the catalog, or take its records out of the input.",
            other.Result.Failure?.Message);

        var elsewhere = WriteRun.Of(mock.BootstrapServers, "\"topic_pattern\":\"t\"", $"{Huge}.a", WriteRun.Record("a", "{}"), Stop);
        Assert.Equal(
            $"Line 1 of the input is a record of stream 'a' without a namespace, which the catalog does not list; it lists 'a' in "
                + $"namespace '{Cut}'. Add the stream to the catalog, or take its records out of the input.",
            elsewhere.Result.Failure?.Message);

        var large = WriteRun.Of(mock.BootstrapServers, "\"topic_pattern\":\"t\",\"max_request_size\":1000", Huge,
            WriteRun.Record(Huge, "{}"), Stop);
        Assert.StartsWith($"The record in line 1 (stream '{Cut}') for topic 't' has ", large.Result.Failure?.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_thousand_types_and_streams_of_an_input_are_few_warnings()
    {
        const int Streams = 1000;
        await using var mock = new MockBroker();
        var input = new MemoryStream();
        for (var number = 0; number < 100_000; number++)
        {
            input.Write(Encoding.UTF8.GetBytes($"{{\"type\":\"T{number}\",\"x\":{{}}}}\n"));
        }

        for (var number = 0; number < Streams; number++)
        {
            input.Write([.. Encoding.UTF8.GetBytes(
                $"{{\"type\":\"RECORD\",\"record\":{{\"stream\":\"s{number}\",\"emitted_at\":1,\"data\":{{\"x\":\""), 0xC3, (byte)'"',
                .. "}}}\n"u8]);
        }

        input.Position = 0;

        var run = WriteRun.Of(mock.BootstrapServers, "\"topic_pattern\":\"t\"",
            string.Join(' ', Enumerable.Range(0, Streams).Select(number => $"s{number}")), input, Stop);

        var warnings = run.Logs.Where(line => line.StartsWith("Warn", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ("none", 1000L, 100_000L, 17, "Warn: 990 more streams have data that is not UTF-8. It was written as it came."),
            (run.FailureId, run.Result.Records, run.Result.SkippedLines, warnings.Count, warnings[^1]));
        Assert.Equal("Warn: 100000 lines so far, the last one line 100000: is a JSON object without a type that Airbyte knows; it was "
            + "skipped.", warnings[5]);
    }

    private static ConfigParseResult Parse(string servers) => DestinationConfig.TryParse(
        Encoding.UTF8.GetBytes(new JsonObject { ["bootstrap_servers"] = servers, ["topic_pattern"] = "t" }.ToJsonString()), "-Config");

    private static ConfiguredCatalog Catalog(params string[] names) => Catalog(names, "append");

    private static ConfiguredCatalog Catalog(string[] names, string mode) => ConfiguredCatalog.Parse(
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["streams"] = new JsonArray(
                [.. names.Select(name =>
                new JsonObject { ["stream"] = new JsonObject { ["name"] = name }, ["destination_sync_mode"] = mode })]),
        }.ToJsonString()),
        "test");
}
