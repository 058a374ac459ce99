namespace AirbyteKafka.Bench.Peers;

/// <summary>States in the order in which they came; each leaves when the records before it are delivered.</summary>
internal sealed class StateQueue(Stream output)
{
    private readonly Queue<Epoch> _closed = new();
    private readonly Lock _gate = new();

    /// <summary>Ends an epoch.</summary>
    internal void Close(Epoch epoch, byte[] state)
    {
        epoch.State = state;
        lock (_gate)
        {
            _closed.Enqueue(epoch);
        }

        if (epoch.CountDown())
        {
            Release();
        }
    }

    /// <summary>Writes the states that have become safe.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            while (_closed.TryPeek(out var epoch) && epoch.IsDone)
            {
                _closed.Dequeue();
                output.Write(epoch.State);
                output.WriteByte((byte)'\n');
            }
        }
    }
}
