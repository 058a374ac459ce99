using System.Globalization;
using System.Text;
using AirbyteKafka.Librdkafka;
using AirbyteKafka.Protocol;

namespace AirbyteKafka.Delivery;

/// <summary>Passes on what Kafka's client says: without secrets, and once rather than with every attempt to connect. For one thread.</summary>
internal sealed class ClientLog(DeliveryErrors errors, IWriteObserver observer)
{
    private readonly Repetitions _repetitions = new();

    /// <summary>A log line of the client.</summary>
    /// <param name="syslogLevel">0, emergency, to 7, debug.</param>
    /// <param name="line">The line.</param>
    internal void Line(int syslogLevel, string line) => Tell(LevelOf(syslogLevel), line);

    /// <summary>An error that the client gets over by itself, or that the records' own delivery reports will tell of.</summary>
    internal void Error(KafkaError error, string reason) => Tell(LogLevel.Warn, $"{reason} ({error.Name})");

    private void Tell(LogLevel level, string text)
    {
        if (_repetitions.Count(WithoutNumbers(text), out var count))
        {
            var plain = errors.Redact(text);
            observer.OnLog(level, count == 1 ? plain : string.Create(CultureInfo.InvariantCulture, $"{plain} ({count} times so far)"));
        }
    }

    // Ports, durations and counters differ from one repetition to the next.
    private static string WithoutNumbers(string text)
    {
        var kind = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character))
            {
                kind.Append(character);
            }
        }

        return kind.ToString();
    }

    private static LogLevel LevelOf(int syslogLevel) => syslogLevel switch
    {
        <= 2 => LogLevel.Fatal,
        // librdkafka says ERROR of every connection that breaks, and then makes it anew.
        3 or 4 => LogLevel.Warn,
        5 or 6 => LogLevel.Info,
        _ => LogLevel.Debug,
    };
}
