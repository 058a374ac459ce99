using System.Collections.Concurrent;
using AirbyteKafka.Protocol;
using Confluent.Kafka;

namespace AirbyteKafka.Connection;

/// <summary>Passes on what Kafka's client logs: without secrets, and each text once however often a connection is tried again.</summary>
internal sealed class ClientLog(ICheckObserver? observer, Func<string, string> redact)
{
    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.Ordinal);

    public void Write(LogMessage line)
    {
        // The client's own name stands in the facility, times like "after 3ms" differ from one attempt to the next.
        var text = redact($"{line.Facility}: {WithoutName(line.Message)}");
        if (observer is not null && _seen.TryAdd(new string([.. text.Where(character => !char.IsAsciiDigit(character))]), 0))
        {
            observer.OnLog(LevelOf(line.Level), text);
        }
    }

    private static string WithoutName(string message) =>
        message.StartsWith("[thrd:", StringComparison.Ordinal) && message.IndexOf("]: ", StringComparison.Ordinal) is > 0 and var end ? message[(end + 3)..] : message;

    private static LogLevel LevelOf(SyslogLevel level) => level switch
    {
        <= SyslogLevel.Critical => LogLevel.Fatal,
        // The client says ERROR of every connection that breaks; what it means for the check is the step's to say.
        SyslogLevel.Error or SyslogLevel.Warning => LogLevel.Warn,
        SyslogLevel.Notice or SyslogLevel.Info => LogLevel.Info,
        _ => LogLevel.Debug,
    };
}
