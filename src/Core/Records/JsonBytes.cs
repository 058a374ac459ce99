using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace AirbyteKafka.Records;

/// <summary>Rewrites JSON that was checked before, from bytes to bytes and without allocating.</summary>
/// <remarks>Bytes above ASCII are taken as they are, also where they are not UTF-8.</remarks>
internal static class JsonBytes
{
    /// <summary>Adds what a string means.</summary>
    /// <param name="key">Takes it.</param>
    /// <param name="contents">What stands between the quotes.</param>
    internal static void AppendText(KeyBuffer key, ReadOnlySpan<byte> contents) => Append(key, contents, isJson: false);

    /// <summary>Adds a string as JSON with the fewest escapes, so that two spellings of one text are one key.</summary>
    /// <param name="key">Takes it, quotes included.</param>
    /// <param name="contents">What stands between the quotes.</param>
    internal static void AppendString(KeyBuffer key, ReadOnlySpan<byte> contents)
    {
        key.Append((byte)'"');
        Append(key, contents, isJson: true);
        key.Append((byte)'"');
    }

    /// <summary>A text as a JSON string with the fewest escapes, quotes included.</summary>
    internal static byte[] Quote(string text)
    {
        var key = new KeyBuffer();
        key.Append((byte)'"');
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var unit in text.EnumerateRunes())
        {
            AppendCharacter(key, utf8[..unit.EncodeToUtf8(utf8)], isJson: true);
        }

        key.Append((byte)'"');
        return key.Text.ToArray();
    }

    /// <summary>Adds a value without the blanks between its tokens.</summary>
    /// <param name="key">Takes it.</param>
    /// <param name="value">The value.</param>
    internal static void AppendCompact(KeyBuffer key, ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty)
        {
            var next = value.IndexOfAny(" \t\r\n\""u8);
            if (next < 0)
            {
                key.Append(value);
                return;
            }

            key.Append(value[..next]);
            value = value[next..];
            var length = value[0] == '"' ? StringLength(value) : 0;
            key.Append(value[..length]);
            value = value[Math.Max(length, 1)..];
        }
    }

    /// <summary>How many bytes a string has, quotes included.</summary>
    /// <param name="value">Begins with its opening quote.</param>
    private static int StringLength(ReadOnlySpan<byte> value)
    {
        var at = 1;
        while (value[at] != '"')
        {
            at += value[at] == '\\' ? 2 : 1;
        }

        return at + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Append(KeyBuffer key, ReadOnlySpan<byte> contents, bool isJson)
    {
        int escape;
        while ((escape = contents.IndexOf((byte)'\\')) >= 0)
        {
            key.Append(contents[..escape]);
            contents = AppendEscape(key, contents[escape..], isJson);
        }

        key.Append(contents);
    }

    /// <returns>What comes behind the escape.</returns>
    private static ReadOnlySpan<byte> AppendEscape(KeyBuffer key, ReadOnlySpan<byte> escape, bool isJson)
    {
        if (escape[1] != 'u')
        {
            AppendCharacter(key, [Meaning(escape[1])], isJson);
            return escape[2..];
        }

        var unit = Unit(escape);
        var rest = escape[6..];
        if (char.IsHighSurrogate(unit) && rest is [(byte)'\\', (byte)'u', ..] && char.IsLowSurrogate(Unit(rest)))
        {
            Span<byte> pair = stackalloc byte[4];
            key.Append(pair[..new Rune(unit, Unit(rest)).EncodeToUtf8(pair)]);
            return rest[6..];
        }

        if (!char.IsSurrogate(unit))
        {
            Span<byte> utf8 = stackalloc byte[4];
            AppendCharacter(key, utf8[..new Rune(unit).EncodeToUtf8(utf8)], isJson);
        }
        else if (isJson)
        {
            // No UTF-8 means it: it stays an escape.
            AppendUnit(key, unit);
        }
        else
        {
            key.Append((byte)'?');
        }

        return rest;
    }

    private static void AppendCharacter(KeyBuffer key, ReadOnlySpan<byte> utf8, bool isJson)
    {
        var first = utf8[0];
        if (!isJson || (first >= ' ' && first != '"' && first != '\\'))
        {
            key.Append(utf8);
        }
        else if (ShortEscape(first) is var letter and not 0)
        {
            key.Append((byte)'\\');
            key.Append(letter);
        }
        else
        {
            AppendUnit(key, (char)first);
        }
    }

    private static void AppendUnit(KeyBuffer key, char unit)
    {
        key.Append("\\u"u8);
        ((ushort)unit).TryFormat(key.Take(4), out _, "x4", CultureInfo.InvariantCulture);
    }

    private static byte Meaning(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };

    private static byte ShortEscape(byte character) => character switch
    {
        (byte)'\b' => (byte)'b',
        (byte)'\f' => (byte)'f',
        (byte)'\n' => (byte)'n',
        (byte)'\r' => (byte)'r',
        (byte)'\t' => (byte)'t',
        (byte)'"' or (byte)'\\' => character,
        _ => 0,
    };

    private static char Unit(ReadOnlySpan<byte> escape)
    {
        var unit = 0;
        foreach (var digit in escape.Slice(2, 4))
        {
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return (char)unit;
    }
}
