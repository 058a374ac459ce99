using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>Text out of JSON strings, also where it is not well formed: names are data, and data is never refused.</summary>
internal static class JsonText
{
    /// <summary>The text of a string token, with U+FFFD for what is not valid UTF-8 or a lone surrogate.</summary>
    /// <param name="reader">Stands on a string.</param>
    public static string Read(ref Utf8JsonReader reader) => Unescape(reader.ValueSpan);

    /// <summary>
    /// Whether a property name or string token is a given text. Unlike the reader's own comparison it takes lone surrogates for what they
    /// are: another text.
    /// </summary>
    /// <param name="reader">Stands on a property name or a string.</param>
    /// <param name="text">The text, ASCII.</param>
    public static bool Is(in Utf8JsonReader reader, ReadOnlySpan<byte> text) => reader.ValueIsEscaped
        ? Unescape(reader.ValueSpan) == Encoding.ASCII.GetString(text)
        : reader.ValueSpan.SequenceEqual(text);

    /// <summary>The text of a JSON string's contents.</summary>
    /// <param name="contents">What stands between the quotes; valid JSON.</param>
    public static string Unescape(ReadOnlySpan<byte> contents)
    {
        if (!contents.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(contents);
        }

        var text = new StringBuilder(contents.Length);
        while (!contents.IsEmpty)
        {
            var escape = contents.IndexOf((byte)'\\');
            var plain = escape < 0 ? contents : contents[..escape];
            text.Append(Encoding.UTF8.GetString(plain));
            contents = escape < 0 ? [] : AppendEscape(contents[escape..], text);
        }

        return text.ToString();
    }

    private static ReadOnlySpan<byte> AppendEscape(ReadOnlySpan<byte> escape, StringBuilder text)
    {
        switch (escape[1])
        {
            case (byte)'u':
                var unit = (char)int.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                text.Append(unit);
                return escape[6..];
            case (byte)'b': text.Append('\b'); break;
            case (byte)'f': text.Append('\f'); break;
            case (byte)'n': text.Append('\n'); break;
            case (byte)'r': text.Append('\r'); break;
            case (byte)'t': text.Append('\t'); break;
            default: text.Append((char)escape[1]); break;
        }

        return escape[2..];
    }
}
