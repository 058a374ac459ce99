using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Read;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>A reading that hands its records to a person's pipeline. For the pipeline's thread.</summary>
internal sealed class ShellRead : IDisposable
{
    private const int ProgressId = 1;

    // Fast enough to watch and to notice a limit, slow enough not to cost anything.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan ShortestTurn = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan CommitInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // A person who has pressed Ctrl+C waits no longer than a second for their prompt; what cannot be committed by then comes again.
    private static readonly TimeSpan LimitWhenStopped = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LimitWhenLeft = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LimitAtEnd = TimeSpan.FromSeconds(30);

    private readonly PSCmdlet _cmdlet;
    private readonly ReadRequest _request;
    private readonly long _first;
    private readonly TimeSpan? _limit;
    private readonly RecordValueFormat _format;
    private readonly OpenSenders _senders = OpenSenders.Current;
    private readonly long _losses;
    private readonly HashSet<string> _noJson = new(StringComparer.Ordinal);
    private readonly TopicReader _reader;
    private readonly string _activity;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _count;
    private long _bytes;
    private long _lastTurn;
    private long _lastCommit = Stopwatch.GetTimestamp();
    private bool _hasWarned;

    internal ShellRead(PSCmdlet cmdlet, ClusterConnection connection, ReadRequest request, long? first, TimeSpan? limit,
        RecordValueFormat format, bool debug)
    {
        _cmdlet = cmdlet;
        _request = request;
        _first = first ?? long.MaxValue;
        _limit = limit;
        _format = format;
        _losses = _senders.Losses;
        _activity = $"Receiving {Printable.Of(string.Join(", ", request.Topics.Select(topic => topic.Text)), 30)}";
        _lastTurn = _started;
        _cmdlet.WriteVerbose(ReadWords.Describe(connection.BootstrapServers, request, first, limit));
        _reader = TopicReader.Start(connection, request, () => _senders.Flush(LimitWhenLeft, _losses), debug);
    }

    /// <summary>Reads until the end, the limits or the pipeline's stop.</summary>
    internal void Run(CancellationToken stop)
    {
        var isAtEnd = false;
        try
        {
            while (_count < _first && !IsLate() && _reader.Take(WaitOfTurn(), stop) is { } batch)
            {
                Tell();
                ShowProgress();
                Write(batch, stop);
                CommitIfDue();
            }

            isAtEnd = true;
        }
        catch (AirbyteKafkaException)
        {
            // What the client has logged says more about it.
            isAtEnd = true;
            Tell();
            throw;
        }
        finally
        {
            CommitAtEnd(isAtEnd, stop);
        }

        Tell();
        _cmdlet.WriteProgress(new ProgressRecord(ProgressId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        _cmdlet.WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"Received {_count:N0} records, {DisplayText.Bytes(_bytes)}."));
    }

    public void Dispose()
    {
        _reader.Dispose();
        RunspaceState.Current.SawTopics(_reader.Topics);
    }

    private void Write(RecordBatch batch, CancellationToken stop)
    {
        foreach (var record in batch.Records)
        {
            stop.ThrowIfCancellationRequested();
            if (_count == _first || !_reader.IsCurrent(batch))
            {
                return;
            }

            _count++;
            _bytes += (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0);
            _cmdlet.WriteObject(Read(record));
            if (_request.Group is not null)
            {
                // Not before: the record during which the pipeline stops is to come again.
                _reader.MarkDone(batch, record);
                CommitIfDue();
            }
        }
    }

    private ReceivedRecord Read(ConsumedRecord record)
    {
        switch (_format)
        {
            case RecordValueFormat.Bytes:
                return new ReceivedRecord(record, record.Value);
            case RecordValueFormat.Json when record.Value is { } bytes:
                if (ValueJson.TryRead(bytes, out var value))
                {
                    return new ReceivedRecord(record, value);
                }

                if (_noJson.Add(record.Topic))
                {
                    _cmdlet.WriteWarning(string.Create(CultureInfo.InvariantCulture,
                        $"Topic '{record.Topic}' has values that are no JSON, the first at offset {record.Offset} of partition "
                            + $"{record.Partition}: their Value is a byte[]."));
                }

                return new ReceivedRecord(record, bytes);
            default:
                return new ReceivedRecord(record);
        }
    }

    // A wait is as long as a turn, or as long as the command may still run.
    private TimeSpan WaitOfTurn()
    {
        var left = _limit is { } limit ? limit - Stopwatch.GetElapsedTime(_started) : Turn;
        return left < ShortestTurn ? ShortestTurn : left < Turn ? left : Turn;
    }

    private bool IsLate()
    {
        if (!(Stopwatch.GetElapsedTime(_started) >= _limit))
        {
            return false;
        }

        if (_request.Follows)
        {
            return true;
        }

        // While nothing has come, the reader knows better what is wrong; it has the same limit.
        return _count == 0 && Stopwatch.GetElapsedTime(_started) < _limit + Grace
            ? false
            : throw new AirbyteKafkaException(ErrorKind.ReadTimedOut, string.Create(CultureInfo.InvariantCulture,
                $"The end was not reached within {_limit!.Value.TotalSeconds:0} s: {_count:N0} records were received, and there is more to "
                    + $"read. Raise -TimeoutSeconds or leave it out, or take a part with -Since, -Tail or -First."));
    }

    private void CommitIfDue()
    {
        if (_request.Group is null || Stopwatch.GetElapsedTime(_lastCommit) < CommitInterval)
        {
            return;
        }

        var failure = Commit(LimitAtEnd);
        _lastCommit = Stopwatch.GetTimestamp();
        if (failure is not null && !_hasWarned)
        {
            _hasWarned = true;
            _cmdlet.WriteWarning(Words(failure));
        }
    }

    // Runs also where PowerShell ends the command from within WriteObject (Ctrl+C, Select-Object -First, an error further down): nothing
    // may be said then.
    private void CommitAtEnd(bool isAtEnd, CancellationToken stop)
    {
        if (_request.Group is null)
        {
            return;
        }

        var limit = stop.IsCancellationRequested ? LimitWhenStopped : isAtEnd ? LimitAtEnd : LimitWhenLeft;
        var failure = Commit(limit);
        _reader.Leave(limit);
        if (isAtEnd && failure is not null && !_hasWarned)
        {
            _cmdlet.WriteWarning(Words(failure));
        }
    }

    private string? Commit(TimeSpan limit) => _reader.Commit(() => _senders.Flush(limit, _losses), limit);

    private string Words(string failure) =>
        $"The offsets of group '{Printable.Of(_request.Group)}' are not committed ({Printable.Of(failure)}): these records come again.";

    private void Tell()
    {
        while (_reader.TakeNotice() is { } notice)
        {
            if (notice.Failure is { } failure)
            {
                _cmdlet.WriteError(ErrorRecords.From(failure, notice.Topic));
            }
            else
            {
                LogStreams.Write(_cmdlet, notice.Level, notice.Message);
            }
        }
    }

    private void ShowProgress()
    {
        if (Stopwatch.GetElapsedTime(_lastTurn) < Turn)
        {
            return;
        }

        _lastTurn = Stopwatch.GetTimestamp();
        var elapsed = Stopwatch.GetElapsedTime(_started);
        var progress = new ProgressRecord(ProgressId, _activity, string.Create(CultureInfo.InvariantCulture,
            $"{DisplayText.Rate(_count, elapsed)}, {_count:N0} records, {DisplayText.Bytes(_bytes)}"));
        if (_reader.Expected is > 0 and var expected)
        {
            progress.PercentComplete = (int)Math.Min(100, 100 * _count / expected);
        }

        _cmdlet.WriteProgress(progress);
    }
}
