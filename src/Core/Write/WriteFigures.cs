using System.Diagnostics;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Write;

/// <summary>Reads off, at any moment and from any thread, what a write has done. Its time starts with it.</summary>
internal sealed class WriteFigures(
    StreamTable streams, StreamTally tally, StateLedger<StateAnswer> ledger, Checkpoints checkpoints, WriteLog log)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _ended;

    /// <summary>How far the write is.</summary>
    internal WriteProgress Progress => new(tally.Acknowledged, ledger.Outstanding, checkpoints.Count);

    /// <summary>Stops the time.</summary>
    internal void End() => Volatile.Write(ref _ended, Stopwatch.GetTimestamp());

    /// <summary>What has been done so far; records on their way count as unknown.</summary>
    /// <param name="failure">Why the write has failed, if it has.</param>
    internal WriteOutcome Read(AirbyteKafkaException? failure)
    {
        // States first: the records before them are then in the figures too.
        var states = checkpoints.Count;
        var latest = checkpoints.Latest();
        var ended = Volatile.Read(ref _ended);

        // One look at each stream, and the sums are made of these looks: so the figures add up while others go on counting.
        var perStream = streams.Results(tally);
        return new WriteOutcome
        {
            Records = perStream.Sum(stream => stream.Records),
            FailedRecords = perStream.Sum(stream => stream.FailedRecords),
            RejectedRecords = perStream.Sum(stream => stream.RejectedRecords),
            UnknownRecords = perStream.Sum(stream => stream.UnknownRecords),
            Bytes = perStream.Sum(stream => stream.Bytes),
            States = states,
            SkippedLines = log.SkippedLines,
            Checkpoints = latest,
            Duration = Stopwatch.GetElapsedTime(_started, ended == 0 ? Stopwatch.GetTimestamp() : ended),
            Streams = perStream,
            Failure = failure,
        };
    }
}
