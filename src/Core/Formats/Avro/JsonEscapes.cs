using System.Buffers.Text;
using System.Text;

namespace AirbyteKafka.Formats.Avro;

/// <summary>The text of JSON strings with escapes.</summary>
internal static class JsonEscapes
{
    /// <summary>Writes the text of a JSON string.</summary>
    /// <param name="contents">What stands between the quotes; valid JSON.</param>
    /// <param name="destination">Takes the text as UTF-8, with a question mark for half a surrogate pair, as Java writes it.</param>
    internal static void Unescape(ReadOnlySpan<byte> contents, AvroBuffer destination)
    {
        while (contents.IndexOf((byte)'\\') is var escape and >= 0)
        {
            destination.Write(contents[..escape]);
            contents = contents[escape..];
            switch (contents[1])
            {
                case (byte)'u':
                    contents = UnescapeUnits(contents, destination);
                    continue;
                case (byte)'b': destination.WriteByte((byte)'\b'); break;
                case (byte)'f': destination.WriteByte((byte)'\f'); break;
                case (byte)'n': destination.WriteByte((byte)'\n'); break;
                case (byte)'r': destination.WriteByte((byte)'\r'); break;
                case (byte)'t': destination.WriteByte((byte)'\t'); break;
                default: destination.WriteByte(contents[1]); break;
            }

            contents = contents[2..];
        }

        destination.Write(contents);
    }

    private static ReadOnlySpan<byte> UnescapeUnits(ReadOnlySpan<byte> escape, AvroBuffer destination)
    {
        const int Length = 6;
        var unit = Unit(escape);
        var rest = escape[Length..];
        if (!Rune.TryCreate(unit, out var rune))
        {
            var isPair = rest.StartsWith("\\u"u8) && Rune.TryCreate(unit, Unit(rest), out rune);
            rest = isPair ? rest[Length..] : rest;
            rune = isPair ? rune : new Rune('?');
        }

        Span<byte> utf8 = stackalloc byte[4];
        destination.Write(utf8[..rune.EncodeToUtf8(utf8)]);
        return rest;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out _, 'X') ? (char)unit : '?';
}
