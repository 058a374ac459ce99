using System.Globalization;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Write;

/// <summary>What a write did.</summary>
public sealed record WriteOutcome
{
    /// <summary>Records that Kafka acknowledged.</summary>
    public required long Records { get; init; }

    /// <summary>Records that are surely not in Kafka: refused, or given up before they were sent.</summary>
    public required long FailedRecords { get; init; }

    /// <summary>
    /// Records whose fate is not known: a broker may have taken them, but its answer did not come. While the write runs, those on their
    /// way.
    /// </summary>
    public required long UnknownRecords { get; init; }

    /// <summary>Records that were unfit, and that a topic of dead letters has acknowledged descriptions of.</summary>
    public long RejectedRecords { get; init; }

    /// <summary>Keys, values and headers of all records handed over, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>States handed back.</summary>
    public required long States { get; init; }

    /// <summary>Lines of the input that are neither a RECORD nor a STATE: blank lines, messages of other types, text.</summary>
    public required long SkippedLines { get; init; }

    /// <summary>
    /// The states that a next sync starts from, as messages: the last one of each stream, or the last one of the whole sync.
    /// </summary>
    public required IReadOnlyList<string> Checkpoints { get; init; }

    /// <summary>From the first call to the end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Per stream of the catalog that had records, in the catalog's order.</summary>
    public required IReadOnlyList<StreamOutcome> Streams { get; init; }

    /// <summary>Why the write failed; <see langword="null"/> when it did not.</summary>
    public required AirbyteKafkaException? Failure { get; init; }

    /// <summary>The figures in one line.</summary>
    public override string ToString()
    {
        var seconds = Duration.TotalSeconds;
        var megabytes = Bytes / 1e6;
        var rejected = RejectedRecords == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {RejectedRecords} rejected");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Records} records acknowledged, {FailedRecords} failed, {UnknownRecords} unknown{rejected}; "
                + $"{megabytes:0.0} MB, {States} states, {SkippedLines} lines skipped in {seconds:0.00} s "
                + $"({megabytes / Math.Max(seconds, 0.001):0.0} MB/s)");
    }
}
