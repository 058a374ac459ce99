using System.Globalization;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>
/// Decides on lines that are JSON objects: what has all that its type asks for is taken, what is surely no message is skipped, the rest is
/// an error.
/// </summary>
internal static class MessageRules
{
    /// <summary>The type that a string token spells; <see cref="MessageType.None"/> where it is none of Airbyte's.</summary>
    /// <param name="reader">Stands on the string.</param>
    internal static MessageType TypeOf(in Utf8JsonReader reader) =>
        JsonText.Is(reader, "RECORD"u8) ? MessageType.Record
        : JsonText.Is(reader, "STATE"u8) ? MessageType.State
        : JsonText.Is(reader, "LOG"u8) || JsonText.Is(reader, "TRACE"u8) || JsonText.Is(reader, "CONTROL"u8) || JsonText.Is(reader,
            "SPEC"u8)
            || JsonText.Is(reader, "CATALOG"u8) || JsonText.Is(reader, "CONNECTION_STATUS"u8) || JsonText.Is(reader,
                "DESTINATION_CATALOG"u8) ? MessageType.Other
        : MessageType.None;

    /// <summary>Refuses what would lose a record or a state if it were taken or skipped.</summary>
    /// <param name="message">The message.</param>
    /// <param name="parts">What was found in it.</param>
    /// <param name="line">The line it is in.</param>
    /// <param name="lineNumber">Counted from 1; for error messages.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.MessageMalformed"/>.</exception>
    internal static void Require(in ScannedMessage message, in MessageParts parts, ReadOnlySpan<byte> line, long lineNumber)
    {
        if (parts.Repeated != MessageNames.None && (message.Type is MessageType.Record or MessageType.State || HiddenMessage.MayBeIn(line)))
        {
            throw Malformed(lineNumber, $"has '{FirstName(parts.Repeated)}' twice.");
        }

        switch (message.Type)
        {
            case MessageType.Record:
                RequireRecord(message, parts, lineNumber);
                break;
            case MessageType.State when !message.State.IsPresent:
                throw Malformed(lineNumber, "is a STATE without a state object.");
            case MessageType.State when parts.HasRecord:
                throw Malformed(lineNumber, "is a STATE with a record in it. Write one message a line.");
            case MessageType.State:
                break;
            case MessageType.Other when parts.HasPayload:
                throw Malformed(lineNumber, "has a record or a state under another type. Its type must be \"RECORD\" or \"STATE\".");
            case MessageType.None when HiddenMessage.MayBeIn(line):
                throw Malformed(lineNumber, DescribeUntyped(message, parts));
        }
    }

    internal static AirbyteKafkaException Malformed(long lineNumber, string problem, Exception? inner = null) => new(
        ErrorKind.MessageMalformed,
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"Line {lineNumber} of the input {problem} ")
            .Append("The write ends here so that nothing is lost; mend the line or the source and run it again.").ToString(),
        inner)
    {
        Line = lineNumber,
    };

    private static void RequireRecord(in ScannedMessage message, in MessageParts parts, long lineNumber)
    {
        if (!parts.HasRecord)
        {
            throw Malformed(lineNumber, "is a RECORD without a record object.");
        }

        if (message.State.IsPresent)
        {
            throw Malformed(lineNumber, "is a RECORD with a state in it. Write one message a line.");
        }

        RequirePart(message.Stream, "stream (a string)", lineNumber);
        RequirePart(message.Data, "data (an object)", lineNumber);
        RequirePart(message.EmittedAt, "emitted_at (an integer: milliseconds since 1970)", lineNumber);
    }

    private static void RequirePart(ByteSlice part, string name, long lineNumber)
    {
        if (!part.IsPresent)
        {
            throw Malformed(lineNumber, $"is a RECORD without {name}.");
        }
    }

    private static string DescribeUntyped(in ScannedMessage message, in MessageParts parts) =>
        message.TypeName.IsPresent ? "is of no type that Airbyte knows, and RECORD or STATE stands in it. The type of a message must be "
            + "spelled \"RECORD\" or \"STATE\", in capitals."
        : parts.HasPayload ? "has a record or a state but no type. Its type must be \"RECORD\" or \"STATE\"."
        : "is a JSON object without a type, and RECORD or STATE stands in it. A message has the type \"RECORD\" or \"STATE\"; other "
            + "objects that name these must go.";

    private static string FirstName(MessageNames names) =>
        names.HasFlag(MessageNames.Type) ? "type"
        : names.HasFlag(MessageNames.Record) ? "record"
        : names.HasFlag(MessageNames.State) ? "state"
        : names.HasFlag(MessageNames.Stream) ? "stream"
        : names.HasFlag(MessageNames.Namespace) ? "namespace"
        : names.HasFlag(MessageNames.EmittedAt) ? "emitted_at"
        : "data";
}
