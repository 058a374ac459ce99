using System.Runtime.CompilerServices;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Write;

/// <summary>The thread that takes delivery reports: it counts records out of the ledger, gives their memory back, and keeps the first failure.</summary>
internal sealed unsafe class DeliveryReceiver : IClientListener, IDisposable
{
    private const int ReportsPerCall = 1024;

    // Only bounds how long a wake-up that was missed goes unnoticed: events end the wait themselves.
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(500);

    // With much on its way one report more or less makes no difference: taken together, they do not make the client wake this thread for each.
    private const long MuchOutstanding = 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly Lanes _lanes;
    private readonly Resend _resend;
    private readonly RecordArena _arena;
    private readonly StateLedger<DurableState> _ledger;
    private readonly StreamTally _tally;
    private readonly DeliveryErrors _errors;
    private readonly ConnectionFaults _faults;
    private readonly ClientLog _log;
    private readonly IWriteObserver _observer;
    private readonly ProgressLog _progressLog;
    private readonly bool _isIdempotent;
    private readonly ClientEvents _events;
    private readonly nint[] _reports = new nint[ReportsPerCall];
    private readonly Thread _thread;
    private readonly CancellationTokenSource _failed = new();
    private readonly DeliveryWait _wait = new();
    private readonly ManualResetEvent _ended = new(false);
    private AirbyteKafkaException? _failure;
    private Lane _lane;
    private long _acknowledged;

    internal DeliveryReceiver(
        Lanes lanes,
        RecordArena arena,
        StateLedger<DurableState> ledger,
        StreamTally tally,
        DeliveryErrors errors,
        ConnectionFaults faults,
        ClientLog log,
        IWriteObserver observer,
        ProgressLog progressLog,
        bool isIdempotent)
    {
        _lanes = lanes;
        _lane = lanes.Current;
        _resend = new Resend(lanes);
        _arena = arena;
        _ledger = ledger;
        _tally = tally;
        _errors = errors;
        _faults = faults;
        _log = log;
        _observer = observer;
        _progressLog = progressLog;
        _isIdempotent = isIdempotent;
        _events = new ClientEvents(this);
        _thread = new Thread(Receive) { IsBackground = true, Name = "Kafka delivery reports" };
        _thread.Start();
    }

    /// <summary>Waits for what changes when records are settled or the write fails.</summary>
    internal DeliveryWait Wait => _wait;

    /// <summary>Is cancelled by the first failure.</summary>
    internal CancellationToken Failed => _failed.Token;

    /// <summary>The first failure, if there was one.</summary>
    internal AirbyteKafkaException? Failure => Volatile.Read(ref _failure);

    /// <summary>Records that Kafka has.</summary>
    internal long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Settles a record that Kafka's client did not even take.</summary>
    internal void Refuse(in NativeMessage message)
    {
        Settle(message, surelyNotInKafka: true, report: null);
        _arena.Release(_arena.ChunkOf(message.Value), 1);
    }

    /// <summary>Ends the thread; delivery reports that come later are not looked at.</summary>
    public void Dispose()
    {
        _ended.Set();
        _lanes.All[0].Producer.Wake();
        _thread.Join();
        _failed.Dispose();
        _wait.Dispose();
        _ended.Dispose();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void IClientListener.OnReports(NativeEvent reports)
    {
        int count;
        while ((count = reports.TakeMessages(_reports)) > 0)
        {
            TakeReports(_reports.AsSpan(0, count));
        }

        _wait.Changed();
        SendAgain();
    }

    /// <inheritdoc/>
    void IClientListener.OnError(KafkaError error, string reason)
    {
        if (error == KafkaError.Fatal)
        {
            var (fatal, why) = _lanes.FatalError();
            Fail(_errors.ForClient(fatal, why));
        }
        else if (error == KafkaError.Authentication && !(Acknowledged > 0 && LoginErrors.Passes(reason)))
        {
            Fail(_errors.ForClient(error, reason));
        }
        else
        {
            // A token that does not come is asked for again; meanwhile the last one may still do.
            _faults.Note(error, reason);
            _log.Error(error, reason);
        }
    }

    /// <inheritdoc/>
    void IClientListener.OnLogLine(int syslogLevel, string facility, string line) => _log.Line(syslogLevel, facility, line);

    private void Receive()
    {
        while (!_ended.WaitOne(0))
        {
            TakeNext();
            _progressLog.Tick();
        }
    }

    private void TakeNext()
    {
        var lanes = _lanes.All;
        if (lanes.Length > 1 || _ledger.Outstanding >= MuchOutstanding)
        {
            if (TakeFromAny(lanes) || _ended.WaitOne(Pause) || lanes.Length > 1)
            {
                return;
            }
        }

        _events.TakeNext(lanes[0].Producer, PollTime);
    }

    // Each lane in its turn: one that has much to tell must not silence another.
    private bool TakeFromAny(ReadOnlySpan<Lane> lanes)
    {
        var last = lanes.IndexOf(_lane);
        for (var i = 1; i <= lanes.Length; i++)
        {
            _lane = lanes[(last + i) % lanes.Length];
            if (_events.TakeNext(_lane.Producer, TimeSpan.Zero))
            {
                return true;
            }
        }

        return false;
    }

    // Neighbours mostly share chunk and epoch: each run of them is counted with one step.
    private void TakeReports(ReadOnlySpan<nint> reports)
    {
        var chunk = (nint)0;
        var inChunk = 0;
        var epoch = -1;
        var inEpoch = 0;
        foreach (var report in reports)
        {
            ref readonly var message = ref *(NativeMessage*)report;
            if (message.Error != 0 && _resend.TryTake(_lane, message))
            {
                continue;
            }

            var itsChunk = _arena.ChunkOf(message.Value);
            if (itsChunk != chunk)
            {
                ReleaseChunk(chunk, inChunk);
                (chunk, inChunk) = (itsChunk, 0);
            }

            inChunk++;
            if (message.Error != 0)
            {
                Settle(message, NativeEvent.IsSurelyNotPersisted((NativeMessage*)report), (NativeMessage*)report);
                continue;
            }

            // Before the ledger: who sees nothing outstanding any more must see each record counted for its stream.
            _tally.Acknowledge(RecordArena.OwnerOf(message.Value));
            var itsEpoch = new RecordTag(message.Opaque).Epoch;
            if (itsEpoch != epoch)
            {
                Acknowledge(epoch, inEpoch);
                (epoch, inEpoch) = (itsEpoch, 0);
            }

            inEpoch++;
        }

        ReleaseChunk(chunk, inChunk);
        Acknowledge(epoch, inEpoch);
    }

    private void ReleaseChunk(nint chunk, int count)
    {
        if (count > 0)
        {
            _arena.Release(chunk, count);
        }
    }

    private void Acknowledge(int epoch, int count)
    {
        if (count > 0)
        {
            Volatile.Write(ref _acknowledged, _acknowledged + count);
            _ledger.Acknowledge(epoch, count);
        }
    }

    // Without a report it is the client that refused the record.
    private void Settle(in NativeMessage failed, bool surelyNotInKafka, NativeMessage* report)
    {
        var tag = new RecordTag(failed.Opaque);

        // First the reason, then the count: who sees nothing outstanding any more must see the failure as well.
        if (Failure is null)
        {
            // The record that an idempotent producer stopped for bears the broker's bare code: the reason is the client's.
            var (fatal, reason) = _lanes.FatalError();
            var producer = _lanes.Current.Producer;
            Fail(fatal.IsError ? _errors.ForClient(fatal, reason)
                : report is null ? _errors.ForRefused(failed, tag.Line, producer)
                : _errors.ForRecord(failed, tag.Line, producer, NativeEvent.BrokerText(report)));
        }

        // An idempotent client would send what waits once more under another number, and a broker that comes back have it twice.
        if (_isIdempotent && !_lanes.HasGivenUp && new KafkaError(failed.Error) == KafkaError.MessageTimedOut)
        {
            _lanes.GiveUp();
        }

        // Of other records that failed nobody knows: a broker may have taken them and its answer got lost.
        if (surelyNotInKafka)
        {
            _tally.Refuse(RecordArena.OwnerOf(failed.Value));
        }

        _ledger.Fail(tag.Epoch);
    }

    private void SendAgain()
    {
        if (!_resend.HasRecords)
        {
            return;
        }

        ReadOnlySpan<NativeMessage> refused;
        string? warning;
        try
        {
            refused = _resend.Send(_lane, out warning);
        }
        catch (AirbyteKafkaException noProducer)
        {
            warning = null;
            Fail(noProducer);
            refused = _resend.Take();
        }

        foreach (ref readonly var record in refused)
        {
            Refuse(record);
        }

        if (warning is not null && refused.IsEmpty)
        {
            _observer.OnLog(LogLevel.Warn, warning);
        }

        _wait.Changed();
    }

    private void Fail(AirbyteKafkaException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
        {
            _failed.Cancel();
            _wait.Changed();
        }
    }
}
