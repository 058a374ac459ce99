using System.Diagnostics;
using System.Globalization;
using AirbyteKafka.Airbyte.Output;

namespace AirbyteKafka.Write;

/// <summary>Says from time to time how far a long write is.</summary>
/// <param name="read">Reads how far it is.</param>
/// <param name="observer">Is told.</param>
internal sealed class ProgressLog(Func<WriteProgress> read, IWriteObserver observer)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private long _last = Stopwatch.GetTimestamp();
    private long _acknowledged;

    /// <summary>Says it if it is time.</summary>
    internal void Tick()
    {
        var elapsed = Stopwatch.GetElapsedTime(_last);
        if (elapsed < Interval)
        {
            return;
        }

        var progress = read();
        var rate = (progress.Acknowledged - _acknowledged) / elapsed.TotalSeconds;
        _last = Stopwatch.GetTimestamp();
        _acknowledged = progress.Acknowledged;
        observer.OnLog(LogLevel.Info, string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Acknowledged} records acknowledged so far ({rate:0}/s just now), {progress.Outstanding} on their way, "
                + $"{progress.States} states handed back."));
    }
}
