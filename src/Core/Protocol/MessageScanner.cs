using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Protocol;

/// <summary>Reads one line as an Airbyte message: checks that all of it is JSON and says where its parts lie, in one pass and without copying.</summary>
public static class MessageScanner
{
    // Jackson's own limit, which the Java connector lives with; System.Text.Json's default of 64 would refuse data that Java takes.
    private const int MaxDepth = 1000;

    /// <summary>Reads a line whose first byte is <c>{</c>.</summary>
    /// <param name="line">UTF-8.</param>
    /// <param name="lineNumber">Counted from 1; for error messages.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.MessageMalformed"/>: not JSON, or a RECORD or STATE without what it must have.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ScannedMessage Scan(TerminatedLine line, long lineNumber) =>
        QuickScanner.TryScan(line, out var message) ? message : ScanThoroughly(line.Text, lineNumber);

    /// <summary>Reads a line with a general JSON reader: the yardstick for <see cref="QuickScanner"/>, and the one that words the errors.</summary>
    /// <param name="line">UTF-8, without the line's end.</param>
    /// <param name="lineNumber">Counted from 1; for error messages.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.MessageMalformed"/>: not JSON, or a RECORD or STATE without what it must have.</exception>
    public static ScannedMessage ScanThoroughly(ReadOnlySpan<byte> line, long lineNumber)
    {
        try
        {
            return ScanMessage(line, lineNumber);
        }
        catch (JsonException invalid)
        {
            var at = (invalid.BytePositionInLine ?? 0) + 1;

            // Not the parser's own words: they quote the line, and data has no place in a log.
            throw Malformed(lineNumber, string.Create(CultureInfo.InvariantCulture, $"is not valid JSON; the fault is at byte {at}."), invalid);
        }
    }

    private static ScannedMessage ScanMessage(ReadOnlySpan<byte> line, long lineNumber)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        var type = default(ByteSlice);
        var kind = MessageType.Other;
        var state = default(ByteSlice);
        var record = default(RecordParts);
        var hasRecord = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(reader, "record"u8))
            {
                reader.Read();
                hasRecord = reader.TokenType == JsonTokenType.StartObject;
                record = hasRecord ? ScanRecord(ref reader) : default;
                reader.Skip();
            }
            else if (JsonText.Is(reader, "state"u8))
            {
                reader.Read();
                state = reader.TokenType == JsonTokenType.StartObject ? WholeValue(ref reader) : default;
                reader.Skip();
            }
            else if (JsonText.Is(reader, "type"u8))
            {
                reader.Read();
                (type, kind) = ScanType(ref reader);
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        var end = (int)reader.BytesConsumed;
        var message = new ScannedMessage
        {
            Type = kind,
            TypeName = type,
            Stream = record.Stream,
            Namespace = record.Namespace,
            EmittedAt = record.EmittedAt,
            Data = record.Data,
            State = state,
            Message = new ByteSlice(0, end),
            HasStrayBraces = HasStrayBraces(line, end, lineNumber),
        };
        Require(message, hasRecord, lineNumber);
        return message;
    }

    private static (ByteSlice Type, MessageType Kind) ScanType(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return (default, MessageType.Other);
        }

        var kind = JsonText.Is(reader, "RECORD"u8) ? MessageType.Record
            : JsonText.Is(reader, "STATE"u8) ? MessageType.State
            : MessageType.Other;
        return (Text(ref reader), kind);
    }

    private static RecordParts ScanRecord(ref Utf8JsonReader reader)
    {
        var parts = default(RecordParts);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(reader, "data"u8))
            {
                reader.Read();
                parts.Data = reader.TokenType == JsonTokenType.Null ? default : WholeValue(ref reader);
            }
            else if (JsonText.Is(reader, "stream"u8))
            {
                reader.Read();
                parts.Stream = reader.TokenType == JsonTokenType.String ? Text(ref reader) : default;
                reader.Skip();
            }
            else if (JsonText.Is(reader, "namespace"u8))
            {
                reader.Read();
                parts.Namespace = reader.TokenType == JsonTokenType.String ? Text(ref reader) : default;
                reader.Skip();
            }
            else if (JsonText.Is(reader, "emitted_at"u8))
            {
                reader.Read();
                parts.EmittedAt = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out _)
                    ? new ByteSlice((int)reader.TokenStartIndex, reader.ValueSpan.Length)
                    : default;
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return parts;
    }

    private static ByteSlice Text(ref Utf8JsonReader reader) => new((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);

    private static ByteSlice WholeValue(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new ByteSlice(start, (int)reader.BytesConsumed - start);
    }

    private static bool HasStrayBraces(ReadOnlySpan<byte> line, int end, long lineNumber)
    {
        var rest = line[end..];
        var unexpected = rest.IndexOfAnyExcept(" \t\r}"u8);
        return unexpected < 0
            ? rest.Contains((byte)'}')
            : throw Malformed(lineNumber, string.Create(
                CultureInfo.InvariantCulture, $"goes on after the end of its message at byte {end + unexpected + 1}. Write one message a line."));
    }

    private static void Require(in ScannedMessage message, bool hasRecord, long lineNumber)
    {
        switch (message.Type)
        {
            case MessageType.Record when !hasRecord:
                throw Malformed(lineNumber, "is a RECORD without a record object.");
            case MessageType.Record:
                RequirePart(message.Stream, "stream (a string)", lineNumber);
                RequirePart(message.Data, "data (an object)", lineNumber);
                RequirePart(message.EmittedAt, "emitted_at (an integer: milliseconds since 1970)", lineNumber);
                break;
            case MessageType.State when !message.State.IsPresent:
                throw Malformed(lineNumber, "is a STATE without a state object.");
            // To skip it as an unknown message would lose a record without a word.
            case MessageType.Other when !message.TypeName.IsPresent && (hasRecord || message.State.IsPresent):
                throw Malformed(lineNumber, "has a record or a state but no type. Its type must be \"RECORD\" or \"STATE\".");
        }
    }

    private static void RequirePart(ByteSlice part, string name, long lineNumber)
    {
        if (!part.IsPresent)
        {
            throw Malformed(lineNumber, $"is a RECORD without {name}.");
        }
    }

    private static AirbyteKafkaException Malformed(long lineNumber, string problem, Exception? inner = null) => new(
        ErrorKind.MessageMalformed,
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"Line {lineNumber} of the input {problem} ")
            .Append("The write ends here so that nothing is lost; mend the line or the source and run it again.").ToString(),
        inner);

    private struct RecordParts
    {
        public ByteSlice Stream;
        public ByteSlice Namespace;
        public ByteSlice EmittedAt;
        public ByteSlice Data;
    }
}
