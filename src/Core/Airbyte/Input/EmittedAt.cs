using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>
/// Reads <c>emitted_at</c> as Jackson reads a Java <c>Long</c>: also with a fraction, with an exponent, or as digits in a string.
/// </summary>
internal static class EmittedAt
{
    /// <summary>The most bytes that <see cref="Write"/> writes.</summary>
    internal const int MaxLength = 20;

    // Jackson refuses numbers with more.
    private const int MaxDigits = 1000;

    private const double Limit = 9223372036854775808.0;

    /// <summary>Reads a value.</summary>
    /// <param name="reader">Stands on it.</param>
    /// <param name="isPlain">Whether it is written as Java would write it.</param>
    /// <returns>Whether it is a number of milliseconds.</returns>
    internal static bool TryRead(ref Utf8JsonReader reader, out bool isPlain)
    {
        isPlain = false;
        if (TryRead(ref reader) is not { } milliseconds)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[MaxLength];
        Utf8Formatter.TryFormat(milliseconds, plain, out var length);
        isPlain = reader.TokenType == JsonTokenType.Number && reader.ValueSpan.SequenceEqual(plain[..length]);
        return true;
    }

    /// <summary>Writes a value that was read as the integer that Java would write.</summary>
    /// <param name="value">The JSON value, of which <see cref="TryRead(ref Utf8JsonReader, out bool)"/> says that it can be read.</param>
    /// <param name="destination">Takes <see cref="MaxLength"/> bytes.</param>
    /// <returns>What was written.</returns>
    internal static ReadOnlySpan<byte> Write(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        var reader = new Utf8JsonReader(value);
        reader.Read();
        Utf8Formatter.TryFormat(TryRead(ref reader)!.Value, destination, out var length);
        return destination[..length];
    }

    private static long? TryRead(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return ParseText(JsonText.Read(ref reader));
        }

        var token = reader.ValueSpan;
        if (reader.TokenType != JsonTokenType.Number || token.Length - token.Count((byte)'.') - (token[0] == '-' ? 1 : 0) > MaxDigits)
        {
            return null;
        }

        if (reader.TryGetInt64(out var integer))
        {
            return integer;
        }

        // Through a double, so that digits beyond its precision are rounded before they are cut off: as Java does.
        // The reader's own conversion rounds some ties wrongly.
        return token.IndexOfAny(".eE"u8) >= 0
            && double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= -Limit and <= Limit
                ? (long)number
                : null;
    }

    // Java's trim() and Long.parseLong(): control characters count as blanks, and any script's decimal digits as digits.
    private static long? ParseText(string text)
    {
        var digits = text.AsSpan();
        while (digits is [<= ' ', ..])
        {
            digits = digits[1..];
        }

        while (digits is [.., <= ' '])
        {
            digits = digits[..^1];
        }

        var isNegative = digits is ['-', ..];
        if (digits is ['-' or '+', ..])
        {
            digits = digits[1..];
        }

        if (digits.IsEmpty || digits.Length > MaxDigits)
        {
            return null;
        }

        Int128 value = 0;
        foreach (var character in digits)
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(character);
            if (digit < 0 || value > long.MaxValue)
            {
                return null;
            }

            value = (value * 10) + digit;
        }

        value = isNegative ? -value : value;
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
    }
}
