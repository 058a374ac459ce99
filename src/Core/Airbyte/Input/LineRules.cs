using System.Buffers;
using System.Globalization;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>Decides on lines that are no JSON object: whether they are surely no message, and so may be skipped.</summary>
internal static class LineRules
{
    // What a person sees as an empty line; DOS ended files with the last of them.
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\v\f\u001A"u8);

    /// <summary>Decides on a line that does not begin with a brace.</summary>
    /// <param name="line">The line behind blanks and byte order marks.</param>
    /// <param name="lineNumber">Counted from 1; for error messages.</param>
    /// <returns>Whether the line is blank; otherwise it is text.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.MessageMalformed"/>: a message may be in it. <see cref="ErrorKind.InputUnusable"/>: it is not text in UTF-8.
    /// </exception>
    internal static bool IsBlank(ReadOnlySpan<byte> line, long lineNumber)
    {
        if (line.IndexOfAnyExcept(Blanks) < 0)
        {
            return true;
        }

        ThrowIfNotText(line, lineNumber);
        return HiddenMessage.MayBeIn(line) ? throw Hidden(line, lineNumber) : false;
    }

    /// <summary>Refuses text in another encoding and compressed bytes: what is in them nobody has looked at.</summary>
    /// <param name="line">The line.</param>
    /// <param name="lineNumber">Counted from 1; for error messages.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.InputUnusable"/>.</exception>
    internal static void ThrowIfNotText(ReadOnlySpan<byte> line, long lineNumber)
    {
        if (FileKinds.Refuse(line) is { } problem)
        {
            throw new AirbyteKafkaException(ErrorKind.InputUnusable,
                string.Create(CultureInfo.InvariantCulture, $"The input, from line {lineNumber} on, {problem}"));
        }
    }

    private static AirbyteKafkaException Hidden(ReadOnlySpan<byte> line, long lineNumber)
    {
        var problem = line[0] switch
        {
            (byte)'[' => "may hold messages in a JSON list. Write one message a line, without a list around them",
            (byte)'"' or (byte)'\'' => "may hold a message in a string. Write the message itself, without quotes around it",
            _ => "may hold a message, with other text before it. Take that text out, so that the line begins with the message's brace",
        };
        return new AirbyteKafkaException(ErrorKind.MessageMalformed, string.Create(
            CultureInfo.InvariantCulture,
            $"Line {lineNumber} of the input {problem}; a line of a log must not name RECORD or STATE behind a brace. The write ends "
                + $"here so that nothing is lost."))
        {
            Line = lineNumber,
        };
    }
}
