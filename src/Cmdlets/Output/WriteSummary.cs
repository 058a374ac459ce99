namespace AirbyteKafka;

/// <summary>
/// What a Write-AirbyteRecords has done so far, in all its inputs: it fills up while the command runs, and stays when that fails or is
/// stopped. For any thread.
/// </summary>
/// <remarks>Each property is a look at the moment when it is read; the figures of one of the <see cref="Results"/> add up.</remarks>
public sealed class WriteSummary
{
    private readonly Lock _gate = new();
    private readonly List<Func<WriteResult>> _writes = [];
    private IReadOnlyList<string> _notRead = [];
    private bool _isCompleted;

    internal WriteSummary()
    {
    }

    /// <summary>Whether the command came to its end without a failure.</summary>
    public bool IsCompleted
    {
        get
        {
            lock (_gate)
            {
                return _isCompleted;
            }
        }
    }

    /// <summary>One result for each input that was begun, in their order; the last one may still change.</summary>
    public IReadOnlyList<WriteResult> Results
    {
        get
        {
            lock (_gate)
            {
                return Array.AsReadOnly(_writes.Select(read => read()).ToArray());
            }
        }
    }

    /// <summary>Records that Kafka acknowledged.</summary>
    public long Records => Results.Sum(result => result.Records);

    /// <summary>Records that are surely not in Kafka.</summary>
    public long FailedRecords => Results.Sum(result => result.FailedRecords);

    /// <summary>Records whose fate is not known; while the command runs, those on their way.</summary>
    public long UnknownRecords => Results.Sum(result => result.UnknownRecords);

    /// <summary>Records that were unfit, and that a topic of dead letters has acknowledged descriptions of.</summary>
    public long RejectedRecords => Results.Sum(result => result.RejectedRecords);

    /// <summary>Keys, values and headers of all records that were read, in bytes.</summary>
    public long Bytes => Results.Sum(result => result.Bytes);

    /// <summary>States handed back.</summary>
    public long States => Results.Sum(result => result.States);

    /// <summary>Lines that are neither a RECORD nor a STATE.</summary>
    public long SkippedLines => Results.Sum(result => result.SkippedLines);

    /// <summary>
    /// The states that a next sync starts from, as messages: those of the first input, then those of the next. Of one stream the last one
    /// counts.
    /// </summary>
    public IReadOnlyList<string> Checkpoints => Array.AsReadOnly(Results.SelectMany(result => result.Checkpoints).ToArray());

    /// <summary>The time that all inputs took.</summary>
    public TimeSpan Duration => Results.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Duration);

    /// <summary>Files that have not been begun: all that come after one that failed, or after a stop.</summary>
    public IReadOnlyList<string> NotRead
    {
        get
        {
            lock (_gate)
            {
                return _notRead;
            }
        }
    }

    /// <summary>Why the command failed; <see langword="null"/> when it did not, or not in a write.</summary>
    public Exception? Failure => Results.Select(result => result.Failure).FirstOrDefault(failure => failure is not null);

    /// <summary>A write has begun.</summary>
    /// <param name="read">Looks how far it is.</param>
    internal void Begin(Func<WriteResult> read)
    {
        lock (_gate)
        {
            _writes.Add(read);
        }
    }

    /// <summary>The write that began last has ended; the writer need not be kept any longer.</summary>
    internal void End(WriteResult result)
    {
        lock (_gate)
        {
            _writes[^1] = () => result;
        }
    }

    /// <summary>Which files are still to be begun.</summary>
    internal void SetNotRead(IReadOnlyList<string> paths)
    {
        lock (_gate)
        {
            _notRead = paths;
        }
    }

    /// <summary>The command has come to its end.</summary>
    internal void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
        }
    }
}
