using AirbyteKafka.Write;

namespace AirbyteKafka;

/// <summary>What a write did.</summary>
public sealed class WriteResult
{
    private readonly string _text;

    internal WriteResult(WriteOutcome outcome, string? source)
    {
        _text = outcome.ToString();
        Source = source;
        Records = outcome.Records;
        FailedRecords = outcome.FailedRecords;
        UnknownRecords = outcome.UnknownRecords;
        RejectedRecords = outcome.RejectedRecords;
        Bytes = outcome.Bytes;
        States = outcome.States;
        SkippedLines = outcome.SkippedLines;
        Checkpoints = Array.AsReadOnly(outcome.Checkpoints.ToArray());
        Duration = outcome.Duration;
        Streams = Array.AsReadOnly(outcome.Streams.Select(stream => new StreamResult(stream)).ToArray());
        Failure = outcome.Failure;
    }

    /// <summary>
    /// The full path of the file that was written; <see langword="null"/> where the messages came from the pipeline or from standard input.
    /// </summary>
    public string? Source { get; }

    /// <summary>Records that Kafka acknowledged.</summary>
    public long Records { get; }

    /// <summary>Records that are surely not in Kafka: refused, or given up before they were sent.</summary>
    public long FailedRecords { get; }

    /// <summary>
    /// Records whose fate is not known: a broker may have taken them, but its answer did not come. While the write runs, those on their
    /// way.
    /// </summary>
    public long UnknownRecords { get; }

    /// <summary>
    /// Records that were unfit, such as too large, and that a topic of dead letters has acknowledged descriptions of.
    /// </summary>
    public long RejectedRecords { get; }

    /// <summary>Keys, values and headers of all records handed over, in bytes.</summary>
    public long Bytes { get; }

    /// <summary>States handed back.</summary>
    public long States { get; }

    /// <summary>Lines of the input that are neither a RECORD nor a STATE: blank lines, messages of other types, text.</summary>
    public long SkippedLines { get; }

    /// <summary>
    /// The states that a next sync starts from, as messages: the last one of each stream, or the last one of the whole sync.
    /// </summary>
    public IReadOnlyList<string> Checkpoints { get; }

    /// <summary>From the first call to the end.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Per stream of the catalog that had records, in the catalog's order.</summary>
    public IReadOnlyList<StreamResult> Streams { get; }

    /// <summary>Why the write failed; <see langword="null"/> when it did not.</summary>
    public Exception? Failure { get; }

    /// <summary>The figures in one line.</summary>
    public override string ToString() => _text;
}

/// <summary>What a write did for one stream. The four numbers of records add up to those that were read.</summary>
public sealed class StreamResult
{
    private readonly string _text;

    internal StreamResult(StreamOutcome outcome)
    {
        _text = outcome.ToString();
        Namespace = outcome.Namespace;
        Stream = outcome.Stream;
        Topic = outcome.Topic;
        Records = outcome.Records;
        FailedRecords = outcome.FailedRecords;
        UnknownRecords = outcome.UnknownRecords;
        RejectedRecords = outcome.RejectedRecords;
        Bytes = outcome.Bytes;
    }

    /// <summary>The stream's namespace, if it has one.</summary>
    public string? Namespace { get; }

    /// <summary>The stream's name.</summary>
    public string Stream { get; }

    /// <summary>Where its records went.</summary>
    public string Topic { get; }

    /// <summary>Records that Kafka acknowledged.</summary>
    public long Records { get; }

    /// <summary>Records that are surely not in Kafka.</summary>
    public long FailedRecords { get; }

    /// <summary>Records whose fate is not known; while the write runs, those on their way.</summary>
    public long UnknownRecords { get; }

    /// <summary>Records that were unfit, and that a topic of dead letters has acknowledged descriptions of.</summary>
    public long RejectedRecords { get; }

    /// <summary>Keys, values and headers of all its records that were read, in bytes.</summary>
    public long Bytes { get; }

    /// <summary>Stream, topic and figures.</summary>
    public override string ToString() => _text;
}
