using System.Globalization;
using System.Text.RegularExpressions;
using AirbyteKafka.Text;

namespace AirbyteKafka.Kafka;

/// <summary>
/// Reads in the log of Kafka's client which requests a broker takes, and warns once of one that knows no zstd. The client itself has a line
/// for it, but leaves it out on machines that were started less than a day ago. For one thread at a time.
/// </summary>
internal sealed partial class ZstdWatch
{
    private const string VersionsFacility = "APIVERSION";
    private const string Produce = "Produce";

    private readonly HashSet<string> _withoutZstd = new(StringComparer.Ordinal);
    private bool _told;

    /// <summary>A log line of the client.</summary>
    /// <param name="facility">What it is about.</param>
    /// <param name="message">The line.</param>
    /// <returns>The warning, where this line gives rise to it.</returns>
    internal string? FindWarning(string facility, string message)
    {
        if (_told || facility != VersionsFacility || RequestOf().Match(message) is not { Success: true } line
            || !short.TryParse(line.Groups["newest"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var newest))
        {
            return null;
        }

        // Produce is told first; the release shows in Fetch.
        var broker = line.Groups["broker"].Value;
        if (line.Groups["request"].ValueSpan is Produce)
        {
            if (!ZstdSupport.Has(newest))
            {
                _withoutZstd.Add(broker);
            }
        }
        else if (_withoutZstd.Contains(broker))
        {
            _told = true;
            return ZstdSupport.Warn(Printable.Of(broker), 1, KafkaRelease.FromFetch(newest));
        }

        return null;
    }

    // "[thrd:host:port/1]: sasl_ssl://host:port/1:   ApiKey Fetch (1) Versions 0..6"
    [GeneratedRegex(
        @"(?:^|\]: )(?:[a-z_]+://)?(?<broker>[^/ ]+)/\w+: +ApiKey (?<request>Produce|Fetch) \(\d+\) Versions \d+\.\.(?<newest>\d+)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex RequestOf();
}
