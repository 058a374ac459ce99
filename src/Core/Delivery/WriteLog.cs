using System.Globalization;
using AirbyteKafka.Protocol;

namespace AirbyteKafka.Delivery;

/// <summary>Says what was skipped in the input, without a line for each: the first, the tenth, the hundredth time, and so on.</summary>
internal sealed class WriteLog(IWriteObserver observer)
{
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);

    internal void Skipped(string what, long line)
    {
        _seen[what] = _seen.GetValueOrDefault(what) + 1;
        var count = _seen[what];
        if (IsPowerOfTen(count))
        {
            observer.OnLog(LogLevel.Warn, count == 1
                ? string.Create(CultureInfo.InvariantCulture, $"Line {line} of the input {what}.")
                : string.Create(CultureInfo.InvariantCulture, $"{count} lines so far, the last one line {line}: {what}."));
        }
    }

    private static bool IsPowerOfTen(long count)
    {
        while (count % 10 == 0)
        {
            count /= 10;
        }

        return count == 1;
    }
}
