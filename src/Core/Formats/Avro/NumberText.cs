using System.Globalization;
using System.Runtime.CompilerServices;

namespace AirbyteKafka.Formats.Avro;

/// <summary>Reads numbers as JSON writes them, and as they stand in strings.</summary>
internal static class NumberText
{
    // So far a number's digits are exact in a double, and so are the powers of ten by which they are divided.
    private const int ExactDigits = 15;

    // A long has at most 19 digits.
    private const int MaxDigits = 19;

    // All exponents beyond are as good as this one: no line has so many digits that they would make up for it.
    private const long HugeExponent = 1_000_000_000_000;

    private static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Whether a JSON number is written as an integer.</summary>
    internal static bool IsIntegerToken(ReadOnlySpan<byte> token) => token.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;

    /// <summary>Reads a JSON number as a long: also one with a fraction of zeros or an exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Conversion ReadLong(ReadOnlySpan<byte> token, out long value)
    {
        if (token.Length < MaxDigits)
        {
            var isNegative = token[0] == '-';
            var at = isNegative ? 1 : 0;
            long digits = 0;
            while (at < token.Length && IsDigit(token[at]))
            {
                digits = (digits * 10) + (token[at++] - '0');
            }

            if (at == token.Length)
            {
                value = isNegative ? -digits : digits;
                return Conversion.Done;
            }
        }

        return ReadScaled(token, out value);
    }

    /// <summary>Reads a text of an optional sign and digits as a long.</summary>
    internal static Conversion ReadLongText(ReadOnlySpan<byte> text, out long value)
    {
        var digits = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        value = 0;
        return digits.IsEmpty || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0
            ? Conversion.Impossible
            : ReadScaled(text, out value);
    }

    /// <summary>Reads a number as a double.</summary>
    /// <param name="token">A JSON number, or a text of which <see cref="IsNumber"/> says that it is one.</param>
    /// <param name="value">The double that is nearest.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Conversion ReadDouble(ReadOnlySpan<byte> token, out double value)
    {
        if (token.Length <= ExactDigits + 1)
        {
            var isNegative = token[0] == '-';
            var at = isNegative ? 1 : 0;
            long digits = 0;
            while (at < token.Length && IsDigit(token[at]))
            {
                digits = (digits * 10) + (token[at++] - '0');
            }

            var fraction = 0;
            if (at < token.Length && token[at] == '.')
            {
                at++;
                for (fraction = at; at < token.Length && IsDigit(token[at]); at++)
                {
                    digits = (digits * 10) + (token[at] - '0');
                }

                fraction = at - fraction;
            }

            if (at == token.Length && (digits < 1_000_000_000_000_000))
            {
                var exact = digits / PowersOfTen[fraction];
                value = isNegative ? -exact : exact;
                return Conversion.Done;
            }
        }

        return double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)
            ? Conversion.Done
            : Conversion.OutOfRange;
    }

    /// <summary>Whether a text is a number: an optional sign, digits, perhaps with a point and an exponent.</summary>
    internal static bool IsNumber(ReadOnlySpan<byte> text)
    {
        var at = text is [(byte)'+' or (byte)'-', ..] ? 1 : 0;
        var start = at;
        at = SkipDigits(text, at);
        var digits = at - start;
        if (at < text.Length && text[at] == '.')
        {
            start = ++at;
            at = SkipDigits(text, at);
            digits += at - start;
        }

        if (digits == 0)
        {
            return false;
        }

        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            at++;
            at += at < text.Length && text[at] is (byte)'+' or (byte)'-' ? 1 : 0;
            start = at;
            at = SkipDigits(text, at);
            if (at == start)
            {
                return false;
            }
        }

        return at == text.Length;
    }

    // The exponent is looked at before anything is computed: 1e999999999 costs nothing.
    private static Conversion ReadScaled(ReadOnlySpan<byte> token, out long value)
    {
        value = 0;
        var isNegative = token[0] == '-';
        var mantissa = token[(isNegative || token[0] == '+' ? 1 : 0)..];
        long exponent = 0;
        if (mantissa.IndexOfAny((byte)'e', (byte)'E') is var at and >= 0)
        {
            exponent = ReadExponent(mantissa[(at + 1)..]);
            mantissa = mantissa[..at];
        }

        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? [] : mantissa[(point + 1)..].TrimEnd((byte)'0');
        exponent -= fraction.Length;
        if (fraction.IsEmpty)
        {
            var trimmed = whole.TrimEnd((byte)'0');
            exponent += whole.Length - trimmed.Length;
            whole = trimmed;
        }

        whole = whole.TrimStart((byte)'0');
        fraction = whole.IsEmpty ? fraction.TrimStart((byte)'0') : fraction;
        var count = whole.Length + (long)fraction.Length;
        if (count == 0)
        {
            return Conversion.Done;
        }

        if (exponent < 0)
        {
            return Conversion.Impossible;
        }

        if (count + exponent > MaxDigits)
        {
            return Conversion.OutOfRange;
        }

        Int128 number = 0;
        foreach (var digit in whole)
        {
            number = (number * 10) + (digit - '0');
        }

        foreach (var digit in fraction)
        {
            number = (number * 10) + (digit - '0');
        }

        for (; exponent > 0; exponent--)
        {
            number *= 10;
        }

        number = isNegative ? -number : number;
        if (number < long.MinValue || number > long.MaxValue)
        {
            return Conversion.OutOfRange;
        }

        value = (long)number;
        return Conversion.Done;
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        long exponent = 0;
        foreach (var digit in text[(isNegative || text[0] == '+' ? 1 : 0)..])
        {
            exponent = Math.Min(HugeExponent, (exponent * 10) + (digit - '0'));
        }

        return isNegative ? -exponent : exponent;
    }

    private static int SkipDigits(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && IsDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsDigit(byte value) => (uint)(value - '0') <= 9;
}
