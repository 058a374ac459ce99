namespace AirbyteKafka.Read;

/// <summary>
/// Batches on their way from the reading thread to the pipeline's. Bounded in bytes: a pipeline that is slow keeps the reading thread
/// waiting, whatever the size of records.
/// </summary>
/// <param name="maxBytes">How much may wait. A single batch may be larger.</param>
internal sealed class RecordQueue(long maxBytes)
{
    // Monitor's, to be woken by the other side; a wait is short enough to notice a stop after it.
    private readonly object _lock = new();
    private readonly Queue<RecordBatch> _batches = new();
    private long _bytes;
    private bool _isComplete;
    private Exception? _failure;

    /// <summary>Adds a batch, where there is room.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="wait">The longest wait for room.</param>
    /// <param name="leave">Ends the wait, after it at the latest.</param>
    /// <returns>Whether it was added.</returns>
    internal bool TryAdd(RecordBatch batch, TimeSpan wait, CancellationToken leave)
    {
        lock (_lock)
        {
            if (!HasRoom(batch))
            {
                Monitor.Wait(_lock, wait);
                leave.ThrowIfCancellationRequested();
            }

            if (!HasRoom(batch))
            {
                return false;
            }

            _batches.Enqueue(batch);
            _bytes += batch.Bytes;
            Monitor.Pulse(_lock);
            return true;
        }
    }

    /// <summary>Takes the next batch.</summary>
    /// <param name="wait">The longest wait for one.</param>
    /// <param name="stop">Ends the wait, after it at the latest.</param>
    /// <returns><see langword="null"/> at the end; an empty batch where none came.</returns>
    /// <exception cref="Exception">What ended the reading, after the last batch.</exception>
    internal RecordBatch? Take(TimeSpan wait, CancellationToken stop)
    {
        lock (_lock)
        {
            if (_batches.Count == 0 && !_isComplete)
            {
                Monitor.Wait(_lock, wait);
            }

            stop.ThrowIfCancellationRequested();
            if (_batches.TryDequeue(out var batch))
            {
                _bytes -= batch.Bytes;
                Monitor.Pulse(_lock);
                return batch;
            }

            return !_isComplete ? RecordBatch.Nothing : _failure is null ? null : throw _failure;
        }
    }

    /// <summary>Forgets what waits.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            _batches.Clear();
            _bytes = 0;
        }
    }

    /// <summary>No batch follows.</summary>
    /// <param name="failure">Why, where it is not the end.</param>
    internal void Complete(Exception? failure)
    {
        lock (_lock)
        {
            _isComplete = true;
            _failure = failure;
            Monitor.Pulse(_lock);
        }
    }

    private bool HasRoom(RecordBatch batch) => _bytes == 0 || _bytes + batch.Bytes <= maxBytes;
}
