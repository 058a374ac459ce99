using System.Diagnostics;
using System.Globalization;
using AirbyteKafka.Send;

namespace AirbyteKafka;

/// <summary>
/// What a Send-KafkaRecord has done so far: it fills up while the command runs, and stays when that fails or is stopped. For any thread.
/// </summary>
/// <remarks>Each property is a look at the moment when it is read. The three numbers of records add up to the objects that came.</remarks>
public sealed class SendSummary
{
    private readonly Lock _gate = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private Func<SendFigures> _figures = static () => default;
    private TimeSpan? _duration;
    private long _invalid;
    private bool _isCompleted;
    private Exception? _failure;

    internal SendSummary(string topic) => Topic = topic;

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>Whether the command came to its end; records may have failed all the same.</summary>
    public bool IsCompleted => Read(() => _isCompleted);

    /// <summary>Records that Kafka acknowledged.</summary>
    public long Records => Read(() => _figures().Acknowledged);

    /// <summary>Records that are surely not in Kafka: objects that no record could be made of, and records that were refused.</summary>
    public long FailedRecords => Read(() => _figures().Failed + _invalid);

    /// <summary>
    /// Records whose fate is not known: a broker may have taken them, but its answer did not come. While the command runs, those on their
    /// way.
    /// </summary>
    public long UnknownRecords => Read(() => _figures().Unknown);

    /// <summary>Keys and values of all records that were sent, in bytes.</summary>
    public long Bytes => Read(() => _figures().Bytes);

    /// <summary>From the beginning to the end.</summary>
    public TimeSpan Duration => Read(() => _duration ?? Stopwatch.GetElapsedTime(_started));

    /// <summary>Why the command ended early; <see langword="null"/> when it did not, or was stopped.</summary>
    public Exception? Failure => Read(() => _failure);

    /// <summary>The figures in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Topic}: {Records} records, {FailedRecords} failed, {UnknownRecords} unknown, {Bytes} bytes, {Duration.TotalSeconds:0.000} s");

    /// <summary>A sender was opened.</summary>
    internal void Begin(Func<SendFigures> figures) => Change(() => _figures = figures);

    /// <summary>No record could be made of an object.</summary>
    internal void CountInvalid() => Change(() => _invalid++);

    /// <summary>The command ends, for a reason.</summary>
    internal void Fail(Exception failure) => Change(() => _failure ??= failure);

    /// <summary>The command has come to its end.</summary>
    internal void Complete() => Change(() => _isCompleted = true);

    /// <summary>Nothing changes any more, and the sender need not be kept any longer.</summary>
    internal void End()
    {
        var last = Read(() => _figures());
        Change(() =>
        {
            _figures = () => last;
            _duration ??= Stopwatch.GetElapsedTime(_started);
        });
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
        }
    }
}
