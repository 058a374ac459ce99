using System.Globalization;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Airbyte.States;

/// <summary>
/// A STATE as it came in, ready to be handed back: every byte is kept but <c>destinationStats</c>, which this destination writes.
/// </summary>
internal sealed class StateMessage
{
    private readonly byte[] _message;

    // Where destinationStats goes: in place of an old value, or as a last property before the closing brace.
    private readonly ByteSlice _insertion;
    private readonly string _beforeCount;
    private readonly string _afterCount;

    private StateMessage(byte[] message, StateScope scope, StreamDescriptor? stream, ByteSlice insertion, string beforeCount,
        string afterCount)
    {
        _message = message;
        Scope = scope;
        Stream = stream;
        _insertion = insertion;
        _beforeCount = beforeCount;
        _afterCount = afterCount;
    }

    /// <summary>What the state is a checkpoint of.</summary>
    public StateScope Scope { get; }

    /// <summary>The stream of a <see cref="StateScope.Stream"/> state; otherwise <see langword="null"/>.</summary>
    public StreamDescriptor? Stream { get; }

    /// <summary>Takes a state out of a line that <see cref="MessageScanner"/> has read.</summary>
    /// <param name="line">The line.</param>
    /// <param name="scanned">What the scanner found in it; its type is <see cref="MessageType.State"/>.</param>
    /// <param name="lineNumber">Counted from 1; for error messages.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.MessageMalformed"/>: an unknown state type, or a STREAM state that names no stream.
    /// </exception>
    public static StateMessage Read(ReadOnlySpan<byte> line, in ScannedMessage scanned, long lineNumber)
    {
        var body = scanned.State.Of(line);
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        var scope = StateScope.Legacy;
        StreamDescriptor? stream = null;
        ByteSlice oldStats = default;
        var isEmpty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            if (JsonText.Is(reader, "type"u8))
            {
                reader.Read();
                scope = ReadScope(ref reader, lineNumber);
                reader.Skip();
            }
            else if (JsonText.Is(reader, "stream"u8))
            {
                reader.Read();
                stream = reader.TokenType == JsonTokenType.StartObject ? ReadStream(ref reader) : null;
                reader.Skip();
            }
            else if (JsonText.Is(reader, "destinationStats"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                oldStats = new ByteSlice(start, (int)reader.BytesConsumed - start);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (scope == StateScope.Stream && stream is null)
        {
            throw Malformed(lineNumber, "is a STATE of type STREAM without stream.stream_descriptor.name.");
        }

        const string Count = "{\"recordCount\":";
        var offset = scanned.State.Start - scanned.Message.Start;
        var message = scanned.Message.Of(line).ToArray();
        return oldStats.IsPresent
            ? new StateMessage(message, scope, stream, oldStats with { Start = offset + oldStats.Start }, Count, "}")
            : new StateMessage(
                message, scope, stream, new ByteSlice(offset + body.Length - 1, 0),
                    (isEmpty ? "" : ",") + "\"destinationStats\":" + Count, "}");
    }

    /// <summary>The message to hand back, without a line's end.</summary>
    /// <param name="recordCount">How many records this state covers since the last one of the same scope.</param>
    /// <param name="rejectedCount">How many more were unfit; <see langword="null"/> where that ends a write.</param>
    public byte[] WithRecordCount(long recordCount, long? rejectedCount = null)
    {
        // The protocol counts in doubles and wants to see it: always a decimal point.
        var rejected = rejectedCount is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $",\"rejectedRecordCount\":{rejectedCount}.0");
        var stats = string.Create(CultureInfo.InvariantCulture, $"{_beforeCount}{recordCount}.0{rejected}{_afterCount}");
        var result = new byte[_message.Length - _insertion.Length + stats.Length];
        _message.AsSpan(0, _insertion.Start).CopyTo(result);
        Encoding.ASCII.GetBytes(stats, result.AsSpan(_insertion.Start));
        _message.AsSpan(_insertion.Start + _insertion.Length).CopyTo(result.AsSpan(_insertion.Start + stats.Length));
        return result;
    }

    private static StateScope ReadScope(ref Utf8JsonReader reader, long lineNumber)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return StateScope.Legacy;
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            if (JsonText.Is(reader, "STREAM"u8))
            {
                return StateScope.Stream;
            }

            if (JsonText.Is(reader, "GLOBAL"u8))
            {
                return StateScope.Global;
            }

            if (JsonText.Is(reader, "LEGACY"u8))
            {
                return StateScope.Legacy;
            }
        }

        throw Malformed(lineNumber, "is a STATE whose type is none of STREAM, GLOBAL and LEGACY.");
    }

    private static StreamDescriptor? ReadStream(ref Utf8JsonReader reader)
    {
        StreamDescriptor? descriptor = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isDescriptor = JsonText.Is(reader, "stream_descriptor"u8);
            reader.Read();
            if (isDescriptor && reader.TokenType == JsonTokenType.StartObject)
            {
                descriptor = ReadDescriptor(ref reader);
            }

            reader.Skip();
        }

        return descriptor;
    }

    private static StreamDescriptor? ReadDescriptor(ref Utf8JsonReader reader)
    {
        string? name = null;
        string? streamNamespace = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = JsonText.Is(reader, "name"u8);
            var isNamespace = JsonText.Is(reader, "namespace"u8);
            reader.Read();
            if (isName && reader.TokenType == JsonTokenType.String)
            {
                name = JsonText.Read(ref reader);
            }
            else if (isNamespace && reader.TokenType == JsonTokenType.String)
            {
                streamNamespace = JsonText.Read(ref reader);
            }

            reader.Skip();
        }

        return name is null ? null : new StreamDescriptor(streamNamespace, name);
    }

    private static AirbyteKafkaException Malformed(long lineNumber, string problem) => new(
        ErrorKind.MessageMalformed,
        string.Create(CultureInfo.InvariantCulture, $"Line {lineNumber} of the input {problem} The write ends here so that no checkpoint "
            + $"is lost; mend the source and run it again."))
    {
        Line = lineNumber,
    };
}
