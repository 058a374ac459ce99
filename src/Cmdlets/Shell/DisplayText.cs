using System.Globalization;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>Figures as the module's tables and lists show them; for the format file.</summary>
public static class DisplayText
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>A text as it can be shown: what would move the cursor or turn the line around is an escape such as <c>\u001b</c>.</summary>
    /// <param name="text">Any text; <see langword="null"/> is shown as nothing.</param>
    public static string Text(string? text) => Printable.Line(text);

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
}
