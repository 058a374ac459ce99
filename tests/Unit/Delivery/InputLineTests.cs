using System.Globalization;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Tests.Protocol;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>The rule of docs/input.md: a line is taken, or it is surely no message and is skipped, or it ends the write.</summary>
public sealed class InputLineTests : IDisposable
{
    private const string Message = """{"type":"RECORD","record":{"stream":"s","emitted_at":1,"data":{}}}""";
    private const string State = """{"type":"STATE","state":{"data":{}}}""";

    private static readonly Gen<string> Spelling = Gen.OneOf("RECORD", "STATE").SelectMany(word => Gen.OneOf(
        Gen.Const(word),
        Gen.Bool.Array[word.Length].Select(flags =>
            string.Concat(word.Zip(flags, (letter, escaped) => escaped ? Escape(letter) : letter.ToString()))),
        Gen.Bool.Array[word.Length].Select(flags =>
            string.Concat(word.Zip(flags, (letter, lower) => lower ? char.ToLowerInvariant(letter) : letter))),
        Gen.OneOf(" ", "S", "\\n", "\\u0000", "_2").Select(suffix => word + suffix)));

    private static readonly Gen<string> AnyMessage =
        Gen.Select(Spelling, Gen.OneOf("type", "Type", "\\u0074ype", "kind"),
            Gen.OneOf("record", "state", "Record", "payload", "recor\\u0064"), JsonGen.AnyObject, JsonGen.Blank)
            .Select((word, type, name, data, blank) =>
                $$"""{{{blank}}"{{type}}":{{blank}}"{{word}}","{{name}}":{"stream":"s","emitted_at":1,"data":{{data}}}{{blank}}}""");

    private static readonly Gen<Func<string, string>> Hiding = Gen.OneOf(
        JsonGen.Text.Select(text => Wrap(message => text + message)),
        JsonGen.Text.Select(text => Wrap(message => message + text)),
        Gen.OneOf("data: ", "source-1 | ", "2026-11-27 source > ", "\u001b[32m", "\u001e", "\u00a0", "\u200b", "\u2028", ",", "b'", "\r",
            "\f", "\u0085", "x\r", "{} ", "}")
            .Select(text => Wrap(message => text + message)),
        Gen.OneOf(",", ";", "\r", "\0", "\u2028", "]", "'", "\u001a").Select(text => Wrap(message => message + text + message)),
        Gen.OneOf(
            Wrap(message => JsonSerializer.Serialize(message)),
            Wrap(message => $"[{message}]"),
            Wrap(message => $"[1, \"x\", [{message}"),
            Wrap(message => $$"""{"log":{{message}}}"""),
            Wrap(message => $$"""{"type":"LOGS","message":{{JsonSerializer.Serialize(message)}}}"""),
            Wrap(message => $$"""{"type":"LOG","record":{{message}}}"""),
            Wrap(message => $$"""{"type":"TRACE","State":{{JsonSerializer.Serialize(message)}}}"""),
            Wrap(message => $$"""{"type":5,"a":[{{message}}]}"""),
            Wrap(message => message.Replace('"', '\'')),
            Wrap(message => message[..^1] + ",}"),
            Wrap(message => string.Concat(
                message.Select(letter => letter is '{' or '"' or 'R' or 'S' or 's' ? Escape(letter) : letter.ToString())))));

    private readonly LineFates _lines = new();

    public void Dispose() => _lines.Dispose();

    [Theory]
    [InlineData("2026-11-27 source > " + Message, "with other text before it")]
    [InlineData("data: " + Message, "with other text before it")]
    [InlineData("source-1 | " + State, "with other text before it")]
    [InlineData("\u001e" + Message, "with other text before it")]
    [InlineData("text\r" + Message, "with other text before it")]
    [InlineData("{timestamp} " + Message, "is not valid JSON")]
    [InlineData("[" + Message + "," + State + "]", "in a JSON list")]
    [InlineData("[[" + Message, "in a JSON list")]
    [InlineData(""" "{\"type\":\"RECORD\",\"record\":{}}" """, "in a string")]
    [InlineData(""" "\u007b\"type\":\"\\u0052ECORD\"}" """, "in a string")]
    [InlineData(""" "\"{\\\"type\\\":\\\"\\u005c\\u005cu0053TATE\\\"}\"" """, "in a string")]
    [InlineData("'{\"type\": \"STATE\"}'", "in a string")]
    [InlineData("read {count} Records", "with other text before it")]
    [InlineData(Message + "," + Message, "goes on after the end of its message")]
    [InlineData(Message + "\r" + State, "goes on after the end of its message")]
    [InlineData(Message + "\0" + State, "goes on after the end of its message")]
    [InlineData(Message + "\u2028" + State, "goes on after the end of its message")]
    [InlineData("""{"type":"LOG","log":{}} text""", "goes on after the end of its message")]
    [InlineData("{'type':'RECORD'}", "is not valid JSON")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","emitted_at":1,"data":{}},}""", "is not valid JSON")]
    [InlineData("{", "its end: the message is cut off, or goes on in the next line")]
    [InlineData("""{"type":"REC""", "its end: the message is cut off, or goes on in the next line")]
    [InlineData("""{"type":"record","record":{"stream":"s","emitted_at":1,"data":{}}}""", "is of no type that Airbyte knows")]
    [InlineData("""{"type":"RECORD ","record":{"stream":"s","emitted_at":1,"data":{}}}""", "is of no type that Airbyte knows")]
    [InlineData("""{"type":"Stat\u0065"}""", "is of no type that Airbyte knows")]
    [InlineData("""{"type":"AirbyteRecord"}""", "is of no type that Airbyte knows")]
    [InlineData("""{"type":"ROW","record":{}}""", "is of no type that Airbyte knows")]
    [InlineData("""{"type":"LOG","record":{"stream":"s","emitted_at":1,"data":{}}}""", "has a record or a state under another type")]
    [InlineData("""{"type":"LOG","log":{},"State":[1]}""", "has a record or a state under another type")]
    [InlineData("""{"type":"TRACE","trace":{},"r\u0065cords":"x"}""", "has a record or a state under another type")]
    [InlineData("""{"state":{"data":{}}}""", "has a record or a state but no type")]
    [InlineData("""{"type":5,"record":{}}""", "has a record or a state but no type")]
    [InlineData("""{"type":null,"record":[]}""", "has a record or a state but no type")]
    [InlineData("""{"Type":"RECORD","Record":{}}""", "has a record or a state but no type")]
    [InlineData("""{"type":["RECORD"]}""", "without a type, and RECORD or STATE stands in it")]
    [InlineData("""{"message":{"type":"RECORD"}}""", "without a type, and RECORD or STATE stands in it")]
    [InlineData("""{"level":"info","msg":"read 5 records"}""", "without a type, and RECORD or STATE stands in it")]
    [InlineData("""{"type":"RECORD","type":"RECORD","record":{"stream":"s","emitted_at":1,"data":{}}}""", "has 'type' twice")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","emitted_at":1,"data":{}},"type":"LOG"}""", "has 'type' twice")]
    [InlineData("""{"type":"RECORD","record":null,"record":{"stream":"s","emitted_at":1,"data":{}}}""", "has 'record' twice")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","emitted_at":1,"data":{"a":1},"d\u0061ta":{}}}""", "has 'data' twice")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","stream":"s","emitted_at":1,"data":{}}}""", "has 'stream' twice")]
    [InlineData("""{"type":"RECORD","record":{"namespace":null,"stream":"s","emitted_at":1,"data":{},"namespace":null}}""",
        "has 'namespace' twice")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","emitted_at":1,"data":{},"emitted_at":2}}""", "has 'emitted_at' twice")]
    [InlineData("""{"type":"STATE","state":null,"state":{"data":{}}}""", "has 'state' twice")]
    [InlineData("""{"type":"RECORD","record":{"stream":"s","emitted_at":1,"data":{}},"state":{}}""", "is a RECORD with a state in it")]
    [InlineData("""{"type":"STATE","state":{"data":{}},"record":{"stream":"s","emitted_at":1,"data":{}}}""",
        "is a STATE with a record in it")]
    [InlineData("""{"type":"RECORD","Record":{"stream":"s","emitted_at":1,"data":{}}}""", "is a RECORD without a record object")]
    public void A_line_that_may_hold_a_message_ends_the_write_with_its_number(string line, string problem)
    {
        _lines.Of("");
        var fate = _lines.Of(line);
        Assert.StartsWith("MessageMalformed: Line 2 of the input ", fate, StringComparison.Ordinal);
        Assert.Contains(problem, fate, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r")]
    [InlineData("\u001a")]
    [InlineData("\uFEFF")]
    [InlineData("plain text")]
    [InlineData("RECORD and STATE {")]
    [InlineData("2026-11-27 source > {\"type\":\"LOG\",\"log\":{\"level\":\"INFO\",\"message\":\"m\"}}")]
    [InlineData("read {count} rows \\u0052 \\")]
    [InlineData("[1]")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("id,name,record,state")]
    [InlineData("""{"type":"LOG","log":{"level":"INFO","message":"{\"type\":\"RECORD\"}"}}""")]
    [InlineData("""{"type":"LOG","record":null,"state":null,"log":{"record":{}}}""")]
    [InlineData("""{"type":"L\u004fG"}""")]
    [InlineData("""{"type":"TRACE"}""")]
    [InlineData("""{"type":"CONTROL"} } }""")]
    [InlineData("""{"type":"SPEC"}""")]
    [InlineData("""{"type":"CATALOG"}""")]
    [InlineData("""{"type":"CONNECTION_STATUS","connectionStatus":{"status":"SUCCEEDED"}}""")]
    [InlineData("""{"type":"DESTINATION_CATALOG"}""")]
    [InlineData("""{"type":"METRIC"}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"level":"info","msg":"started"}""")]
    [InlineData("{}")]
    public void A_line_that_is_surely_no_message_is_skipped_and_counted(string line) => Assert.Equal("skipped", _lines.Of(line));

    [Theory]
    [InlineData(Message)]
    [InlineData(State)]
    [InlineData(" \t" + Message + " \t\r")]
    [InlineData("\uFEFF" + State)]
    [InlineData(" \uFEFF\uFEFF " + Message)]
    [InlineData(Message + "}")]
    [InlineData("""{"type":"RECORD","state":null,"Record":{},"record":{"stream":"s","emitted_at":1,"data":{"type":"STATE"}}}""")]
    public void Messages_are_taken_on_any_line_behind_blanks_and_byte_order_marks(string line) =>
        Assert.Equal("taken taken", $"{_lines.Of(line)} {_lines.Of(line)}");

    [Fact]
    public void A_message_hidden_in_a_line_is_never_skipped() =>
        Gen.Select(AnyMessage, Hiding.Array[0, 3]).Sample(
            (message, hidings) =>
            {
                var line = hidings.Aggregate(message, (text, hide) => hide(text)).Replace('\n', ' ');
                Assert.NotEqual($"skipped {line}", $"{_lines.Of(line)} {line}");
            },
            iter: 20_000,
            threads: 1);

    [Theory]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("utf-16BE", "UTF-16")]
    [InlineData("utf-32", "UTF-32")]
    [InlineData("utf-32BE", "UTF-32")]
    public void Another_encoding_is_refused_by_its_name_wherever_a_file_can_begin(string name, string expected)
    {
        var encoding = Encoding.GetEncoding(name);
        string[] texts = [Message, State, "text", "\t" + Message, "[" + Message + "]", "a", "\r\n" + Message, "  \n" + Message];
        foreach (var text in texts)
        {
            foreach (var mark in (byte[][])[[], encoding.GetPreamble()])
            {
                _lines.Of("text");
                byte[] file = [.. mark, .. encoding.GetBytes(text + "\r\n")];
                var fate = _lines.Of(file);
                Assert.StartsWith($"InputUnusable: The input, from line {_lines.Next - 1} on, is encoded as {expected}. Save it as "
                    + $"UTF-8.", fate, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Bytes_of_value_zero_are_never_skipped() =>
        Gen.Select(Gen.Byte.Array[0, 20], Gen.Byte.Array[0, 20]).Sample(
            (before, after) => Assert.DoesNotContain(_lines.Of([.. before.Where(IsNoLineFeed), 0, .. after.Where(IsNoLineFeed)]),
                (string[])["skipped", "taken"]),
            iter: 2000,
            threads: 1);

    [Theory]
    [InlineData("28B52FFD", "is compressed with zstd. Of the compressed formats only gzip is read; unpack it first: zstd -dc FILE.")]
    [InlineData("425A6839314159265359", "is compressed with bzip2. Of the compressed formats only gzip is read; unpack it first: bzip2 "
        + "-dc FILE.")]
    [InlineData("FD377A585A00", "is compressed with xz. Of the compressed formats only gzip is read; unpack it first: xz -dc FILE.")]
    [InlineData("504B0304", "is compressed with zip. Of the compressed formats only gzip is read; unpack it first: unzip -p FILE.")]
    [InlineData("04224D18", "is compressed with lz4. Of the compressed formats only gzip is read; unpack it first: lz4 -dc FILE.")]
    [InlineData("377ABCAF271C", "is compressed with 7-Zip. Of the compressed formats only gzip is read; unpack it first: 7z x -so FILE.")]
    [InlineData("1F8B08", "is gzip that begins behind other text. Unpack it before it is joined to other files: gzip -dc FILE.")]
    public void Another_compression_is_refused_by_its_name_with_the_command_that_unpacks_it(string magic, string expected)
    {
        _lines.Of(Message);
        Assert.Equal($"InputUnusable: The input, from line 2 on, {expected}",
            _lines.Of([.. Convert.FromHexString(magic), 0xA5, 0x17, (byte)'x']));
    }

    [Fact]
    public void JSON_that_is_nested_too_deep_is_called_so()
    {
        var deep = new string('[', 1100) + new string(']', 1100);
        Assert.Contains(
            "is JSON nested too deep: 1000 levels are taken.",
                _lines.Of($$$"""{"type":"RECORD","record":{"stream":"s","emitted_at":1,"data":{{{deep}}}}}"""), StringComparison.Ordinal);
    }

    private static bool IsNoLineFeed(byte value) => value != '\n';

    private static string Escape(char letter) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");

    private static Func<string, string> Wrap(Func<string, string> hide) => hide;
}
