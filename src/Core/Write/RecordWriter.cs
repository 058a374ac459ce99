using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Write;

/// <summary>Writes Airbyte messages to Kafka: bytes in, acknowledged states out. One write is one writer; its methods are for one thread at a time.</summary>
/// <remarks>
/// The calling thread cuts lines, builds record values in native memory and hands them to Kafka's client. A thread of the writer's own takes
/// the delivery reports and tells the observer each state that has become safe.
/// </remarks>
public sealed unsafe class RecordWriter : IDisposable
{
    /// <summary>How long records that are on their way may still take once a write has failed.</summary>
    public static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(10);

    /// <summary>The same once it was stopped: what stops a process often kills it 10 s later, and there is more to do until then.</summary>
    public static readonly TimeSpan LongestDrainOnStop = TimeSpan.FromSeconds(3.5);

    // The client closes its connections in no time, but waits for a name that is being resolved.
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(1);

    // Kafka's client settles every record by itself when its time is up; this is for the case that it does not.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // With a buffer for a few records, states need not come back one by one.
    private const long LeastStateBytes = 1024 * 1024;

    // The client answers for each record it gave up on, from memory.
    private static readonly TimeSpan PurgeTime = TimeSpan.FromSeconds(1);

    private readonly DestinationConfig _config;
    private readonly IWriteObserver _observer;
    private readonly WriteLog _log;
    private readonly LineSplitter _lines = new();
    private readonly byte[] _emittedAt = new byte[EmittedAt.MaxLength];
    private readonly RecordKeyGenerator _keys = new();
    private readonly DeliveryErrors _errors;
    private readonly StreamTable _streams;
    private readonly StreamTally _tally;
    private readonly StateLedger<DurableState> _ledger;
    private readonly Checkpoints _checkpoints = new();
    private readonly RecordArena _arena;
    private readonly RecordBatch _batch;
    private readonly Lanes _lanes;
    private readonly RecordSizes _sizes;
    private readonly StateRoom _stateRoom;
    private readonly DeliveryReceiver _receiver;
    private readonly long _started = Stopwatch.GetTimestamp();
    private AirbyteKafkaException? _failure;
    private long _ended;
    private Lane _lane;
    private bool _disposed;

    /// <summary>Starts a write. Nothing is sent yet.</summary>
    /// <param name="config">Where and how to write.</param>
    /// <param name="catalog">The streams that may come.</param>
    /// <param name="observer">Is told of states and of what happens.</param>
    /// <param name="debug">Whether the observer is also told what Kafka's client does in detail.</param>
    /// <exception cref="AirbyteKafkaException">A topic name that Kafka does not allow, a configuration that its client does not take, or no native client.</exception>
    public RecordWriter(DestinationConfig config, ConfiguredCatalog catalog, IWriteObserver observer, bool debug = false)
    {
        if (config.Acks == Acks.None)
        {
            observer.OnLog(LogLevel.Warn, "acks is 0: brokers acknowledge nothing, so a state says only that its records were sent. Use acks 1 or all for states that mean it.");
        }
        else if (config.Acks == Acks.Leader)
        {
            observer.OnLog(
                LogLevel.Info,
                "acks is 1: a record counts as written when one broker has it. Records that were acknowledged are lost if that broker fails before "
                + "others have copied them. Use acks all where none may be lost.");
        }

        _config = config;
        _observer = observer;
        _log = new WriteLog(observer);
        var topics = TopicMap.Create(new TopicPattern(config.TopicPattern), [.. catalog.Streams.Select(stream => stream.Descriptor)]);
        _streams = new StreamTable(topics);
        string[] names = [.. topics.Entries.Select(entry => entry.Topic).Distinct(StringComparer.Ordinal)];
        var settings = ClientSettings.ForWrite(config, names.Length, debug);
        _lanes = new Lanes(settings, BatchLimits.BatchSize(config));
        _lane = _lanes.Current;
        var faults = new ConnectionFaults(config, () => _lanes.Throttle);
        _errors = new DeliveryErrors(config, faults);
        _sizes = new RecordSizes(config, names, observer, _errors);
        _stateRoom = new StateRoom(Math.Max(config.BufferMemory, LeastStateBytes));
        _tally = new StreamTally(_streams.Count);
        _ledger = new StateLedger<DurableState>(ReleaseState);
        _arena = new RecordArena(config.BufferMemory);
        _batch = new RecordBatch(config.BufferMemory);
        _receiver = new DeliveryReceiver(
            _lanes,
            _arena,
            _ledger,
            _tally,
            _errors,
            faults,
            settings.MakeLog(observer.OnLog),
            observer,
            new ProgressLog(() => Progress, observer),
            config.EnableIdempotence);
    }

    /// <summary>Is cancelled when the write has failed, so that whoever reads the input can stop.</summary>
    public CancellationToken Failed => _receiver.Failed;

    /// <summary>Why the write has failed, if it has; known before <see cref="End"/> is done with what is on its way. For any thread.</summary>
    public AirbyteKafkaException? Failure => Volatile.Read(ref _failure) ?? _receiver.Failure;

    /// <summary>How far the write is. For any thread.</summary>
    public WriteProgress Progress => new(_receiver.Acknowledged, _ledger.Outstanding, _checkpoints.Count);

    /// <summary>What has been done so far, and after the end in all; records on their way count as unknown. For any thread, also after <see cref="Dispose"/>.</summary>
    public WriteResult Result
    {
        get
        {
            // States first: the records before them are then in the figures too.
            var states = _checkpoints.Count;
            var checkpoints = _checkpoints.Latest();
            var ended = Volatile.Read(ref _ended);

            // One look at each stream, and the sums are made of these looks: so the figures add up while others go on counting.
            var streams = _streams.Results(_tally);
            return new WriteResult
            {
                Records = streams.Sum(stream => stream.Records),
                FailedRecords = streams.Sum(stream => stream.FailedRecords),
                UnknownRecords = streams.Sum(stream => stream.UnknownRecords),
                Bytes = streams.Sum(stream => stream.Bytes),
                States = states,
                SkippedLines = _log.SkippedLines,
                Checkpoints = checkpoints,
                Duration = Stopwatch.GetElapsedTime(_started, ended == 0 ? Stopwatch.GetTimestamp() : ended),
                Streams = streams,
                Failure = Failure,
            };
        }
    }

    /// <summary>Takes the next bytes of the input: whole lines, parts of lines, or many.</summary>
    /// <param name="bytes">UTF-8; not needed any more after the call.</param>
    /// <param name="cancellationToken">Ends a wait for room.</param>
    /// <exception cref="AirbyteKafkaException">A line that cannot be taken, a record that was not delivered, or no room within <c>max_block_ms</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was taken before stays taken.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        while (_lines.TryNext(ref bytes, out var line))
        {
            TakeLine(line, cancellationToken);
        }

        ThrowIfFailed();
    }

    /// <summary>Keeps all states back until <see cref="Complete"/>: only the end of the input shows that it is undamaged.</summary>
    public void HoldStates() => _ledger.Hold();

    /// <summary>Hands over what is held back for larger batches; for when no more input is at hand just now.</summary>
    /// <exception cref="AirbyteKafkaException">A record was not taken.</exception>
    public void Flush()
    {
        HandOver();
        ThrowIfFailed();
    }

    /// <summary>Ends the input: takes a last line without an end, and waits until every record is settled.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was done. With a <see cref="WriteResult.Failure"/> records are missing in Kafka, and no state after them has left.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public WriteResult Complete(CancellationToken cancellationToken)
    {
        try
        {
            _ledger.LetGo();
            if (_lines.TryLast(out var line))
            {
                TakeLine(line, cancellationToken);
            }

            HandOver();
            var limit = _config.DeliveryTimeout + Grace;
            if (!WaitUntilSettled(limit, cancellationToken) && _receiver.Failure is null)
            {
                return End(_errors.ForUnsettled(_ledger.Outstanding, limit));
            }

            return End(_log.FindNoMessages(_lines.LineNumber));
        }
        catch (AirbyteKafkaException failure)
        {
            return End(failure);
        }
    }

    /// <summary>Ends the write before the end of its input: records on their way may still arrive for a while, and the states they make safe still leave.</summary>
    /// <param name="failure">Why.</param>
    /// <returns>What was done until then.</returns>
    public WriteResult End(AirbyteKafkaException? failure)
    {
        _log.Close();
        failure = _receiver.Failure ?? failure;
        Volatile.Write(ref _failure, failure);
        if (failure is not null)
        {
            HandOver();
            var longest = failure.Kind == ErrorKind.Interrupted ? LongestDrainOnStop : LongestDrain;
            var drain = _config.DeliveryTimeout < longest ? _config.DeliveryTimeout : longest;
            // Nothing arrives at a cluster that refused the user.
            if (failure.Kind == ErrorKind.AuthenticationFailed || _lanes.HasGivenUp || !WaitUntilAllSettled(drain))
            {
                _lanes.GiveUp();
                WaitUntilAllSettled(PurgeTime);
            }
        }

        Volatile.Write(ref _ended, Stopwatch.GetTimestamp());
        return Result;
    }

    /// <summary>Lets go of everything. Records that are still on their way are given up. A client that is stuck is left to end by itself.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _receiver.Dispose();
        _ = Task.Run(Free).Wait(DisposeLimit);
    }

    private void Free()
    {
        _lanes.Dispose();
        _batch.Dispose();
        _arena.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeLine(TerminatedLine terminated, CancellationToken cancellationToken)
    {
        var line = terminated.Text;
        if (line.IsEmpty || line[0] != '{')
        {
            terminated = FileKinds.SkipMarks(terminated);
            line = terminated.Text;
            if (line.IsEmpty || line[0] != '{')
            {
                _log.SkipText(LineRules.IsBlank(line, _lines.LineNumber), _lines.LineNumber);
                return;
            }
        }

        var message = MessageScanner.Scan(terminated, _lines.LineNumber);
        if (message.HasStrayBraces)
        {
            _log.Warn("is followed by closing braces too many, which were dropped", _lines.LineNumber);
        }

        switch (message.Type)
        {
            case MessageType.Record:
                TakeRecord(line, message, cancellationToken);
                break;
            case MessageType.State:
                TakeState(line, message, cancellationToken);
                break;
            default:
                _log.SkipObject(message.Type, message.TypeName.Of(line), _lines.LineNumber);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeRecord(ReadOnlySpan<byte> line, in ScannedMessage message, CancellationToken cancellationToken)
    {
        var route = _streams.Find(line, message, _lines.LineNumber);
        var stream = route.Stream;
        var emittedAt = message.EmittedAt.Of(line);
        if (!message.IsEmittedAtPlain)
        {
            emittedAt = EmittedAt.Write(emittedAt, _emittedAt);
        }

        var data = message.Data.Of(line);
        if (message.MayBeInvalidText && !stream.HasInvalidText && !Utf8.IsValid(data))
        {
            stream.HasInvalidText = true;
            _log.InvalidText(stream.Stream, _lines.LineNumber);
        }

        var length = RecordEnvelope.Length(route.EnvelopePart, emittedAt.Length, data.Length);
        if (length + RecordKeyGenerator.KeyLength > _sizes.Sure)
        {
            _sizes.ThrowIfTooLarge(stream, _lines.LineNumber, length, RecordKeyGenerator.KeyLength);
        }

        var topic = stream.Topic;
        var isFirstOfTopic = topic.Handle == 0;
        if (isFirstOfTopic && _sizes.AreUnknown)
        {
            AskForSizes(cancellationToken);
            _sizes.ThrowIfTooLarge(stream, _lines.LineNumber, length, RecordKeyGenerator.KeyLength);
        }

        if (_batch.IsFull)
        {
            HandOver();
            ThrowIfFailed();
        }

        var value = _arena.TryAllocate(length, stream.Number);
        if (value is null)
        {
            value = WaitForRoom(length, stream.Number, cancellationToken);
        }

        RecordEnvelope.Write(new Span<byte>(value, length), _keys, route.EnvelopePart, emittedAt, data);
        if (isFirstOfTopic)
        {
            topic.Open(_lane);
        }

        _ledger.CountIn();
        topic.Place(new Span<byte>(value + RecordEnvelope.KeyOffset, RecordKeyGenerator.KeyLength), length);
        _batch.Add(topic, value, length, new RecordTag(_ledger.CurrentEpoch, _lines.LineNumber));
        stream.Count(length + RecordKeyGenerator.KeyLength);
        if (isFirstOfTopic)
        {
            // A record that is there when the broker answers about its topic fails for the broker's reason; one that comes later, for a topic unknown.
            HandOver();
        }

        if (_config.SyncProducer)
        {
            HandOver();
            var settled = WaitUntilSettled(_config.DeliveryTimeout + Grace, cancellationToken);
            ThrowIfFailed();
            if (!settled)
            {
                throw _errors.ForUnsettled(_ledger.Outstanding, _config.DeliveryTimeout + Grace);
            }
        }
    }

    private void TakeState(ReadOnlySpan<byte> line, in ScannedMessage message, CancellationToken cancellationToken)
    {
        if (!_stateRoom.Has(line.Length))
        {
            if (_ledger.IsHeld)
            {
                throw DeliveryErrors.ForHeldStates();
            }

            HandOver();
            var size = line.Length;
            var hasRoom = WaitFor(() => _stateRoom.Has(size), _config.MaxBlock, cancellationToken);
            ThrowIfFailed();
            if (!hasRoom)
            {
                throw _errors.ForWaitingStates(_stateRoom.ToString(), _config.MaxBlock);
            }
        }

        if (!_observer.WaitForRoom(line.Length, _config.MaxBlock, cancellationToken))
        {
            throw DeliveryErrors.ForUnreadStates(_config.MaxBlock);
        }

        var state = StateMessage.Read(line, message, _lines.LineNumber);
        var answer = state.WithRecordCount(_streams.TakeRecordCount(state));
        _stateRoom.Enter(answer.Length);
        _ledger.Close(new DurableState(answer, state.Scope, state.Stream));
    }

    private void HandOver()
    {
        if (_batch.IsEmpty)
        {
            return;
        }

        foreach (ref readonly var refused in _lanes.HandOver(_batch))
        {
            _receiver.Refuse(refused);
        }

        TakeNarrowestLane();
    }

    private void TakeNarrowestLane()
    {
        if (_lane != _lanes.Current)
        {
            _lane = _lanes.Current;
            _streams.Reopen(_lane);
        }
    }

    // A method of its own: what a lambda captures is allocated where the captured begins, which would be for each record.
    private void AskForSizes(CancellationToken cancellationToken)
    {
        _sizes.Ask(_lanes, () => cancellationToken.IsCancellationRequested || _receiver.Failure is not null);
        TakeNarrowestLane();
    }

    private byte* WaitForRoom(int length, int stream, CancellationToken cancellationToken)
    {
        HandOver();
        WaitFor(() => _arena.HasPlenty(length), _config.MaxBlock, cancellationToken);
        ThrowIfFailed();

        // A slow broker may have made some room in that time, if not plenty.
        var value = _arena.TryAllocate(length, stream);
        return value is null ? throw _errors.ForBlocked(_config.MaxBlock) : value;
    }

    private bool WaitUntilSettled(TimeSpan limit, CancellationToken cancellationToken) => WaitFor(() => _ledger.Outstanding == 0, limit, cancellationToken);

    // After a failure the rest still counts: the wait goes on where WaitFor would end.
    private bool WaitUntilAllSettled(TimeSpan limit) => _receiver.Wait.Until(() => _ledger.Outstanding == 0, limit, CancellationToken.None);

    /// <summary>Waits until something holds, the write fails, or the limit is over.</summary>
    /// <returns>Whether it holds.</returns>
    private bool WaitFor(Func<bool> condition, TimeSpan limit, CancellationToken cancellationToken) =>
        _receiver.Wait.Until(() => _receiver.Failure is not null || condition(), limit, cancellationToken) && condition();

    private void ReleaseState(DurableState state)
    {
        _stateRoom.Leave(state.Message.Length);
        _checkpoints.Add(state);
        _observer.OnState(state);
    }

    private void ThrowIfFailed()
    {
        if (_receiver.Failure is { } failure)
        {
            throw failure;
        }
    }
}
