using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>A point in time, given as such or as how long ago it was.</summary>
internal static partial class TimeArgument
{
    private const string Taken = "Give how long ago it was (30s, 15m, 2h, 3d, 1w, a TimeSpan), or when ('2026-02-03', "
        + "'2026-02-03T04:05:06Z', a DateTime or DateTimeOffset)";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads it.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="value">What was given. PowerShell reads <c>30s</c> and <c>2d</c> as numbers, but keeps how they were written.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ArgumentInvalid"/>.</exception>
    internal static DateTimeOffset Read(string parameter, object value, DateTimeOffset now)
    {
        var inner = value is PSObject wrapped ? wrapped.BaseObject : value;
        try
        {
            return inner switch
            {
                DateTimeOffset time => time,
                DateTime time => new DateTimeOffset(time),
                TimeSpan ago when ago >= TimeSpan.Zero => now - ago,
                TimeSpan => throw Refuse(parameter, "A time that lies ahead was given as a negative TimeSpan"),
                string text => ReadText(parameter, text, now),
                _ => ReadText(parameter, value.ToString() ?? "", now),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Refuse(parameter, "The time lies before the year 1 or after 9999");
        }
    }

    private static DateTimeOffset ReadText(string parameter, string text, DateTimeOffset now)
    {
        text = text.Trim();
        if (Ago().Match(text) is { Success: true } ago)
        {
            return now - Measure(double.Parse(ago.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), ago.Groups["unit"].Value);
        }

        if (DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time))
        {
            return time;
        }

        throw Refuse(parameter, double.TryParse(text, CultureInfo.InvariantCulture, out _)
            ? $"{Printable.Of(text)} has no unit: {Printable.Of(text)}s would be seconds"
            : $"'{Printable.Of(text)}' is no time");
    }

    private static TimeSpan Measure(double number, string unit)
    {
        var seconds = number * unit switch
        {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            _ => 604800,
        };
        return seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentOutOfRangeException(nameof(number));
    }

    private static AirbyteKafkaException Refuse(string parameter, string what) =>
        new(ErrorKind.ArgumentInvalid, $"-{parameter}: {what}. {Taken}.");

    [GeneratedRegex(@"^(?<number>[0-9]{1,12}(\.[0-9]{1,6})?)(?<unit>[smhdw])$", RegexOptions.CultureInvariant)]
    private static partial Regex Ago();
}
