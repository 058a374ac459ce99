using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>
/// The progress of a command that moves records: the rate first, then percent and records; time left where the end is known. For the
/// pipeline's thread.
/// </summary>
/// <remarks>A screen of 80 columns shows all of it: the activity is bounded, and what varies most stands where it is cut last.</remarks>
internal sealed class RateProgress
{
    /// <summary>The time between two looks: fast enough to watch, slow enough not to cost anything.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private const int ProgressId = 1;
    private const int MaxActivity = 32;
    private const int MaxTarget = 15;
    private const string Arrow = " -> ";

    // Long enough for a figure that can be read, short enough for one that is of now.
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(3);

    // Before that the time left is a guess.
    private static readonly TimeSpan LeastForTimeLeft = TimeSpan.FromSeconds(1);

    private readonly Action<ProgressRecord> _write;
    private readonly TimeProvider _time;
    private readonly string _activity;
    private readonly long _started;
    private readonly Queue<(long Time, long Count)> _looks = new();
    private long _lastShown;
    private bool _isShown;

    /// <summary>Begins to measure; nothing is shown before the first <see cref="Show"/>.</summary>
    /// <param name="write">The cmdlet's <c>WriteProgress</c>.</param>
    /// <param name="from">Where the records come from, in a word: a file's name, a topic.</param>
    /// <param name="to">Where they go to.</param>
    /// <param name="time">The clock.</param>
    internal RateProgress(Action<ProgressRecord> write, string from, string to, TimeProvider time)
    {
        _write = write;
        _time = time;
        _started = _lastShown = time.GetTimestamp();
        _looks.Enqueue((_started, 0));
        var target = Cut(to, MaxTarget);
        _activity = Cut(from, MaxActivity - Arrow.Length - target.Length) + Arrow + target;
    }

    /// <summary>Whether it is time to show it again. Cheap enough to be asked for each object.</summary>
    internal bool IsDue => _time.GetElapsedTime(_lastShown) >= Interval;

    /// <summary>Shows how far the command is.</summary>
    /// <param name="records">How many records are done.</param>
    /// <param name="part">How much of the whole is done, 0 to 1; <see langword="null"/> where the whole is not known.</param>
    /// <param name="more">What else there is to say, short.</param>
    internal void Show(long records, double? part = null, string? more = null)
    {
        _lastShown = _time.GetTimestamp();
        var rate = Rate(records);
        int? percent = part is { } done ? (int)(Math.Clamp(done, 0, 0.99) * 100) : null;
        var status = string.Create(
            CultureInfo.InvariantCulture,
            $"{rate:N0}/s{(percent is null ? "" : $", {percent} %")}, {records:N0} records{(more is null ? "" : ", " + more)}");
        _isShown = true;
        _write(new ProgressRecord(ProgressId, _activity, status)
        {
            PercentComplete = percent ?? -1,
            SecondsRemaining = SecondsLeft(part),
        });
    }

    /// <summary>Takes it off the screen, if it has come there.</summary>
    internal void Complete()
    {
        if (_isShown)
        {
            _isShown = false;
            _write(new ProgressRecord(ProgressId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private double Rate(long records)
    {
        while (_looks.Count > 1 && _time.GetElapsedTime(_looks.Peek().Time, _lastShown) > RateWindow)
        {
            _looks.Dequeue();
        }

        var (since, before) = _looks.Peek();
        _looks.Enqueue((_lastShown, records));
        return (records - before) / Math.Max(_time.GetElapsedTime(since, _lastShown).TotalSeconds, 0.001);
    }

    // By all of the time until now: it jumps less than the rate does.
    private int SecondsLeft(double? part)
    {
        var elapsed = _time.GetElapsedTime(_started, _lastShown);
        return part is > 0 and var done && elapsed >= LeastForTimeLeft
            ? (int)Math.Min(elapsed.TotalSeconds * (1 - Math.Min(done, 1)) / done, int.MaxValue)
            : -1;
    }

    private static string Cut(string text, int length)
    {
        var shown = Printable.Line(text);
        if (shown.Length <= length)
        {
            return shown;
        }

        var end = char.IsHighSurrogate(shown[length - 2]) ? length - 2 : length - 1;
        return string.Concat(shown.AsSpan(0, end), "…");
    }
}
