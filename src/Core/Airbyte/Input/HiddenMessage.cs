using System.Buffers;
using System.Globalization;
using System.Text;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>
/// Looks for a RECORD or a STATE in what is no message by itself: behind other text, in a list, in a string, in strings in strings.
/// </summary>
internal static class HiddenMessage
{
    private static readonly SearchValues<byte> FirstLetters = SearchValues.Create("RrSs"u8);

    /// <summary>
    /// Whether a brace is followed anywhere by RECORD or STATE, in any case, both of them spelled with JSON's escapes or without.
    /// </summary>
    /// <param name="text">UTF-8.</param>
    internal static bool MayBeIn(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\\u"u8) < 0)
        {
            return HasWordBehindBrace(text);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            text.CopyTo(buffer);
            var unescaped = buffer.AsSpan(0, text.Length);

            // A backslash may be escaped itself, as often as strings lie in strings.
            int length;
            while ((length = Unescape(unescaped)) < unescaped.Length)
            {
                unescaped = unescaped[..length];
            }

            return HasWordBehindBrace(unescaped);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool HasWordBehindBrace(ReadOnlySpan<byte> text)
    {
        var brace = text.IndexOf((byte)'{');
        if (brace < 0)
        {
            return false;
        }

        text = text[brace..];
        int letter;
        while ((letter = text.IndexOfAny(FirstLetters)) >= 0)
        {
            text = text[letter..];
            if (Begins(text, "RECORD"u8) || Begins(text, "STATE"u8))
            {
                return true;
            }

            text = text[1..];
        }

        return false;
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);

    /// <summary>Puts ASCII characters in place of their escapes, however many backslashes stand before the <c>u</c>.</summary>
    /// <returns>The length of what is left, from the start.</returns>
    private static int Unescape(Span<byte> text)
    {
        var to = 0;
        for (var from = 0; from < text.Length; from++)
        {
            var value = text[from];
            if (value == '\\')
            {
                var behind = text[from..].IndexOfAnyExcept((byte)'\\');
                if (behind > 0 && ReadUnit(text[(from + behind)..]) is { } unit)
                {
                    value = unit;
                    from += behind + 4;
                }
            }

            text[to++] = value;
        }

        return to;
    }

    private static byte? ReadUnit(ReadOnlySpan<byte> text) =>
        text is [(byte)'u', _, _, _, _, ..]
        && ushort.TryParse(text.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
        && unit < 0x80
            ? (byte)unit
            : null;
}
