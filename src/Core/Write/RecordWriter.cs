using System.Runtime.CompilerServices;
using System.Text.Unicode;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Write;

/// <summary>
/// The loop of a write: it cuts lines, writes each record once into native memory and hands batches to Kafka's client. For the writing
/// thread.
/// </summary>
internal sealed unsafe class RecordWriter : IDisposable
{
    private readonly DestinationConfig _config;
    private readonly IWriteObserver _observer;
    private readonly WriteLog _log;
    private readonly LineSplitter _lines = new();
    private readonly byte[] _emittedAt = new byte[EmittedAt.MaxLength];
    private readonly RecordShape _shape;
    private readonly StreamTable _streams;
    private readonly StateLedger<StateAnswer> _ledger;
    private readonly StateRoom _stateRoom;
    private readonly RecordArena _arena;
    private readonly RecordBatch _batch;
    private readonly Lanes _lanes;
    private readonly RecordLimits _limits;
    private readonly Settlement _settlement;
    private readonly DeliveryErrors _errors;
    private Lane _lane;

    internal RecordWriter(
        DestinationConfig config,
        IWriteObserver observer,
        WriteLog log,
        RecordShape shape,
        StreamTable streams,
        StateLedger<StateAnswer> ledger,
        StateRoom stateRoom,
        RecordArena arena,
        Lanes lanes,
        RecordLimits limits,
        Settlement settlement,
        DeliveryErrors errors)
    {
        _config = config;
        _observer = observer;
        _log = log;
        _shape = shape;
        _streams = streams;
        _ledger = ledger;
        _stateRoom = stateRoom;
        _arena = arena;
        _lanes = lanes;
        _lane = lanes.Current;
        _limits = limits;
        _settlement = settlement;
        _errors = errors;
        _batch = new RecordBatch(config.BufferMemory, streams.TopicCount);
    }

    /// <summary>How many lines have been taken.</summary>
    internal long LineNumber => _lines.LineNumber;

    /// <summary>Takes the next bytes of the input, as <see cref="WriteSession.Write"/> does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        while (_lines.TryNext(ref bytes, out var line))
        {
            TakeLine(line, cancellationToken);
        }

        _settlement.ThrowIfFailed();
    }

    /// <summary>Takes a last line without an end, and hands over all that is held back.</summary>
    internal void WriteRest(CancellationToken cancellationToken)
    {
        if (_lines.TryLast(out var line))
        {
            TakeLine(line, cancellationToken);
        }

        HandOver();
    }

    /// <summary>Hands over what is held back for larger batches.</summary>
    internal void HandOver()
    {
        if (_batch.IsEmpty)
        {
            return;
        }

        foreach (ref readonly var refused in _lanes.HandOver(_batch, _lane))
        {
            _settlement.Refuse(refused);
        }

        TakeNarrowestLane();
    }

    public void Dispose() => _batch.Dispose();

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

        var content = new RecordContent
        {
            EmittedAt = emittedAt,
            Data = data,
            Changes = _shape.ChangesIn(message.Meta.Of(line)),
            Line = _lines.LineNumber,
        };
        var parts = _shape.Measure(route.Plan, content);
        if (parts.Size > _limits.Sure && _limits.FindFault(stream, content, parts) is { } fault)
        {
            Reject(route, content, fault, cancellationToken);
            return;
        }

        if (stream.Topic.Handle == 0 && _limits.AreUnknown)
        {
            AskForLimits(cancellationToken);
            if (_limits.FindFault(stream, content, parts) is { } brokersFault)
            {
                Reject(route, content, brokersFault, cancellationToken);
                return;
            }
        }

        Append(stream.Topic, stream.Number, route, content, parts, cancellationToken);
    }

    /// <summary>Writes something else in the place of a record that is unfit, or ends the write.</summary>
    private void Reject(StreamRoute route, in RecordContent content, AirbyteKafkaException fault, CancellationToken cancellationToken)
    {
        if (route.Stream.DeadLetters is not { } topic)
        {
            throw fault;
        }

        if (_limits.AreUnknown)
        {
            AskForLimits(cancellationToken);
        }

        var plan = new DeadLetter(route, fault, _lines.LineNumber, content.Data.Length);
        var letter = route with { Plan = plan };
        var parts = _shape.Measure(plan, content);
        if (!_limits.TakesDescription(topic, parts))
        {
            plan.HasData = false;
            parts = _shape.Measure(plan, content);
        }

        if (!_limits.TakesDescription(topic, parts))
        {
            plan.KeepsKey = false;
            parts = _shape.Measure(plan, content);
        }

        if (!_limits.TakesDescription(topic, parts))
        {
            throw fault;
        }

        Append(topic, _streams.NumberOfDeadLetters(route.Stream), letter, content, parts, cancellationToken);
    }

    /// <summary>Puts a record into the batch, and counts it for its stream and its epoch.</summary>
    /// <param name="topic">Where it goes.</param>
    /// <param name="number">What its delivery is counted by: one of its stream's numbers.</param>
    /// <param name="route">Its stream, and the plan of its value.</param>
    /// <param name="content">What its line says.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="cancellationToken">Ends a wait for room.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Append(
        TopicEntry topic,
        int number,
        StreamRoute route,
        in RecordContent content,
        in RecordParts parts,
        CancellationToken cancellationToken)
    {
        var stream = route.Stream;
        var isFirstOfTopic = topic.Handle == 0;
        if (_batch.IsFull)
        {
            HandOver();
            _settlement.ThrowIfFailed();
        }

        var origin = new RecordOrigin(_ledger.CurrentEpoch, _lines.LineNumber, number, parts.Key.Start);
        var record = _arena.TryAllocate(parts.Memory, origin, parts.ClientBytes);
        if (record is null)
        {
            record = WaitForRoom(parts, origin, cancellationToken);
        }

        var memory = new Span<byte>(record, parts.Memory);
        _shape.Write(memory, parts, route.Plan, content);
        if (isFirstOfTopic)
        {
            topic.Open(_lane);
        }

        _ledger.CountIn();
        var partition = topic.Place(memory, parts);
        _batch.Add(topic.Number, topic.Handle, record, parts, partition);
        if (number == stream.Number)
        {
            stream.Count(parts.Size);
            if (parts.Outcome == KeyOutcome.StandIn)
            {
                stream.KeylessRecords++;
            }
        }
        else
        {
            stream.CountRejected();
        }

        if (isFirstOfTopic)
        {
            // If the first record is queued before the metadata reply, it fails with the broker's error; later it would only fail with
            // UNKNOWN_TOPIC.
            HandOver();
        }

        if (_config.SyncProducer)
        {
            HandOver();
            var limit = _settlement.LongestDelivery;
            var settled = _settlement.WaitForAll(limit, cancellationToken);
            _settlement.ThrowIfFailed();
            if (!settled)
            {
                throw _errors.ForUnsettled(_ledger.Outstanding, limit);
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
            var hasRoom = _settlement.WaitFor(() => _stateRoom.Has(size), _config.MaxBlock, cancellationToken);
            _settlement.ThrowIfFailed();
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
        var answer = state.WithRecordCount(_streams.TakeRecordCount(state), _streams.TakeRejectedCount(state));
        _stateRoom.Enter(answer.Length);
        _ledger.Close(new StateAnswer(answer, state.Scope, state.Stream));
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
    private void AskForLimits(CancellationToken cancellationToken)
    {
        _limits.Ask(_lanes, () => cancellationToken.IsCancellationRequested || _settlement.Failure is not null);
        TakeNarrowestLane();
    }

    private byte* WaitForRoom(in RecordParts parts, in RecordOrigin origin, CancellationToken cancellationToken)
    {
        var length = parts.Memory + parts.ClientBytes;
        HandOver();
        _settlement.WaitFor(() => _arena.HasPlenty(length), _config.MaxBlock, cancellationToken);
        _settlement.ThrowIfFailed();

        // A slow broker may have made some room in that time, if not plenty.
        var record = _arena.TryAllocate(parts.Memory, origin, parts.ClientBytes);
        return record is null ? throw _errors.ForBlocked(_config.MaxBlock) : record;
    }
}
