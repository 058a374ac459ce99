using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;

namespace AirbyteKafka.Read;

/// <summary>
/// Reads topics. The records are read ahead on a thread of their own; all methods are for the one thread that wants them. Without a group
/// it leaves no trace at the brokers.
/// </summary>
public sealed class TopicReader : IDisposable
{
    // What may wait for the pipeline, beside what the client itself has fetched.
    private const long MaxBytesAhead = 16 << 20;

    private readonly CancellationTokenSource _leave = new();
    private readonly ReadChannel _channel;
    private readonly Thread _thread;
    private readonly bool _isInGroup;
    private long _expected;
    private IReadOnlyList<string> _topics = [];

    private TopicReader(ClusterConnection connection, ReadRequest request, Func<bool> confirm, bool debug)
    {
        _isInGroup = request.Group is not null;
        _channel = new ReadChannel(MaxBytesAhead, confirm, _leave.Token);

        // Calls into the native client cannot be cancelled. They are made on a thread that can be left behind; it ends, and cleans up, by
        // itself.
        _thread = new Thread(() => Run(connection, request, debug)) { IsBackground = true, Name = "Kafka reader" };
        _thread.Start();
    }

    /// <summary>How many records are to come at most, as far as that is known; 0 where it is not.</summary>
    public long Expected => Volatile.Read(ref _expected);

    /// <summary>The topics that were found; none before that.</summary>
    public IReadOnlyList<string> Topics => Volatile.Read(ref _topics);

    /// <summary>Starts a reading.</summary>
    /// <param name="connection">Where the topics are.</param>
    /// <param name="request">What to read.</param>
    /// <param name="confirm">
    /// Whether what has gone down the pipeline is safe, so that its offsets may be committed; called by another thread, before the group
    /// takes partitions away.
    /// </param>
    /// <param name="debug">Whether the client logs what it does in detail.</param>
    public static TopicReader Start(ClusterConnection connection, ReadRequest request, Func<bool>? confirm = null, bool debug = false)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        return new TopicReader(connection, request, confirm ?? (static () => true), debug);
    }

    /// <summary>Waits for records.</summary>
    /// <param name="wait">The longest wait.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The next records; none where none came; <see langword="null"/> at the end.</returns>
    /// <exception cref="AirbyteKafkaException">Why there are no more, where it is not the end.</exception>
    public RecordBatch? Take(TimeSpan wait, CancellationToken stop) => _channel.Queue.Take(wait, stop);

    /// <summary>Takes the next message, if there is one.</summary>
    public ReadNotice? TakeNotice() => _channel.Notices.TryDequeue(out var notice) ? notice : null;

    /// <summary>Whether a batch is still this command's to pass on: its partitions may have gone to another member of the group.</summary>
    public bool IsCurrent(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return !_isInGroup || batch.Generation == _channel.Positions.Generation;
    }

    /// <summary>Says that a record has gone down the pipeline; for a group.</summary>
    public void MarkDone(RecordBatch batch, ConsumedRecord record)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _channel.Positions.Mark(batch.Generation, record);
    }

    /// <summary>Commits the offsets of the records that have gone down the pipeline.</summary>
    /// <param name="confirm">Makes sure that what was made of the records is safe; says whether it is.</param>
    /// <param name="limit">The longest wait for the brokers.</param>
    /// <returns>Why they could not be committed; <see langword="null"/> if they are.</returns>
    public string? Commit(Func<bool> confirm, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(confirm);

        // Before the question: what goes down the pipeline meanwhile is not part of the answer.
        var (generation, offsets) = _channel.Positions.GetOpen();
        if (offsets.Count == 0)
        {
            return null;
        }

        if (!confirm())
        {
            return "not everything that was sent on is acknowledged";
        }

        var request = new CommitRequest(generation, offsets, Environment.TickCount64 + (long)limit.TotalMilliseconds);
        _channel.Commits.Enqueue(request);
        return request.Outcome.Task.Wait(limit) ? request.Outcome.Task.Result : "the brokers did not answer in time";
    }

    /// <summary>Ends the reading, and waits until its group is left: that spares the next member the wait for this one.</summary>
    /// <param name="limit">The longest wait.</param>
    public void Leave(TimeSpan limit)
    {
        _leave.Cancel();
        if (_isInGroup)
        {
            _thread.Join(limit);
        }
    }

    /// <summary>Ends the reading.</summary>
    public void Dispose() => _leave.Cancel();

    private void Run(ClusterConnection connection, ReadRequest request, bool debug)
    {
        try
        {
            using var reading = new TopicReading(request, _channel, connection, debug);
            _channel.Queue.Complete(FindFailure(reading));
            reading.Linger();
        }
        catch (Exception failure)
        {
            // Whoever takes the next batch gets it, unless they have left.
            _channel.Queue.Complete(failure);
        }
    }

    private Exception? FindFailure(TopicReading reading)
    {
        try
        {
            reading.Run(topics => Volatile.Write(ref _topics, topics), records => Volatile.Write(ref _expected, records));
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A group stays as it is until the pipeline has committed what it had got.
            return failure;
        }
    }
}
