using System.Runtime.CompilerServices;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>Steps over JSON values and checks every byte of them on the way: strings by vectors, the rest by hand.</summary>
/// <remarks>
/// Accepts only what System.Text.Json accepts, and nearly all of it: nesting beyond <see cref="MaxDepth"/> and line ends between tokens
/// are left to others. The text must end with CR or LF, which is in no token and no blank here: that byte ends every loop.
/// All methods return the place behind what they stepped over, or <see langword="null"/>.
/// </remarks>
internal static unsafe class JsonSkipper
{
    /// <summary>How deep a value may be nested: one bit of a word says of each level whether it is an object.</summary>
    internal const int MaxDepth = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* SkipBlanks(byte* at)
    {
        while (*at == ' ' || *at == '\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>Steps over a value of any kind.</summary>
    /// <param name="at">Its first byte.</param>
    /// <param name="specials">Those of the text it lies in.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static byte* SkipValue(byte* at, ref SpecialBytes specials)
    {
        var objects = 0UL;
        var depth = 0;

    Value:
        switch (*at)
        {
            case (byte)'"':
                at = SkipString(at + 1, ref specials);
                break;
            case (byte)'{':
                if (depth++ == MaxDepth)
                {
                    return null;
                }

                objects = (objects << 1) | 1;
                at = SkipBlanks(at + 1);
                if (*at == '}')
                {
                    goto Close;
                }

                goto Name;
            case (byte)'[':
                if (depth++ == MaxDepth)
                {
                    return null;
                }

                objects <<= 1;
                at = SkipBlanks(at + 1);
                if (*at == ']')
                {
                    goto Close;
                }

                goto Value;
            case (byte)'t':
                at = SkipLiteral(at, specials.End, "true"u8);
                break;
            case (byte)'f':
                at = SkipLiteral(at, specials.End, "false"u8);
                break;
            case (byte)'n':
                at = SkipLiteral(at, specials.End, "null"u8);
                break;
            default:
                at = SkipNumber(at);
                break;
        }

        if (at is null)
        {
            return null;
        }

    AfterValue:
        if (depth == 0)
        {
            return at;
        }

        at = SkipBlanks(at);
        if (*at == ',')
        {
            at = SkipBlanks(at + 1);
            if ((objects & 1) == 0)
            {
                goto Value;
            }

            goto Name;
        }

        if (*at != ((objects & 1) == 0 ? ']' : '}'))
        {
            return null;
        }

    Close:
        at++;
        depth--;
        objects >>= 1;
        goto AfterValue;

    Name:
        if (*at != '"')
        {
            return null;
        }

        at = SkipString(at + 1, ref specials);
        if (at is null)
        {
            return null;
        }

        at = SkipBlanks(at);
        if (*at != ':')
        {
            return null;
        }

        at = SkipBlanks(at + 1);
        goto Value;
    }

    /// <summary>Steps over the rest of a string.</summary>
    /// <param name="at">The byte behind its opening quote.</param>
    /// <param name="specials">Those of the text it lies in.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* SkipString(byte* at, ref SpecialBytes specials)
    {
        at = specials.Next(at);
        return *at == '"' ? at + 1 : SkipStringFromSpecial(at, ref specials);
    }

    /// <summary>
    /// Steps over an integer of at most 18 digits, so that it surely fits 64 bits; not over <c>-0</c>, which nobody writes so.
    /// </summary>
    /// <param name="at">Its first byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static byte* SkipShortInteger(byte* at)
    {
        var digits = *at == '-' ? at + 1 : at;
        var behind = SkipNumber(at);
        if (behind is null || behind - digits > 18 || (digits != at && *digits == '0'))
        {
            return null;
        }

        while (IsDigit(*digits))
        {
            digits++;
        }

        return digits == behind ? behind : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* SkipStringFromSpecial(byte* at, ref SpecialBytes specials)
    {
        while (*at == '\\' && (at = SkipEscape(at)) is not null)
        {
            at = specials.Next(at);
            if (*at == '"')
            {
                return at + 1;
            }
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* SkipEscape(byte* at)
    {
        switch (at[1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return at + 2;
            case (byte)'u':
                return IsHex(at[2]) && IsHex(at[3]) && IsHex(at[4]) && IsHex(at[5]) ? at + 6 : null;
            default:
                return null;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* SkipLiteral(byte* at, byte* end, ReadOnlySpan<byte> literal) =>
        end - at >= literal.Length && new ReadOnlySpan<byte>(at, literal.Length).SequenceEqual(literal) ? at + literal.Length : null;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* SkipNumber(byte* at)
    {
        if (*at == '-')
        {
            at++;
        }

        if (*at == '0')
        {
            at++;
        }
        else if ((at = SkipDigits(at)) is null)
        {
            return null;
        }

        if (*at == '.' && (at = SkipDigits(at + 1)) is null)
        {
            return null;
        }

        if ((*at | 0x20) == 'e')
        {
            at++;
            at = SkipDigits(*at is (byte)'+' or (byte)'-' ? at + 1 : at);
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* SkipDigits(byte* at)
    {
        if (!IsDigit(*at))
        {
            return null;
        }

        do
        {
            at++;
        }
        while (IsDigit(*at));

        return at;
    }

    private static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    private static bool IsHex(byte value) => char.IsAsciiHexDigit((char)value);
}
