using System.IO.Compression;
using System.Text;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Protocol;
using Xunit;
using static AirbyteKafka.Tests.Delivery.WriteRun;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>Whole inputs of every kind.</summary>
public sealed class InputTests
{
    private const string Settings = """
        "topic_pattern":"t","delivery_timeout_ms":20000,"request_timeout_ms":10000
        """;

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("[]")]
    [InlineData("id,name\n1,record\n")]
    [InlineData("\n\uFEFFplain text\n\n")]
    [InlineData("""{"id":1}""")]
    [InlineData("{\"type\":\"METRIC\"}\n\n{}\n")]
    [InlineData("/var/lib/messages.jsonl")]
    public void An_input_that_holds_something_but_not_one_message_is_an_error(string input)
    {
        var run = Of("127.0.0.1:1", Settings, "a", input, Test);
        Assert.Equal("InputUnusable", run.FailureId);
        Assert.Matches("^None of the [1-3] lines of the input is an Airbyte message; the first that is not blank is line [12]\\. "
            + "Messages are JSON objects, one a line, ", run.Result.Failure!.Message);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("\uFEFF", 1)]
    [InlineData("\n \r\n\t\n\u001A", 4)]
    [InlineData("{\"type\":\"LOG\"}\ntext\n", 2)]
    public void An_empty_input_and_one_of_other_messages_are_a_success(string input, long skipped)
    {
        var run = Of("127.0.0.1:1", Settings, "a", input, Test);
        Assert.Equal(("none", skipped), (run.FailureId, run.Result.SkippedLines));
    }

    [Theory]
    [InlineData("[\n  {\n    \"type\": \"RECORD\"", "Line 2 of the input is not valid JSON; the fault is at byte 2, its end: the message "
        + "is cut off, or goes on in the next line. Write one message a line.")]
    [InlineData("{\n  \"type\": \"RECORD\"", "Line 1 of the input is not valid JSON; the fault is at byte 2, its end: the message is cut "
        + "off, or goes on in the next line. Write one message a line.")]
    [InlineData("[{\"type\":\"RECORD\"}]", "Line 1 of the input may hold messages in a JSON list. Write one message a line, without a "
        + "list around them")]
    public void JSON_over_several_lines_and_lists_are_refused_with_what_is_taken(string input, string expected) =>
        Assert.Contains(expected, Of("127.0.0.1:1", Settings, "a", input, Test).Result.Failure?.Message, StringComparison.Ordinal);

    [Fact]
    public async Task Skipped_lines_are_counted_in_the_result_and_its_text_and_hold_back_no_state()
    {
        await using var broker = new MockBroker();
        var input = string.Join('\n',
            ["text", .. Enumerable.Repeat("", 3000), Record("a", "{}"), """{"type":"LOG"}""", "\uFEFF" + StreamState("a", 1)]);
        var run = Of(broker.BootstrapServers, Settings, "a", input, Test);
        Assert.Equal(("none", 3002L, StreamState("a", 1, Stats(1))), (run.FailureId, run.Result.SkippedLines, Assert.Single(run.States)));
        Assert.Contains(" 1 states, 3002 lines skipped in ", run.Result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source > ")]
    [InlineData("\u001e")]
    public async Task No_state_behind_a_line_that_may_hold_a_record_leaves(string before)
    {
        await using var broker = new MockBroker();
        var run = Of(broker.BootstrapServers, Settings, "a",
            $"{Record("a", "{}")}\n{StreamState("a", 1)}\n{before}{Record("a", "{}")}\n{StreamState("a", 2)}", Test);
        Assert.Equal(("MessageMalformed", StreamState("a", 1, Stats(1))), (run.FailureId, Assert.Single(run.States)));
    }

    [Fact]
    public async Task Gzip_is_written_as_its_text_would_be()
    {
        await using var broker = new MockBroker();
        var run = Of(broker.BootstrapServers, Settings, "a", new MemoryStream([.. Packed(1, 2), .. Packed(3)]), Test);
        Assert.Equal(
            ("none", 6L, 6, string.Join('\n', StreamState("a", 1, Stats(2)), StreamState("a", 2, Stats(2)), StreamState("a", 3, Stats(2)))),
            (run.FailureId, run.Result.Records, (await broker.ReadAllAsync("t", Test)).Count, string.Join('\n', run.States)));
    }

    [Theory]
    [InlineData(-1, 0, "its end is missing")]
    [InlineData(0, 7, "it is damaged")]
    public async Task Of_gzip_that_is_not_whole_no_state_leaves(int cut, int damage, string problem)
    {
        // Much more than is unpacked at once: what the checksum at the end says comes after the first states were due.
        await using var broker = new MockBroker();
        byte[] packed = Packed([.. Enumerable.Range(1, 10_000)]);
        packed[^(damage + 1)] ^= (byte)(damage == 0 ? 0 : 1);
        var run = Of(broker.BootstrapServers, Settings, "a", new MemoryStream(packed[..(packed.Length + cut)]), Test);
        Assert.Equal(("InputUnusable", true, ""), (run.FailureId, run.Result.Records > 1000, string.Concat(run.States)));
        Assert.Contains(problem, run.Result.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_with_more_states_than_may_wait_says_to_unpack_it()
    {
        await using var broker = new MockBroker();
        var states = string.Concat(Enumerable.Repeat("{\"type\":\"STATE\",\"state\":{}}\n", 65_537));
        var run = Of(broker.BootstrapServers, Settings, "a", new MemoryStream(GzipTests.Pack(states, CompressionLevel.Fastest)), Test);
        Assert.Equal(("InputUnusable", true, 0),
            (run.FailureId, run.Result.Failure!.Message.EndsWith("Unpack it and write what it holds: gzip -dc FILE | …",
            StringComparison.Ordinal), run.States.Count));
    }

    [Fact]
    public async Task Data_that_is_not_UTF8_is_told_once_a_stream_and_written_as_it_came()
    {
        await using var broker = new MockBroker();
        byte[] good = Encoding.UTF8.GetBytes(Record("a", "{\"x\":\"é😀\"}") + "\n");
        byte[] Bad(string stream, params byte[] bytes) =>
            [.. Encoding.UTF8.GetBytes(Record(stream, "")[..^2]), (byte)'"', .. bytes, .. "\"}}\n"u8];
        byte[] input = [.. good, .. Bad("a", 0xC3), .. Bad("a", 0xFF), .. Bad("n.b", 0xED, 0xA0, 0x80), .. good, .. Bad("n.b", 0xC0, 0x80)];
        var run = Of(broker.BootstrapServers, Settings, "a n.b", new MemoryStream(input), Test);
        var values = (await broker.ReadAllAsync("t", Test)).Select(record => Convert.ToHexString(record.Value!));
        Assert.Equal(
            ("none", 1, """
            Warn: Line 2 of the input has data of stream 'a' that is not UTF-8. It was written as it came; later ones of this stream are not told.
            Warn: Line 4 of the input has data of stream 'n.b' that is not UTF-8. It was written as it came; later ones of this stream are not told.
            """.ReplaceLineEndings("\n")),
            (run.FailureId, values.Count(value => value.Contains("22FF22", StringComparison.Ordinal)), string.Join('\n', run.Logs)));
    }

    private static byte[] Packed(params IEnumerable<int> states) => GzipTests.Pack(
        string.Concat(states.Select(i => $"{Record("a", "{\"n\":\"é\"}", i)}\n{Record("a", "{}", i)}\n{StreamState("a", i)}\n")),
            CompressionLevel.Fastest);
}
