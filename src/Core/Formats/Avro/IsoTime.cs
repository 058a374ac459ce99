using System.Runtime.CompilerServices;

namespace AirbyteKafka.Formats.Avro;

/// <summary>Reads dates and times as sources write them.</summary>
/// <remarks>
/// A date is <c>yyyy-MM-dd</c>; slashes, dots and blanks are taken for hyphens, and months and days may have one digit. A time is
/// <c>HH:mm[:ss[.f]]</c> with up to nine digits of a fraction, which is cut to microseconds. An offset is <c>Z</c>, <c>±HH</c>,
/// <c>±HHmm</c> or <c>±HH:mm</c>, with or without a blank before it.
/// </remarks>
internal ref struct IsoTime
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long MicrosecondsPerMinute = 60 * MicrosecondsPerSecond;
    private const long MicrosecondsPerDay = 24 * 60 * MicrosecondsPerMinute;

    // As Java's offsets.
    private const int MaxOffsetMinutes = 18 * 60;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private IsoTime(ReadOnlySpan<byte> text) => _text = text;

    private static ReadOnlySpan<byte> DaysOfMonths => [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    private readonly byte Next => _at < _text.Length ? _text[_at] : (byte)0;

    private readonly bool IsAtEnd => _at == _text.Length;

    /// <summary>Reads a date, also one with a time behind it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="days">Days since 1970.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool TryDate(ReadOnlySpan<byte> text, out int days)
    {
        var reader = new IsoTime(text);
        return reader.TryDate(out days) && (reader.IsAtEnd || (reader.TrySeparator() && reader.TryTime(out _, out _) && reader.IsAtEnd));
    }

    /// <summary>Reads a time of day.</summary>
    /// <param name="text">The text.</param>
    /// <param name="toUtc">Whether it is moved to UTC, round midnight if need be; else its offset is of no account.</param>
    /// <param name="microseconds">Microseconds since midnight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool TryTime(ReadOnlySpan<byte> text, bool toUtc, out long microseconds)
    {
        var reader = new IsoTime(text);
        var isRead = reader.TryTime(out microseconds, out var offset) && reader.IsAtEnd;
        microseconds = toUtc ? (microseconds - offset + MicrosecondsPerDay) % MicrosecondsPerDay : microseconds;
        return isRead;
    }

    /// <summary>Reads a date with a time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="toUtc">Whether it is moved to UTC; else its offset is of no account.</param>
    /// <param name="microseconds">Microseconds since 1970.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool TryTimestamp(ReadOnlySpan<byte> text, bool toUtc, out long microseconds)
    {
        var reader = new IsoTime(text);
        microseconds = 0;
        if (!reader.TryDate(out var days) || !reader.TrySeparator() || !reader.TryTime(out var time, out var offset) || !reader.IsAtEnd)
        {
            return false;
        }

        microseconds = (days * MicrosecondsPerDay) + time - (toUtc ? offset : 0);
        return true;
    }

    private static bool IsLeapYear(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    // By years that begin in March, so that the leap day is the last.
    private static int DaysSince1970(int year, int month, int day)
    {
        year -= month <= 2 ? 1 : 0;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * 146097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719468;
    }

    private bool TryDate(out int days)
    {
        days = 0;
        if (!TryDigits(4, 4, out var year) || !TryDateSeparator() || !TryDigits(1, 2, out var month) || !TryDateSeparator()
            || !TryDigits(1, 2, out var day) || year == 0 || month is 0 or > 12 || day == 0
            || day > DaysOfMonths[month - 1] + (month == 2 && IsLeapYear(year) ? 1 : 0))
        {
            return false;
        }

        days = DaysSince1970(year, month, day);
        return true;
    }

    private bool TryDateSeparator()
    {
        if (Next is not ((byte)'-' or (byte)'/' or (byte)'.' or (byte)' '))
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TrySeparator()
    {
        if (Next is not ((byte)'T' or (byte)' '))
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TryTime(out long microseconds, out long offset)
    {
        (microseconds, offset) = (0, 0);
        if (!TryDigits(2, 2, out var hour) || !TrySkip((byte)':') || !TryDigits(2, 2, out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        microseconds = ((hour * 60) + minute) * MicrosecondsPerMinute;
        if (TrySkip((byte)':'))
        {
            if (!TryDigits(2, 2, out var second) || second > 59)
            {
                return false;
            }

            microseconds += second * MicrosecondsPerSecond;
            if (TrySkip((byte)'.'))
            {
                var start = _at;
                if (!TryDigits(1, 9, out var fraction))
                {
                    return false;
                }

                microseconds += ToMicroseconds(fraction, _at - start);
            }
        }

        return TryOffset(out offset);
    }

    private static long ToMicroseconds(int fraction, int digits)
    {
        long microseconds = fraction;
        for (; digits < 6; digits++)
        {
            microseconds *= 10;
        }

        for (; digits > 6; digits--)
        {
            microseconds /= 10;
        }

        return microseconds;
    }

    private bool TryOffset(out long offset)
    {
        offset = 0;
        if (IsAtEnd)
        {
            return true;
        }

        TrySkip((byte)' ');
        if (TrySkip((byte)'Z'))
        {
            return true;
        }

        var isNegative = Next == '-';
        if (!isNegative && Next != '+')
        {
            return false;
        }

        _at++;
        if (!TryDigits(2, 2, out var hours))
        {
            return false;
        }

        var minutes = 0;
        if (!IsAtEnd)
        {
            TrySkip((byte)':');
            if (!TryDigits(2, 2, out minutes) || minutes > 59)
            {
                return false;
            }
        }

        minutes += hours * 60;
        offset = (isNegative ? -minutes : minutes) * MicrosecondsPerMinute;
        return minutes <= MaxOffsetMinutes;
    }

    private bool TrySkip(byte wanted)
    {
        if (Next != wanted || IsAtEnd)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TryDigits(int least, int most, out int value)
    {
        value = 0;
        var count = 0;
        while (count < most && (uint)(Next - '0') <= 9)
        {
            value = (value * 10) + (Next - '0');
            _at++;
            count++;
        }

        return count >= least;
    }
}
