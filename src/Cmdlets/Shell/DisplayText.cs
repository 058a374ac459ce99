using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>Figures as the module's tables and lists show them; for the format file.</summary>
public static class DisplayText
{
    // More than a line of any terminal.
    private const int MaxExcerpt = 500;
    private const int MaxShownBytes = 64;

    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>A text as it can be shown: what would move the cursor or turn the line around is an escape such as <c>\u001b</c>.</summary>
    /// <param name="text">Any text; <see langword="null"/> is shown as nothing.</param>
    public static string Text(string? text) => Printable.Line(text);

    /// <summary>A value of a record, as far as a row of a table may show it.</summary>
    /// <param name="value">A text, bytes, or what JSON described.</param>
    public static string Excerpt(object? value) => Shorten(Value(value is PSObject { BaseObject: string text } ? Shorten(text)
        : value is string whole ? Shorten(whole) : value));

    /// <summary>A value of a record: a text as it is, bytes in hexadecimal, and what JSON described as JSON.</summary>
    /// <param name="value">The value.</param>
    public static string Value(object? value) => PowerShellObject.Unwrap(value) switch
    {
        null => "",
        string text => Text(text),
        byte[] bytes when bytes.Length <= MaxShownBytes => "0x" + Convert.ToHexString(bytes),
        byte[] bytes => string.Create(
            CultureInfo.InvariantCulture, $"0x{Convert.ToHexString(bytes, 0, MaxShownBytes)}… ({bytes.Length} bytes)"),
        var other => Text(ValueJson.Write(other)),
    };

    /// <summary>A time by this machine's clock, to the second.</summary>
    /// <param name="time">A <see cref="DateTimeOffset"/>, or what a job or a file has left of one; nothing is shown as nothing.</param>
    public static string LocalTime(object? time) => TimeOf(time) is { } known
        ? known.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : "";

    /// <summary>A time in UTC, to the millisecond, as ISO 8601 writes it.</summary>
    /// <param name="time">A <see cref="DateTimeOffset"/>, or what a job or a file has left of one; nothing is shown as nothing.</param>
    public static string UniversalTime(object? time) => TimeOf(time) is { } known
        ? known.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : "";

    /// <summary>A number of bytes, such as <c>1.5 MB</c>; 1 KB has 1024 bytes, as PowerShell counts.</summary>
    /// <param name="bytes">0 or more.</param>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (unit < Units.Length - 1 && Math.Round(bytes, 1) >= 1024)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {Units[unit]}");
    }

    /// <summary>A time, such as <c>0.250 s</c> or <c>1:05:00</c>.</summary>
    /// <param name="duration">0 or more.</param>
    public static string Duration(TimeSpan duration) => duration < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.000} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalHours}:{duration.Minutes:00}:{duration.Seconds:00}");

    /// <summary>How many per second, such as <c>12,500/s</c>; empty where no time has passed.</summary>
    /// <param name="count">How many there were.</param>
    /// <param name="duration">In what time.</param>
    public static string Rate(long count, TimeSpan duration) =>
        duration > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"{count / duration.TotalSeconds:N0}/s") : "";

    /// <summary>How many bytes per second, such as <c>85.2 MB/s</c>; empty where no time has passed.</summary>
    /// <param name="bytes">How many there were.</param>
    /// <param name="duration">In what time.</param>
    public static string Throughput(long bytes, TimeSpan duration) =>
        duration > TimeSpan.Zero ? Bytes(bytes / duration.TotalSeconds) + "/s" : "";

    private static DateTimeOffset? TimeOf(object? time) => PowerShellObject.Unwrap(time) switch
    {
        DateTimeOffset whole => whole,
        DateTime local => new DateTimeOffset(local),
        PSObject copy => TimeOf(copy.Properties["UtcDateTime"]?.Value),
        _ => null,
    };

    private static string Shorten(string text) => text.Length <= MaxExcerpt ? text : text[..MaxExcerpt];
}
