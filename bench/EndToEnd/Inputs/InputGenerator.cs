using System.Globalization;
using System.Text;
using System.Text.Unicode;
using AirbyteKafka.Airbyte.Catalog;

namespace AirbyteKafka.Bench.EndToEnd.Inputs;

/// <summary>
/// Writes messages as a source does: RECORDs of five nested fields and an id, and STATEs. Short records have the id and a text.
/// </summary>
internal sealed class InputGenerator
{
    private const int ShortestNested = 380;
    private const int HeadRoom = 1024;
    private const int TextLength = 4 * 1024 * 1024;
    private const long FirstEmittedAt = 1_767_225_600_000;

    private static readonly string[] Words =
        ("about after again ahead along amount answer area balance because before between bottle branch bring carry change city clear "
            + "coffee colour corner country delivery distance door early engine evening example family field figure follow forest garden "
            + "general glass harbour heavy island journey kitchen letter machine market measure minute morning mountain number office "
            + "orange order paper pencil people picture planet quarter question railway reason receipt river school second signal silver "
            + "station street summer system table thunder ticket travel village voyage water weather window winter yellow").Split(' ');

    private static readonly string[] Names = ["Ana Silva", "Zoë Müller", "John O'Neil", "李 小龍", @"Max \""The Ax\"" Power", "Ingrid Åberg",
        "Priya Raman", "Lucía Ortiz"];
    private static readonly string[] Cities = ["Lisbon", "São Paulo", "Köln", "Reykjavík", "Auckland", "Montréal", "Osaka", "Nairobi"];
    private static readonly string[] Currencies = ["EUR", "USD", "GBP", "JPY"];

    private readonly InputShape _shape;
    private readonly Random _random;
    private readonly byte[] _text;
    private readonly byte[] _line;
    private readonly bool _nested;

    internal InputGenerator(InputShape shape)
    {
        _shape = shape;
        _random = new Random(shape.Seed);
        _text = MakeText();
        _nested = shape.RecordBytes >= ShortestNested;
        _line = new byte[shape.RecordBytes + HeadRoom];
        Streams = [.. Enumerable.Range(0, shape.Streams).Select(StreamAt)];
    }

    /// <summary>The streams, in the order in which their records come.</summary>
    internal IReadOnlyList<StreamDescriptor> Streams { get; }

    /// <summary>Writes all messages.</summary>
    internal void Write(Stream output)
    {
        for (long i = 0; i < _shape.Records; i++)
        {
            output.Write(Record(i));
            if ((i + 1) % _shape.StateEvery == 0 || i + 1 == _shape.Records)
            {
                output.Write(State(i));
            }
        }
    }

    private StreamDescriptor StreamAt(int index) => _nested
        ? new("bench", string.Create(CultureInfo.InvariantCulture, $"orders_{index}"))
        : new(null, string.Create(CultureInfo.InvariantCulture, $"s{index}"));

    private ReadOnlySpan<byte> Record(long i)
    {
        var stream = Streams[(int)(i % _shape.Streams)];
        var written = _nested ? NestedHead(stream, i) : ShortHead(stream, i);
        var tail = _nested ? "\"}}}}\n"u8 : "\"}}}\n"u8;
        var length = Math.Clamp(_shape.RecordBytes + 1 - written - tail.Length, 0, _text.Length);
        _text.AsSpan(_random.Next(_text.Length - length + 1), length).CopyTo(_line.AsSpan(written));
        tail.CopyTo(_line.AsSpan(written + length));
        return _line.AsSpan(0, written + length + tail.Length);
    }

    private int NestedHead(StreamDescriptor stream, long i)
    {
        Utf8.TryWrite(
            _line,
            CultureInfo.InvariantCulture,
            $$"""{"type":"RECORD","record":{"namespace":"{{stream.Namespace}}","stream":"{{stream.Name}}","emitted_at":{{FirstEmittedAt + i}},"data":{"id":{{i}},"customer":{"name":"{{Pick(Names)}}","email":"customer{{_random.Next(100_000)}}@example.com"},"address":{"city":"{{Pick(Cities)}}","zip":"{{_random.Next(100_000):00000}}"},"payment":{"amount":{{_random.Next(1_000_000) / 100m}},"currency":"{{Pick(Currencies)}}","paid":{{(_random.Next(2) == 0 ? "true" : "false")}}},"device":{"ip":"10.{{_random.Next(256)}}.{{_random.Next(256)}}.{{_random.Next(256)}}","score":{{_random.NextDouble()}}},"note":{"lang":null,"text":"{{""}}""",
            out var written);
        return written;
    }

    private int ShortHead(StreamDescriptor stream, long i)
    {
        Utf8.TryWrite(
            _line,
            CultureInfo.InvariantCulture,
            $$"""{"type":"RECORD","record":{"stream":"{{stream.Name}}","emitted_at":{{FirstEmittedAt + i}},"data":{"id":{{i}},"t":"{{""}}""",
            out var written);
        return written;
    }

    private byte[] State(long i)
    {
        var stream = Streams[0];
        var streamNamespace = stream.Namespace is null ? "" : $",\"namespace\":\"{stream.Namespace}\"";
        var state = _shape.Streams == 1
            ? string.Create(CultureInfo.InvariantCulture, $$$$"""{"type":"STREAM","stream":{"stream_descriptor":{"name":"{{{{stream.Name}}}}"{{{{streamNamespace}}}}},"stream_state":{"cursor":{{{{i}}}}}}}""")
            : string.Create(CultureInfo.InvariantCulture,
                $$$"""{"type":"GLOBAL","global":{"shared_state":{"cursor":{{{i}}}},"stream_states":[]}}""");
        return Encoding.UTF8.GetBytes($$"""{"type":"STATE","state":{{state}}}""" + "\n");
    }

    // ASCII without escapes, so that any part of it is a text.
    private byte[] MakeText()
    {
        var text = new StringBuilder(TextLength);
        while (text.Length < TextLength)
        {
            text.Append(Pick(Words)).Append(_random.Next(12) == 0 ? ", " : " ");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, TextLength));
    }

    private string Pick(string[] values) => values[_random.Next(values.Length)];
}
