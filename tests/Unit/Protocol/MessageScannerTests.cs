using System.Text;
using System.Text.Unicode;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Errors;
using AirbyteKafka.Tests.Delivery;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Protocol;

public sealed class MessageScannerTests
{
    [Theory]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","data":{"a":1},"emitted_at":5}}""", "Record s - 5 {\"a\":1}")]
    [InlineData("""{"record":{"emitted_at":-5,"data":{},"namespace":"n","stream":"s"},"type":"RECORD"}""", "Record s n -5 {}")]
    [InlineData("""{"type":"RECORD","record":{"namespace":null,"stream":"","data":[1, 2],"emitted_at":0}}""", "Record  - 0 [1, 2]")]
    [InlineData("""{"type":"RECORD","record":{"namespace":"","stream":"\u00e9","data":"x","emitted_at":1}}""",
        "Record \\u00e9 <empty> 1 \"x\"")]
    [InlineData("""{"type":"RECORD","x":[{"record":{}}],"record":{"meta":{"data":1,"stream":"no"},"stream":"s","data":{"stream":"t","data":2},"emitted_at":1,"data2":0}}""", "Record s - 1 {\"stream\":\"t\",\"data\":2}")]
    [InlineData("""{"ty\u0070e":"RE\u0043ORD","record":{"\u0073tream":"s","data":{},"emitted_at":1}}""", "Record s - 1 {}")]
    [InlineData("""{"type":"STATE","state":{"data":{"x":1}}} """, "State {\"data\":{\"x\":1}}")]
    [InlineData("""{"type":"LOG","log":{"level":"INFO","message":"m"}}""", "Other LOG")]
    [InlineData("""{"type":"TRACE"}}""", "Other TRACE stray")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","data":{},"emitted_at":" 1700000000000 "}}""",
        "Record s - \" 1700000000000 \" {}")]
    [InlineData("""{"type":"CONTROL"} } }""", "Other CONTROL stray")]
    [InlineData("""{"type":5}""", "None")]
    [InlineData("{}", "None")]
    [InlineData("""{"type":"METRIC"}""", "None METRIC")]
    public void Takes_messages_in_every_form(string line, string expected) => Assert.Equal(expected, Describe(line));

    [Theory]
    [InlineData("""{"type":"RECORD"}""", "is a RECORD without a record object.")]
    [InlineData("""{"type":"RECORD","record":[]}""", "is a RECORD without a record object.")]
    [InlineData("""{"type":"RECORD","record":{"data":{},"emitted_at":1}}""", "is a RECORD without stream (a string).")]
    [InlineData("""{"type":"RECORD","record":{"stream":7,"data":{},"emitted_at":1}}""", "is a RECORD without stream (a string).")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","emitted_at":1}}""", "is a RECORD without data (an object).")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","data":null,"emitted_at":1}}""", "is a RECORD without data (an object).")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","data":{}}}""",
        "is a RECORD without emitted_at (an integer: milliseconds since 1970).")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","data":{},"emitted_at":"x"}}""",
        "is a RECORD without emitted_at (an integer: milliseconds since 1970).")]
    [InlineData("""{"type":"RECORD","record":{"stream":"a","data":{},"emitted_at":1},"record":{"stream":"b","data":{},"emitted_at":2}}""",
        "has 'record' twice.")]
    [InlineData("""{"type":"STATE","state":7}""", "is a STATE without a state object.")]
    [InlineData("""{"record":{"stream":"s","data":{},"emitted_at":1}}""",
        "has a record or a state but no type. Its type must be \"RECORD\" or \"STATE\".")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","data":{},"emitted_at":1}}{"type":"RECORD"}""",
        "goes on after the end of its message at byte 67. Write one message a line.")]
    [InlineData("""{"type":"RECORD",}""", "is not valid JSON; the fault is at byte 18.")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","data":{"a":tru},"emitted_at":1}}""",
        "is not valid JSON; the fault is at byte 56.")]
    public void Refuses_what_would_lose_a_record(string line, string problem)
    {
        var failure = Assert.Throws<AirbyteKafkaException>(() => Describe(line));
        Assert.Equal(
            $"MessageMalformed: Line 7 of the input {problem} The write ends here so that nothing is lost; mend the line or the source "
                + $"and run it again.",
            $"{failure.Kind.Id}: {failure.Message}");
    }

    [Fact]
    public void Data_is_the_very_bytes_that_came_in() =>
        Gen.Select(JsonGen.AnyObject, JsonGen.String, JsonGen.Value)
            .SelectMany((data, stream, other) =>
                JsonGen.ObjectOf(("stream", stream), ("data", data), ("emitted_at", "12"), ("meta", other))
                .SelectMany(record => JsonGen.ObjectOf(("type", "\"RECORD\""), ("record", record), ("unknown", other)))
                .Select(line => (line, data, stream)))
            .Sample(sample =>
            {
                var line = JsonGen.Utf8(sample.line);
                var message = Scan(line, 1);
                return (Text(message.Data.Of(line)), $"\"{Text(message.Stream.Of(line))}\"", Text(message.EmittedAt.Of(line))) == (
                    sample.data, sample.stream, "12");
            });

    [Fact]
    public void Bytes_that_are_not_UTF8_pass_through_in_data()
    {
        byte[] line = [.. """{"type":"RECORD","record":{"stream":"s","emitted_at":1,"data":{"a":" """u8, 0xFF, 0xC3, .. "\"}}}"u8];
        var data = Scan(line, 1).Data.Of(line);
        Assert.Equal(Convert.ToHexString([.. "{\"a\":\" "u8, 0xFF, 0xC3, .. "\"}"u8]), Convert.ToHexString(data));
    }

    [Fact]
    public void Deep_data_is_taken_as_deep_as_the_Java_connector_takes_it()
    {
        var deep = new string('[', 900) + new string(']', 900);
        Assert.Equal($"Record s - 1 {deep}", Describe("""{"type":"RECORD","record":{"stream":"s","emitted_at":1,"data":""" + deep + "}}"));
    }

    /// <summary>Both readers of the product, which must agree on every line: a mutated one as well as a good one.</summary>
    [Fact]
    public void The_quick_reader_takes_only_what_the_thorough_one_takes_and_reads_it_alike() =>
        Gen.Select(JsonGen.AnyObject, JsonGen.String, JsonGen.Value, Gen.OneOf("RECORD", "RECORD", "RECORD", "STATE", "LOG", "METRIC"),
            Gen.OneOf("x", "x", "x", "x", "data", "stream"), Gen.OneOf("x", "x", "x", "state", "record", "type"))
            .SelectMany((data, stream, other, type, inRecord, inMessage) =>
                JsonGen.ObjectOf(("stream", stream), ("data", data), ("emitted_at", "12"), ("namespace", other), (inRecord, data))
                    .SelectMany(record => JsonGen.ObjectOf(("type", $"\"{type}\""), ("record", record), (inMessage, other))))
            .SelectMany(line => Gen.Select(Gen.Const(JsonGen.Utf8(line)), Mutation.Array[0, 3]))
            .Sample(
                (line, mutations) =>
                {
                    var mutated = mutations.Aggregate(line, (bytes, mutation) => mutation(bytes));
                    if (mutated is [(byte)'{', .., not (byte)'\r'])
                    {
                        Assert.Equal(
                            $"{Text(mutated)}\n{Outcome(() => MessageScanner.ScanThoroughly(mutated, 1))}",
                                $"{Text(mutated)}\n{Outcome(() => Scan(mutated, 1))}");
                    }
                },
                iter: 100_000);

    [Fact]
    public void A_line_that_is_taken_for_UTF8_is_UTF8() =>
        Gen.Select(
            Gen.Frequency(
                (6, Gen.OneOf("x", "plain ASCII, much longer than any vector is", "é", "Zoë", "李 小龍", "ก", "한글", "힣", "😀", "\uFFFD",
                    "\u07FF\u0800", "\uD7FF\uE000", "\",\"").Select(JsonGen.Utf8)),
                (1, Gen.Byte[0x80, 0xFF].Array[1, 3]),
                (1, Gen.OneOf<byte[]>([0xC3], [0x80], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xE0, 0x9F, 0xBF],
                    [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xFF])))
            .Array[0, 12],
            JsonGen.Blank).Sample(
                (pieces, blank) =>
                {
                    byte[] line = [.. JsonGen.Utf8(
                        "{" + blank + "\"type\":\"RECORD\",\"record\":{\"stream\":\"s\",\"emitted_at\":1,\"data\":[\"a"),
                        .. pieces.SelectMany(piece => piece), .. "\"]}}"u8];
                    var mayBeInvalid = Scan(line, 1).MayBeInvalidText;
                    Assert.True(mayBeInvalid || Utf8.IsValid(line), Convert.ToHexString(line));
                    Assert.False(mayBeInvalid && Ascii.IsValid(line), Convert.ToHexString(line));
                },
                iter: 50_000);

    [Fact]
    public void Every_fault_of_encoding_is_found_wherever_it_stands()
    {
        var good = JsonGen.Utf8(WriteRun.Record("s", "\"Zoë Müller, 李 小龍, Reykjavík and a lot of plain text behind it, until the last "
            + "é\""));
        Assert.False(Scan(good, 1).MayBeInvalidText);
        for (var at = Array.IndexOf(good, (byte)'Z'); at < good.Length - 3; at++)
        {
            for (var value = 0x80; value < 256; value++)
            {
                var line = good.ToArray();
                line[at] = (byte)value;
                Assert.True(Utf8.IsValid(line) || Scan(line, 1).MayBeInvalidText, $"byte {at} is {value}");
            }
        }
    }

    private static readonly Gen<Func<byte[],
        byte[]>> Mutation = Gen.Select(Gen.Int[0, 2], Gen.Double[0, 1], Gen.OneOf([.. "\"\\{}[]:,0-+.eEtfnu \t\u0001\rx/"u8]),
        (kind, where, value) =>
        (Func<byte[], byte[]>)(bytes =>
        {
            var at = (int)(where * bytes.Length);
            return kind switch
            {
                0 => [.. bytes[..at], value, .. bytes[at..]],
                1 when at < bytes.Length => [.. bytes[..at], .. bytes[(at + 1)..]],
                2 when at < bytes.Length => [.. bytes[..at], value, .. bytes[(at + 1)..]],
                _ => bytes,
            };
        }));

    private static string Outcome(Func<ScannedMessage> scan)
    {
        try
        {
            return (scan() with { MayBeInvalidText = false }).ToString();
        }
        catch (AirbyteKafkaException failure)
        {
            return failure.Message;
        }
    }

    private static ScannedMessage Scan(byte[] line, long number)
    {
        var splitter = new LineSplitter();
        ReadOnlySpan<byte> rest = [.. line, (byte)'\n'];
        Assert.True(splitter.TryNext(ref rest, out var whole));
        return MessageScanner.Scan(whole, number);
    }

    private static string Describe(string text)
    {
        var line = JsonGen.Utf8(text);
        var message = Scan(line, 7);
        var parts = message.Type switch
        {
            MessageType.Record => $" {Text(message.Stream.Of(line))} {Namespace(message, line)} {Text(message.EmittedAt.Of(line))} "
                + $"{Text(message.Data.Of(line))}",
            MessageType.State => $" {Text(message.State.Of(line))}",
            _ => message.TypeName.IsPresent ? $" {Text(message.TypeName.Of(line))}" : "",
        };
        return message.Type + parts + (message.HasStrayBraces ? " stray" : "");
    }

    private static string Namespace(ScannedMessage message, byte[] line) =>
        !message.Namespace.IsPresent ? "-" : message.Namespace.Length == 0 ? "<empty>" : Text(message.Namespace.Of(line));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
