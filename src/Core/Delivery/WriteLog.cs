using System.Globalization;
using AirbyteKafka.Logging;
using AirbyteKafka.Protocol;

namespace AirbyteKafka.Delivery;

/// <summary>Says what was skipped in the input, without a line for each.</summary>
internal sealed class WriteLog(IWriteObserver observer)
{
    private readonly Repetitions _repetitions = new();

    internal void Skipped(string what, long line)
    {
        if (_repetitions.Count(what, out var count))
        {
            observer.OnLog(LogLevel.Warn, count == 1
                ? string.Create(CultureInfo.InvariantCulture, $"Line {line} of the input {what}.")
                : string.Create(CultureInfo.InvariantCulture, $"{count} lines so far, the last one line {line}: {what}."));
        }
    }
}
