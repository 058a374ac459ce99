using System.Globalization;
using System.Text;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Text;

namespace AirbyteKafka.Kafka;

/// <summary>
/// Passes on what Kafka's client says: without secrets, and once rather than with every attempt to connect. For any thread.
/// </summary>
/// <param name="redact">Takes secrets out of a text.</param>
/// <param name="tell">Takes what is worth telling. It is called outside of locks, by the thread that logs.</param>
/// <param name="isDebug">Whether lines for debugging are passed on: the client logs some for this process alone.</param>
/// <param name="watchesZstd">Whether brokers that know no zstd are warned of.</param>
internal sealed class ClientLog(Func<string, string> redact, Action<LogLevel, string> tell, bool isDebug, bool watchesZstd)
{
    private const int DebugLevel = 7;
    private const string NoServersYet = "No `bootstrap.servers` configured";
    private const string ThreadMark = "[thrd:";
    private const string ThreadEnd = "]: ";
    private const string HeadEnd = ": ";
    private const string CircumstancesMark = " (after ";

    private static readonly string[] PassingMarks =
    [
        "brokers are down", "broker version is < 0.10", "broker version < 0.10", "oordinator load in progress", "oordinator not available",
        "Failed to acquire idempotence PID",
    ];

    // Confluent's clients log from all of their threads.
    private readonly Lock _gate = new();
    private readonly Repetitions _repetitions = new();
    private readonly ZstdWatch? _zstd = watchesZstd ? new() : null;

    /// <summary>Takes secrets out of a text.</summary>
    internal string Redact(string text) => redact(text);

    /// <summary>A log line of the client.</summary>
    /// <param name="syslogLevel">0, emergency, to 7, debug.</param>
    /// <param name="facility">What it is about: <c>FAIL</c>, <c>CONNECT</c>.</param>
    /// <param name="message">The line.</param>
    internal void Line(int syslogLevel, string facility, string message)
    {
        if (FindZstdWarning(facility, message) is { } warning)
        {
            tell(LogLevel.Warn, warning);
        }

        // Untrue where the client is given its brokers after its login (LateLogin).
        if ((isDebug || syslogLevel < DebugLevel) && !message.Contains(NoServersYet, StringComparison.Ordinal))
        {
            Tell(LevelOf(LevelOf(syslogLevel), message), WithoutThread(message), $"{facility}: ", "");
        }
    }

    /// <summary>An error that the client gets over by itself, or that its answers to requests will tell of.</summary>
    /// <param name="error">What it is.</param>
    /// <param name="reason">The client's sentence.</param>
    internal void Error(KafkaError error, string reason) =>
        Tell(error == KafkaError.AllBrokersDown ? LogLevel.Debug : LevelOf(LogLevel.Warn, reason), reason, "", $" ({error.Name})");

    // The client tells of a broken connection twice, as a log line and as an error: the same text counts once. What it says of it for
    // debugging counts apart.
    private void Tell(LogLevel level, string text, string before, string after)
    {
        if (Count(level == LogLevel.Debug ? $"{level} {KindOf(text)}" : KindOf(text), out var count))
        {
            var plain = Printable.Line(redact($"{before}{text.TrimEnd()}{after}"));
            tell(level, count == 1 ? plain : string.Create(CultureInfo.InvariantCulture, $"{plain} ({count} times so far)"));
        }
    }

    private bool Count(string kind, out long count)
    {
        lock (_gate)
        {
            return _repetitions.Count(kind, out count);
        }
    }

    private string? FindZstdWarning(string facility, string message)
    {
        if (_zstd is null)
        {
            return null;
        }

        lock (_gate)
        {
            return _zstd.FindWarning(facility, message);
        }
    }

    private static string WithoutThread(string message) =>
        message.StartsWith(ThreadMark, StringComparison.Ordinal) && message.IndexOf(ThreadEnd, StringComparison.Ordinal) is > 0 and var end
            ? message[(end + ThreadEnd.Length)..]
            : message;

    /// <summary>What stays the same from one repetition to the next: no durations, no counters.</summary>
    /// <remarks>The broker at the head of the line stays: another one's failure is news.</remarks>
    private static string KindOf(string text)
    {
        var end = text.IndexOf(CircumstancesMark, StringComparison.Ordinal) is > 0 and var circumstances ? circumstances : text.Length;
        var head = text.IndexOf(HeadEnd, StringComparison.Ordinal);
        head = head > 0 && text.IndexOf(' ', StringComparison.Ordinal) > head ? Math.Min(head, end) : 0;
        var kind = new StringBuilder(text, 0, head, end);
        foreach (var character in text.AsSpan(head, end - head))
        {
            if (!char.IsAsciiDigit(character))
            {
                kind.Append(character);
            }
        }

        return kind.ToString();
    }

    // Nobody can act on what a broker that starts, ends or was idle makes the client say; where it lasts, records are late, and the error
    // says why.
    private static LogLevel LevelOf(LogLevel level, string text) =>
        level == LogLevel.Warn && PassingMarks.Any(mark => text.Contains(mark, StringComparison.Ordinal)) ? LogLevel.Debug : level;

    private static LogLevel LevelOf(int syslogLevel) => syslogLevel switch
    {
        <= 2 => LogLevel.Fatal,
        // librdkafka says ERROR of every connection that breaks, and then makes it anew.
        3 or 4 => LogLevel.Warn,
        5 or 6 => LogLevel.Info,
        _ => LogLevel.Debug,
    };
}
