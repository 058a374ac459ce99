using System.Runtime.CompilerServices;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Text;

namespace AirbyteKafka.Write;

/// <summary>
/// The delivery thread: it takes delivery reports, errors and log lines from Kafka's client, settles records and sends again what may be
/// sent
/// again.
/// </summary>
internal sealed unsafe class DeliveryReceiver : IClientListener, IDisposable
{
    private const int ReportsPerCall = 1024;

    // Events end the poll. The timeout only limits the delay after a missed wake-up.
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(500);

    // While many records are outstanding, reports are collected for 1 ms, so that librdkafka does not wake this thread for each one.
    private const long MuchOutstanding = 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly Lanes _lanes;
    private readonly Resend _resend;
    private readonly RecordArena _arena;
    private readonly StateLedger<StateAnswer> _ledger;
    private readonly StreamTally _tally;
    private readonly Settlement _settlement;
    private readonly DeliveryErrors _errors;
    private readonly ConnectionFaults _faults;
    private readonly ClientLog _log;
    private readonly IWriteObserver _observer;
    private readonly ProgressLog _progressLog;
    private readonly ClientEvents _events;
    private readonly nint[] _reports = new nint[ReportsPerCall];
    private readonly Thread _thread;
    private readonly ManualResetEvent _ended = new(false);
    private Lane _lane;

    internal DeliveryReceiver(
        Lanes lanes,
        RecordArena arena,
        StateLedger<StateAnswer> ledger,
        StreamTally tally,
        Settlement settlement,
        DeliveryErrors errors,
        ConnectionFaults faults,
        ClientLog log,
        IWriteObserver observer,
        ProgressLog progressLog,
        bool keepsOrder)
    {
        _lanes = lanes;
        _lane = lanes.Current;
        _resend = new Resend(lanes, keepsOrder);
        _arena = arena;
        _ledger = ledger;
        _tally = tally;
        _settlement = settlement;
        _errors = errors;
        _faults = faults;
        _log = log;
        _observer = observer;
        _progressLog = progressLog;
        _events = new ClientEvents(this);
        _thread = new Thread(Receive) { IsBackground = true, Name = "Kafka delivery reports" };
    }

    /// <summary>Starts the thread. Once.</summary>
    internal void Start() => _thread.Start();

    /// <summary>Ends the thread; delivery reports that come later are not looked at.</summary>
    public void Dispose()
    {
        _ended.Set();
        _lanes.All[0].Producer.Wake();
        _thread.Join();
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

        _settlement.Changed();
        SendAgain();
    }

    /// <inheritdoc/>
    void IClientListener.OnError(KafkaError error, string reason)
    {
        if (error == KafkaError.Fatal)
        {
            var (fatal, why) = _lanes.FatalError();
            _settlement.Fail(_errors.ForClient(fatal, why));
        }
        else if (error == KafkaError.Authentication && !(_tally.Acknowledged > 0 && LoginErrors.Passes(reason)))
        {
            _settlement.Fail(_errors.ForClient(error, reason));
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

    /// <inheritdoc/>
    void IClientListener.OnStatistics(string json) => _observer.OnLog(LogLevel.Info, Printable.Line(_log.Redact(json)));

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
        var epoch = -1L;
        var inEpoch = 0;
        var haveNeighbours = false;
        foreach (var report in reports)
        {
            ref readonly var message = ref *(NativeMessage*)report;
            if (message.Error != 0)
            {
                if (IsNeighbour(message))
                {
                    haveNeighbours = true;
                    continue;
                }

                if (_resend.TryTake(_lane, message))
                {
                    continue;
                }
            }

            var record = (byte*)message.Opaque;
            var itsChunk = _arena.ChunkOf(record);
            if (itsChunk != chunk)
            {
                ReleaseChunk(chunk, inChunk);
                (chunk, inChunk) = (itsChunk, 0);
            }

            inChunk++;
            if (message.Error != 0)
            {
                _settlement.Lose((NativeMessage*)report);
                continue;
            }

            // The stream's count comes before the ledger's: a thread that reads Outstanding == 0 must see each record counted for its
            // stream.
            ref readonly var origin = ref RecordArena.OriginOf(record);
            _tally.Acknowledge(origin.Stream);
            var itsEpoch = origin.Epoch;
            if (itsEpoch != epoch)
            {
                Acknowledge(epoch, inEpoch);
                (epoch, inEpoch) = (itsEpoch, 0);
            }

            inEpoch++;
        }

        ReleaseChunk(chunk, inChunk);
        Acknowledge(epoch, inEpoch);
        if (haveNeighbours)
        {
            LoseNeighbours(reports);
        }
    }

    // Refused for another record of its batch: that one has the reason, and the failure is worded from it.
    private static bool IsNeighbour(in NativeMessage message) => message.Error == KafkaError.InvalidDifferentRecord.Code;

    private void LoseNeighbours(ReadOnlySpan<nint> reports)
    {
        foreach (var report in reports)
        {
            ref readonly var message = ref *(NativeMessage*)report;
            if (IsNeighbour(message))
            {
                var chunk = _arena.ChunkOf((byte*)message.Opaque);
                _settlement.Lose((NativeMessage*)report);
                _arena.Release(chunk, 1);
            }
        }
    }

    private void ReleaseChunk(nint chunk, int count)
    {
        if (count > 0)
        {
            _arena.Release(chunk, count);
        }
    }

    private void Acknowledge(long epoch, int count)
    {
        if (count > 0)
        {
            _settlement.Acknowledge(epoch, count);
        }
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
            _settlement.Fail(noProducer);
            refused = _resend.Take();
        }

        foreach (ref readonly var record in refused)
        {
            _settlement.Refuse(record);
        }

        if (warning is not null && refused.IsEmpty)
        {
            _observer.OnLog(LogLevel.Warn, warning);
        }

        _settlement.Changed();
    }
}
