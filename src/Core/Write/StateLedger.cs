namespace AirbyteKafka.Write;

/// <summary>What holds for every <see cref="StateLedger{TState}"/>.</summary>
internal static class StateLedger
{
    /// <summary>The most states that may wait at once: they take memory.</summary>
    internal const int MaxWaitingStates = 1 << 16;
}

/// <summary>Decides when a state may leave: when every record before it is acknowledged, and every state before it has left.</summary>
/// <remarks>
/// The records between two states form an epoch. The writing side counts records in and closes an epoch with its state; the delivery
/// side counts them out, in any order. Each side may be a thread of its own.
/// </remarks>
/// <typeparam name="TState">A state in the form in which it leaves.</typeparam>
internal sealed class StateLedger<TState>
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

    // Whether a thread hands states over just now: it takes those with it that become ready meanwhile, so that their order holds without a
    // lock.
    private bool _isReleasing;

    /// <summary>Makes an empty ledger.</summary>
    /// <param name="release">
    /// Is handed each state that may leave, in order, one call at a time and outside the ledger's lock, by the side that made it ready or
    /// by the other one if that is handing over already.
    /// </param>
    internal StateLedger(Action<TState> release) => _release = release;

    /// <summary>The epoch that records belong to until the next state. For the writing side.</summary>
    internal long CurrentEpoch => _current;

    /// <summary>
    /// How many records are neither acknowledged nor failed. For the writing side, 0 means too that every state that was due has left.
    /// </summary>
    internal long Outstanding => Volatile.Read(ref _produced) - Volatile.Read(ref _settled);

    /// <summary>Whether no state may leave for now, whatever is acknowledged.</summary>
    internal bool IsHeld => Volatile.Read(ref _isHeld);

    /// <summary>How many states have been closed in and have not left.</summary>
    internal long WaitingStates
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
    internal void CountIn() => Volatile.Write(ref _produced, _produced + 1);

    /// <summary>Keeps all states back until <see cref="LetGo"/>.</summary>
    internal void Hold() => Volatile.Write(ref _isHeld, true);

    /// <summary>Lets states leave again; those that were due leave at once. For the writing side.</summary>
    internal void LetGo()
    {
        lock (_gate)
        {
            Volatile.Write(ref _isHeld, false);
        }

        ReleaseReady();
    }

    /// <summary>
    /// Closes the current epoch with its state, which leaves at once if nothing before it is outstanding. For the writing side.
    /// </summary>
    /// <param name="state">The state to hand back.</param>
    /// <exception cref="InvalidOperationException">More than <see cref="StateLedger.MaxWaitingStates"/> would wait.</exception>
    internal void Close(TState state)
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
        }

        ReleaseReady();
    }

    /// <summary>Counts records of one epoch as acknowledged. For the delivery side.</summary>
    /// <param name="epoch">The epoch's number.</param>
    /// <param name="count">How many.</param>
    internal void Acknowledge(long epoch, int count)
    {
        lock (_gate)
        {
            At(epoch).Settled += count;
        }

        // First the states, then the count: a state that the writing side closes while this one hands over leaves before the count shows.
        ReleaseReady();
        Interlocked.Add(ref _settled, count);
    }

    /// <summary>Counts a record as lost: its epoch's state and all after it never leave. For both sides.</summary>
    /// <param name="epoch">The epoch's number.</param>
    internal void Fail(long epoch)
    {
        lock (_gate)
        {
            At(epoch).Failed = true;
        }

        Interlocked.Increment(ref _settled);
    }

    private void ReleaseReady()
    {
        if (!TryTakeReady(isReleasing: false, out var state))
        {
            return;
        }

        try
        {
            do
            {
                _release(state!);
            }
            while (TryTakeReady(isReleasing: true, out state));
        }
        catch
        {
            lock (_gate)
            {
                _isReleasing = false;
            }

            throw;
        }
    }

    /// <summary>Takes the next state that may leave.</summary>
    /// <param name="isReleasing">Whether this thread is the one that hands over.</param>
    /// <param name="state">The state.</param>
    /// <returns>Whether there is one, which this thread is to hand over.</returns>
    private bool TryTakeReady(bool isReleasing, out TState? state)
    {
        lock (_gate)
        {
            state = default;
            if (_isReleasing && !isReleasing)
            {
                return false;
            }

            ref var epoch = ref At(_oldest);
            _isReleasing = !_isHeld && _oldest < _current && !epoch.Failed && epoch.Settled >= epoch.ProducedUpTo - _releasedUpTo;
            if (_isReleasing)
            {
                state = epoch.State;
                _releasedUpTo = epoch.ProducedUpTo;
                epoch = default;
                _oldest++;
            }

            return _isReleasing;
        }
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
