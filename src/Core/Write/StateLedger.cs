namespace AirbyteKafka.Write;

/// <summary>Decides when a state may leave: when every record before it is acknowledged, and every state before it has left.</summary>
/// <remarks>
/// The records between two states form an epoch. The writing side counts records in and closes an epoch with its state; the delivery
/// side counts them out, in any order. Each side may be a thread of its own.
/// </remarks>
/// <typeparam name="TState">A state in the form in which it leaves.</typeparam>
public sealed class StateLedger<TState>
{
    private readonly Lock _gate = new();
    private readonly Action<TState> _release;

    // A ring, indexed by epoch number; its length is a power of two.
    private Epoch[] _epochs = new Epoch[16];
    private long _oldest;
    private long _current;
    private long _produced;
    private long _settled;
    private long _releasedUpTo;
    private bool _isHeld;

    /// <summary>Makes an empty ledger.</summary>
    /// <param name="release">Is handed each state that may leave, in order, one call at a time.</param>
    public StateLedger(Action<TState> release) => _release = release;

    /// <summary>The epoch that records belong to until the next state. For the writing side.</summary>
    public long CurrentEpoch => _current;

    /// <summary>How many records are neither acknowledged nor failed.</summary>
    public long Outstanding => Volatile.Read(ref _produced) - Volatile.Read(ref _settled);

    /// <summary>Whether no state may leave for now, whatever is acknowledged.</summary>
    public bool IsHeld => Volatile.Read(ref _isHeld);

    /// <summary>How many states have been closed in and have not left.</summary>
    public long WaitingStates
    {
        get
        {
            lock (_gate)
            {
                return _current - _oldest;
            }
        }
    }

    /// <summary>Counts a record of the current epoch in, before Kafka's client gets it. For the writing side.</summary>
    public void CountIn() => Volatile.Write(ref _produced, _produced + 1);

    /// <summary>Keeps all states back until <see cref="LetGo"/>.</summary>
    public void Hold() => Volatile.Write(ref _isHeld, true);

    /// <summary>Lets states leave again; those that were due leave at once.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            Volatile.Write(ref _isHeld, false);
            ReleaseReady();
        }
    }

    /// <summary>Closes the current epoch with its state, which leaves at once if nothing before it is outstanding. For the writing side.</summary>
    /// <param name="state">The state to hand back.</param>
    /// <exception cref="InvalidOperationException">More than <see cref="StateLedger.MaxWaitingStates"/> would wait.</exception>
    public void Close(TState state)
    {
        lock (_gate)
        {
            if (_current - _oldest >= StateLedger.MaxWaitingStates)
            {
                throw new InvalidOperationException("Too many states wait for their records.");
            }

            ref var epoch = ref At(_current);
            epoch.State = state;
            epoch.ProducedUpTo = _produced;
            _current++;
            MakeRoomForCurrent();
            ReleaseReady();
        }
    }

    /// <summary>Counts records of one epoch as acknowledged.</summary>
    /// <param name="epoch">The epoch's number, or its low bits as a record carries them.</param>
    /// <param name="count">How many.</param>
    public void Acknowledge(long epoch, int count)
    {
        lock (_gate)
        {
            At(Expand(epoch)).Settled += count;

            // First the states, then the count: who sees nothing outstanding any more may take every state that was due for gone.
            ReleaseReady();
            Volatile.Write(ref _settled, _settled + count);
        }
    }

    /// <summary>Counts a record as lost: its epoch's state and all after it never leave.</summary>
    /// <param name="epoch">The epoch's number, or its low bits as a record carries them.</param>
    public void Fail(long epoch)
    {
        lock (_gate)
        {
            At(Expand(epoch)).Failed = true;
            Volatile.Write(ref _settled, _settled + 1);
        }
    }

    private void ReleaseReady()
    {
        while (!_isHeld && _oldest < _current)
        {
            ref var epoch = ref At(_oldest);
            if (epoch.Failed || epoch.Settled < epoch.ProducedUpTo - _releasedUpTo)
            {
                return;
            }

            var state = epoch.State!;
            _releasedUpTo = epoch.ProducedUpTo;
            epoch = default;
            _oldest++;
            _release(state);
        }
    }

    // The open epochs are a window much smaller than what the low bits can tell apart.
    private long Expand(long epoch)
    {
        var distance = (epoch - _oldest) & (RecordTag.EpochCount - 1);
        return _oldest + distance;
    }

    private ref Epoch At(long epoch) => ref _epochs[epoch & (_epochs.Length - 1)];

    private void MakeRoomForCurrent()
    {
        if (_current - _oldest < _epochs.Length)
        {
            return;
        }

        var larger = new Epoch[_epochs.Length * 2];
        for (var epoch = _oldest; epoch < _current; epoch++)
        {
            larger[epoch & (larger.Length - 1)] = At(epoch);
        }

        _epochs = larger;
    }

    private struct Epoch
    {
        public TState? State;
        public long ProducedUpTo;
        public long Settled;
        public bool Failed;
    }
}
