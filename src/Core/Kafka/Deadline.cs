using System.Diagnostics;

namespace AirbyteKafka.Kafka;

/// <summary>The time that something has as a whole, and what is left of it.</summary>
internal sealed class Deadline(TimeSpan limit)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>How much of it is gone.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>What is left; never negative.</summary>
    public TimeSpan Left => limit - Elapsed is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>A time, or what is left where that is shorter.</summary>
    public TimeSpan AtMost(TimeSpan time) => time < Left ? time : Left;

    /// <summary>A part of what is left, for something that must not use up all of it.</summary>
    /// <param name="fraction">Between 0 and 1.</param>
    public TimeSpan Share(double fraction) => Left * fraction;
}
