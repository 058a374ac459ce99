using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>
/// Reads one line as an Airbyte message: checks that all of it is JSON and says where its parts lie, in one pass and without copying.
/// </summary>
internal static class MessageScanner
{
    // Jackson's own limit, which the Java connector lives with; System.Text.Json's default of 64 would refuse data that Java takes.
    private const int MaxDepth = 1000;

    /// <summary>Reads a line whose first byte is <c>{</c>.</summary>
    /// <param name="line">UTF-8.</param>
    /// <param name="lineNumber">Counted from 1; for error messages.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.MessageMalformed"/>: not JSON, or a RECORD or STATE without what it must have.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ScannedMessage Scan(TerminatedLine line, long lineNumber) =>
        QuickScanner.TryScan(line, out var message) ? message : ScanThoroughly(line.Text, lineNumber);

    /// <summary>
    /// Reads a line with a general JSON reader: the yardstick for <see cref="QuickScanner"/>, and the one that words the errors.
    /// </summary>
    /// <param name="line">UTF-8, without the line's end.</param>
    /// <param name="lineNumber">Counted from 1; for error messages.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.MessageMalformed"/>: not JSON, or a RECORD or STATE without what it must have.
    /// </exception>
    public static ScannedMessage ScanThoroughly(ReadOnlySpan<byte> line, long lineNumber)
    {
        try
        {
            return ScanMessage(line, lineNumber);
        }
        catch (JsonException invalid)
        {
            LineRules.ThrowIfNotText(line, lineNumber);

            // Not the parser's own words: they quote the line, and data has no place in a log.
            throw Malformed(lineNumber, DescribeFault(line, (invalid.BytePositionInLine ?? 0) + 1), invalid);
        }
    }

    private static ScannedMessage ScanMessage(ReadOnlySpan<byte> line, long lineNumber)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        var parts = default(MessageParts);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(reader, "record"u8))
            {
                parts.Count(MessageNames.Record);
                reader.Read();
                parts.HasPayload |= reader.TokenType != JsonTokenType.Null;
                parts.HasRecord = reader.TokenType == JsonTokenType.StartObject;
                if (parts.HasRecord)
                {
                    ScanRecord(ref reader, ref parts);
                }
            }
            else if (JsonText.Is(reader, "state"u8))
            {
                parts.Count(MessageNames.State);
                reader.Read();
                parts.HasPayload |= reader.TokenType != JsonTokenType.Null;
                parts.State = reader.TokenType == JsonTokenType.StartObject ? WholeValue(ref reader) : default;
            }
            else if (JsonText.Is(reader, "type"u8))
            {
                parts.Count(MessageNames.Type);
                reader.Read();
                ScanType(ref reader, ref parts);
            }
            else
            {
                var isPayload = IsPayloadMisspelt(reader);
                reader.Read();
                parts.HasPayload |= isPayload && reader.TokenType != JsonTokenType.Null;
            }

            reader.Skip();
        }

        var end = (int)reader.BytesConsumed;
        var message = new ScannedMessage
        {
            Type = parts.Type,
            TypeName = parts.TypeName,
            Stream = parts.Stream,
            Namespace = parts.Namespace,
            EmittedAt = parts.EmittedAt,
            IsEmittedAtPlain = parts.IsEmittedAtPlain,
            MayBeInvalidText = !Ascii.IsValid(line),
            Data = parts.Data,
            Meta = parts.Meta,
            State = parts.State,
            Message = new ByteSlice(0, end),
            HasStrayBraces = HasStrayBraces(line, end, lineNumber),
        };
        MessageRules.Require(message, parts, line, lineNumber);
        return message;
    }

    private static void ScanType(ref Utf8JsonReader reader, ref MessageParts parts)
    {
        parts.Type = MessageType.None;
        parts.TypeName = default;
        if (reader.TokenType == JsonTokenType.String)
        {
            parts.Type = MessageRules.TypeOf(reader);
            parts.TypeName = Text(ref reader);
        }
    }

    private static void ScanRecord(ref Utf8JsonReader reader, ref MessageParts parts)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(reader, "data"u8))
            {
                parts.Count(MessageNames.Data);
                reader.Read();
                parts.Data = reader.TokenType == JsonTokenType.Null ? default : WholeValue(ref reader);
            }
            else if (JsonText.Is(reader, "stream"u8))
            {
                parts.Count(MessageNames.Stream);
                reader.Read();
                parts.Stream = reader.TokenType == JsonTokenType.String ? Text(ref reader) : default;
            }
            else if (JsonText.Is(reader, "namespace"u8))
            {
                parts.Count(MessageNames.Namespace);
                reader.Read();
                parts.Namespace = reader.TokenType == JsonTokenType.String ? Text(ref reader) : default;
            }
            else if (JsonText.Is(reader, "emitted_at"u8))
            {
                parts.Count(MessageNames.EmittedAt);
                reader.Read();
                parts.EmittedAt = EmittedAt.TryRead(ref reader, out parts.IsEmittedAtPlain) ? WholeValue(ref reader) : default;
            }
            else if (JsonText.Is(reader, "meta"u8))
            {
                reader.Read();
                parts.Meta = WholeValue(ref reader);
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }
    }

    // Jackson knows no such name, and a message of another type has no use for it: it may be a record or a state all the same.
    private static bool IsPayloadMisspelt(in Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length < "state".Length)
        {
            return false;
        }

        var name = JsonText.Unescape(reader.ValueSpan);
        return name.Contains("record", StringComparison.OrdinalIgnoreCase) || name.Contains("state", StringComparison.OrdinalIgnoreCase);
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
                CultureInfo.InvariantCulture, $"goes on after the end of its message at byte {end + unexpected + 1}. Write one message a "
                    + $"line."));
    }

    private static string DescribeFault(ReadOnlySpan<byte> line, long at)
    {
        try
        {
            var reader = new Utf8JsonReader(line, isFinalBlock: false,
                new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue }));
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MaxDepth)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"is JSON nested too deep: {MaxDepth} levels are taken.");
                }
            }

            return string.Create(
                CultureInfo.InvariantCulture,
                $"is not valid JSON; the fault is at byte {at}, its end: the message is cut off, or goes on in the next line. Write one "
                    + $"message a line.");
        }
        catch (JsonException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is not valid JSON; the fault is at byte {at}.");
        }
    }

    private static AirbyteKafkaException Malformed(long lineNumber, string problem, Exception? inner = null) =>
        MessageRules.Malformed(lineNumber, problem, inner);
}
