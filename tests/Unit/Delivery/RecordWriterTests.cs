using System.Globalization;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Write;
using Xunit;
using static AirbyteKafka.Tests.Delivery.WriteRun;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>Whole writes against the best broker at hand: a real Kafka where there is one.</summary>
public sealed class RecordWriterTests(BrokerPool brokers)
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_lie_in_Kafka_as_the_Java_connector_would_have_put_them()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var prefix = TestBroker.UniquePrefix();
        await broker.CreateTopicAsync(prefix + "p_users", partitions: 5);
        var data = Enumerable.Range(0, 3000).Select(
            i => string.Create(CultureInfo.InvariantCulture, $$"""{"i":{{i}}, "text":"é \u2028\"","n":1e400,"deep":[{"a":null}]}"""))
            .ToList();
        var lines = data.Select((json, i) => Record("p.users", json, emittedAt: 100 + i));

        var run = Of(broker.BootstrapServers, $$"""
            "topic_pattern":"{{prefix}}{namespace}.{stream}"
            """, "p.users", string.Join('\n', lines), Test);
        var records = await broker.ReadAllAsync(prefix + "p_users", Test);

        var faults = records.Where(record => !IsAsJavaWouldPutIt(record, partitions: 5)).ToList();
        var dataBack = records.Select(record => Encoding.UTF8.GetString(record.Value!)).Select(DataOf).Order(StringComparer.Ordinal);
        Assert.Equal(
            ("none", 3000L, 0, 3000),
            (run.FailureId, run.Result.Records, faults.Count,
                records.Select(record => Encoding.UTF8.GetString(record.Key!)).Distinct().Count()));
        Assert.Equal(data.Order(StringComparer.Ordinal), dataBack);
    }

    [Fact]
    public async Task Records_go_to_all_partitions_in_runs_of_a_batch_each()
    {
        const int Count = 6000;
        const int BatchSize = 16384;
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var topic = TestBroker.UniquePrefix();
        await broker.CreateTopicAsync(topic, partitions: 5);
        var data = Enumerable.Range(0, Count).Select(
            i => string.Create(CultureInfo.InvariantCulture, $$"""{"i":{{i}},"text":"{{new string('x', 500)}}"}""")).ToList();
        var settings = string.Create(CultureInfo.InvariantCulture, $"""
            "topic_pattern":"{topic}","batch_size":{BatchSize}
            """);
        using var output = AirbyteMessageWriter.Start(Stream.Null, TimeProvider.System);
        using var session = WriteSession.Start(Config(broker.BootstrapServers, settings), Catalog("users"),
            new MessageObserver(output, LogLevel.Info));

        // How many partitions there are is known once a record has gone to one.
        session.Write(Lines(data[..1]), Test);
        session.Flush();
        Assert.True(SpinWait.SpinUntil(() => session.Progress.Acknowledged == 1, TimeSpan.FromSeconds(20)),
            "The first record was not acknowledged.");
        session.Write(Lines(data[1..]), Test);
        var result = session.Complete(Test);

        var records = await broker.ReadAllAsync(topic, Test);
        var partitions = records.OrderBy(record => NumberOf(Encoding.UTF8.GetString(record.Value!))).Select(record => record.Partition)
            .ToList();
        var changes = partitions.Zip(partitions.Skip(1)).Count(pair => pair.First != pair.Second);
        var runs = result.Bytes / BatchSize;
        Assert.Equal((Count, 5, true), (records.Count, partitions.Distinct().Count(), changes > runs / 2 && changes <= runs + 1));

        static byte[] Lines(IEnumerable<string> data) =>
            Encoding.UTF8.GetBytes(string.Concat(data.Select(json => Record("users", json) + "\n")));
    }

    [Fact]
    public async Task States_come_back_in_order_each_with_the_count_of_its_own_records()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var prefix = TestBroker.UniquePrefix();
        string Global(string stats) => $$$"""{"type":"STATE","state":{"type":"GLOBAL","global":{"stream_states":[]},"id":9{{{stats}}}}}""";
        string Legacy(string stats) => $$$"""{"type":"STATE","state":{"data":{"x":1}{{{stats}}}}}""";
        string[] input =
        [
            StreamState("a", 0), Record("a", "{}"), Record("n.b", "{}"), Record("n.b", "{}"), StreamState("n.b", 1), Record("a", "{}"),
                StreamState("a", 2),
            StreamState("a", 3), Record("a", "{}"), Record("n.b", "{}"), Global(""), Record("n.b", "{}"), Legacy(""), Global(""),
        ];

        var run = Of(broker.BootstrapServers, $$"""
            "topic_pattern":"{{prefix}}{stream}"
            """, "a n.b", string.Join("\r\n", input), Test);

        Assert.Equal(
            [
                StreamState("a", 0, Stats(0)), StreamState("n.b", 1, Stats(2)), StreamState("a", 2, Stats(2)),
                StreamState("a", 3, Stats(0)), Global(Stats(2)), Legacy(Stats(1)), Global(Stats(0)),
            ],
            run.States);
        Assert.Equal(
            [$"a {prefix}a 3", $"n.b {prefix}b 4"],
            run.Result.Streams.Select(stream =>
                string.Create(CultureInfo.InvariantCulture,
                $"{new StreamDescriptor(stream.Namespace, stream.Stream)} {stream.Topic} {stream.Records}")));
        Assert.Equal(
            [StreamState("a", 3, Stats(0)), StreamState("n.b", 1, Stats(2)), Global(Stats(0)), Legacy(Stats(1))],
                run.Result.Checkpoints.Order(StringComparer.Ordinal).OrderBy(
                state => state.Contains("STREAM", StringComparison.Ordinal) ? 0 : state.Contains("GLOBAL", StringComparison.Ordinal)
                ? 1 : 2));
    }

    [Theory]
    [InlineData("{\"type\":\"RECORD\",", "MessageMalformed: Line 3 of the input is not valid JSON; the fault is at byte 17, its end: the "
        + "message is cut off, or goes on in the next line.")]
    [InlineData("{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{}}}", "MessageMalformed: Line 3 of the input is a RECORD "
        + "without emitted_at (an integer: milliseconds since 1970).")]
    [InlineData("{\"type\":\"RECORD\",\"record\":{\"stream\":\"b\",\"data\":{},\"emitted_at\":1}}",
        "StreamNotInCatalog: Line 3 of the input is a record of stream 'b' without a namespace, which the catalog does not list.")]
    [InlineData("{\"type\":\"RECORD\",\"record\":{\"namespace\":\"\",\"stream\":\"a\",\"data\":{},\"emitted_at\":1}}", "StreamNotInCatalog: Line 3 of the input is a record of stream 'a' with an empty namespace (\"\"), which the catalog does not list; it lists 'a' without a namespace.")]
    [InlineData("{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\"}}", "MessageMalformed: Line 3 of the input is a STATE of type STREAM "
        + "without stream.stream_descriptor.name.")]
    public async Task A_line_that_cannot_be_taken_ends_the_write_and_what_was_safe_is_told(string line, string expected)
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        var input = string.Join('\n', Record("a", "{}"), StreamState("a", 1), line, Record("a", "{}"), StreamState("a", 2));

        var run = Of(broker.BootstrapServers, $$"""
            "topic_pattern":"{{topic}}"
            """, "a", input, Test);

        Assert.Contains(expected, $"{run.FailureId}: {run.Result.Failure?.Message}", StringComparison.Ordinal);
        Assert.Equal([StreamState("a", 1, Stats(1))], run.States);
        Assert.Single(await broker.ReadAllAsync(topic, Test));
    }

    [Fact]
    public async Task Lines_that_are_no_records_are_skipped_with_a_word()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        var input = "\uFEFF" + string.Join("\r\n", Record("a", "{}") + "}", "", "plain text", "[1]", "  " + Record("a", "{}") + "  ",
            """{"type":"TRACE"}""", """{"some":"object"}""", "{\"type\":\"TRACE\"}", Record("a", "{}"));

        var run = Of(broker.BootstrapServers, $$"""
            "topic_pattern":"{{topic}}"
            """, "a", input, Test);

        Assert.Equal(
            [
                "Warn: Line 1 of the input is followed by closing braces too many, which were dropped.",
                "Warn: Line 2 of the input is empty and was skipped.",
                "Warn: Line 3 of the input is not a JSON object and was skipped.",
                "Warn: Line 6 of the input is a message of type TRACE, which a destination has no use for; it was skipped.",
                "Warn: Line 7 of the input is a JSON object without a type that Airbyte knows; it was skipped.",
            ],
            run.Logs);
        Assert.Equal(("none", 3), (run.FailureId, (await broker.ReadAllAsync(topic, Test)).Count));
    }

    [Fact]
    public async Task A_line_of_20_MB_passes_when_the_limits_allow_it()
    {
        await using var broker = new MockBroker();
        var text = new string('x', 20 * 1024 * 1024);
        var run = Of(broker.BootstrapServers, """
            "topic_pattern":"big","max_request_size":30000000
            """, "a", $"{Record("a", "{}")}\n{Record("a", $"\"{text}\"")}\n{StreamState("a", 1)}", Test);
        Assert.Equal(("none", 2L, StreamState("a", 1, Stats(2))), (run.FailureId, run.Result.Records, Assert.Single(run.States)));
    }

    [Fact]
    public async Task A_record_beyond_max_request_size_is_named_with_its_size_and_the_limit()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var run = Of(broker.BootstrapServers, $$"""
            "topic_pattern":"{{TestBroker.UniqueTopic("t")}}","max_request_size":2000
            """, "a", $"{Record("a", "{}")}\n{StreamState("a", 1)}\n{Record("a", $"\"{new string('x', 2000)}\"")}\n{StreamState("a", 2)}", Test);
        Assert.Equal(
            ("RecordTooLarge", StreamState("a", 1, Stats(1))),
            (run.FailureId, Assert.Single(run.States)));
        Assert.Matches("^The record in line 3 \\(stream 'a'\\) for topic 'airbyte_.*_t' has 2158 bytes, more than max_request_size "
            + "\\(2000 bytes\\) allows\\. ", run.Result.Failure!.Message);
    }

    [Fact]
    public async Task Much_more_than_the_buffer_holds_passes_through_it()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        var data = $"\"{new string('x', 1000)}\"";
        var input = string.Join('\n', Enumerable.Range(0, 5000).Select(i => i % 500 == 499 ? StreamState("a", i) : Record("a", data)));
        var run = Of(broker.BootstrapServers, $$"""
            "topic_pattern":"{{topic}}","buffer_memory":"200000","max_request_size":100000
            """, "a", input, Test);
        Assert.Equal(("none", 4990L, 10L, 4990),
            (run.FailureId, run.Result.Records, run.Result.States, (await broker.ReadAllAsync(topic, Test)).Count));
    }

    [Fact]
    public async Task A_sync_producer_has_each_record_acknowledged_before_the_next()
    {
        await using var broker = new MockBroker();
        broker.Cluster.SetRoundTripTime(1, TimeSpan.FromMilliseconds(20));
        var input = string.Join('\n', Enumerable.Repeat(Record("a", "{}"), 20));
        var run = Of(broker.BootstrapServers, """
            "topic_pattern":"t","sync_producer":true
            """, "a", input, Test);
        Assert.Equal(("none", 20L), (run.FailureId, run.Result.Records));
        Assert.True(run.Result.Duration >= TimeSpan.FromMilliseconds(20 * 20), $"20 records one by one took only {run.Result.Duration}");
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_an_error_within_the_delivery_timeout()
    {
        await using var broker = new MockBroker();
        broker.Cluster.SetBroker(1, up: false);
        var run = Of(broker.BootstrapServers, """
            "topic_pattern":"t","delivery_timeout_ms":2000,"request_timeout_ms":1000
            """, "a", $"{Record("a", "{}")}\n{StreamState("a", 1)}", Test);
        Assert.Equal(("DeliveryTimedOut", 0L, 1L, ""),
            (run.FailureId, run.Result.Records, run.Result.FailedRecords, string.Concat(run.States)));
        Assert.True(run.Result.Duration < TimeSpan.FromSeconds(6), $"took {run.Result.Duration}");
    }

    [Fact]
    public async Task A_stop_ends_the_reading_and_hands_back_what_is_safe()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Test);
        using var input = new OpenEndedStream($"{Record("a", "{}")}\n{StreamState("a", 1)}\n{Record("a", "{}")}\n");
        var topic = TestBroker.UniqueTopic();
        var write = Task.Run(
            () => Of(broker.BootstrapServers, $$"""
                "topic_pattern":"{{topic}}"
                """, "a", input, stop.Token),
            Test);
        await input.ReadToTheOpenEnd.WaitAsync(Test);
        await stop.CancelAsync();
        var run = await write.WaitAsync(TimeSpan.FromSeconds(20), Test);
        Assert.Equal(("Interrupted", 2L, StreamState("a", 1, Stats(1))), (run.FailureId, run.Result.Records, Assert.Single(run.States)));
    }

    private static bool IsAsJavaWouldPutIt(TestRecord record, int partitions)
    {
        using var value = JsonDocument.Parse(record.Value);
        var names = string.Join(' ', value.RootElement.EnumerateObject().Select(property => property.Name));
        var key = Encoding.UTF8.GetString(record.Key!);
        return names == "_airbyte_ab_id _airbyte_stream _airbyte_emitted_at _airbyte_data"
            && value.RootElement.GetProperty("_airbyte_ab_id").GetString() == key
            && value.RootElement.GetProperty("_airbyte_stream").GetString() == "users"
            && record.Headers.Count == 0
            && record.Partition == (Murmur2(record.Key!) & 0x7FFFFFFF) % partitions;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hundreds_of_streams_in_turn_go_to_topics_of_their_own(bool idempotent)
    {
        await using var broker = new MockBroker();
        string[] streams = [.. Enumerable.Range(0, 200).Select(i => $"s{i}")];
        IEnumerable<string> records = Enumerable.Range(0, 10).SelectMany(
            i => streams.Select(stream => Record(stream, $$"""{"n":{{i}}}""")));
        string settings = $$"""
            "topic_pattern":"{stream}","enable_idempotence":{{(idempotent ? "true" : "false")}}
            """;
        var run = await Task.Run(
            () => Of(broker.BootstrapServers, settings, string.Join(' ', streams),
                string.Join('\n', [.. records, .. streams.Select(stream => StreamState(stream, 1))]), Test), Test);
        string[] topics = ["s0", "s99", "s199"];
        var some = await Task.WhenAll(topics.Select(topic => broker.ReadAllAsync(topic, Test)));
        Assert.Equal(
            ("none", 2000L, string.Join('\n', streams.Select(stream => StreamState(stream, 1, Stats(10)))), "10 10 10"),
            (run.FailureId, run.Result.Records, string.Join('\n', run.States), string.Join(' ', some.Select(inTopic => inTopic.Count))));
    }

    private static string DataOf(string value)
    {
        const string Before = ",\"_airbyte_data\":";
        return value[(value.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..^1];
    }

    private static int NumberOf(string value)
    {
        using var data = JsonDocument.Parse(DataOf(value));
        return data.RootElement.GetProperty("i").GetInt32();
    }

    /// <summary>The hash by which Kafka's Java client chooses partitions.</summary>
    private static int Murmur2(byte[] key)
    {
        const int M = 0x5bd1e995;
        var hash = unchecked((int)0x9747b28c) ^ key.Length;
        for (var i = 0; i < key.Length / 4; i++)
        {
            var part = BitConverter.ToInt32(key, i * 4) * M;
            part ^= (int)((uint)part >> 24);
            hash = (hash * M) ^ (part * M);
        }

        var rest = key.Length & ~3;
        if (key.Length % 4 >= 3)
        {
            hash ^= key[rest + 2] << 16;
        }

        if (key.Length % 4 >= 2)
        {
            hash ^= key[rest + 1] << 8;
        }

        if (key.Length % 4 >= 1)
        {
            hash = (hash ^ key[rest]) * M;
        }

        hash = (hash ^ (int)((uint)hash >> 13)) * M;
        return hash ^ (int)((uint)hash >> 15);
    }
}
