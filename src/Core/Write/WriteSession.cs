using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Admin;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Write;

/// <summary>One write of Airbyte messages to Kafka: bytes in, acknowledged states out. Its methods are for one thread at a time.</summary>
/// <remarks>
/// A session builds the parts of a write, starts the delivery thread and ends it. The calling thread runs the loop (<see
/// cref="RecordWriter"/>). The delivery thread (<see cref="DeliveryReceiver"/>) settles records and tells the observer each state that has
/// become safe.
/// </remarks>
public sealed class WriteSession : IDisposable
{
    // How long records that are on their way may still take once a write has failed.
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(10);

    // The same once it was stopped: what stops a process often kills it 10 s later, and there is more to do until then.
    private static readonly TimeSpan LongestDrainOnStop = TimeSpan.FromSeconds(3.5);

    // The client closes its connections in no time, but waits for a name that is being resolved.
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(1);

    // With a buffer for a few records, states need not come back one by one.
    private const long LeastStateBytes = 1024 * 1024;

    // The client answers for each record it gave up on, from memory.
    private static readonly TimeSpan PurgeTime = TimeSpan.FromSeconds(1);

    private readonly DestinationConfig _config;
    private readonly IWriteObserver _observer;
    private readonly WriteLog _log;
    private readonly TopicMap _topics;
    private readonly StreamTable _streams;
    private readonly StateLedger<StateAnswer> _ledger;
    private readonly StateRoom _stateRoom;
    private readonly Checkpoints _checkpoints = new();
    private readonly WriteFigures _figures;
    private readonly Lanes _lanes;
    private readonly RecordArena _arena;
    private readonly DeliveryErrors _errors;
    private readonly Settlement _settlement;
    private readonly RecordWriter _writer;
    private readonly DeliveryReceiver _receiver;
    private AirbyteKafkaException? _failure;
    private bool _areTopicsThere;
    private bool _disposed;

    private WriteSession(DestinationConfig config, ConfiguredCatalog catalog, IWriteObserver observer, bool debug)
    {
        _config = config;
        _observer = observer;
        _log = new WriteLog(observer);
        _topics = TopicMap.Of(config.Topics, catalog);
        foreach (var note in RecordNotes.Find(config.Records, catalog, _topics))
        {
            observer.OnLog(LogLevel.Warn, note.Message);
        }

        string[] names = [.. _topics.Topics, .. _topics.DeadLetters];
        var shape = RecordShape.Of(config.Records);
        var streams = _streams = new StreamTable(_topics, shape, catalog);
        var tally = new StreamTally(streams.NumberCount);
        _stateRoom = new StateRoom(Math.Max(config.BufferMemory, LeastStateBytes));
        _ledger = new StateLedger<StateAnswer>(ReleaseState);
        _figures = new WriteFigures(streams, tally, _ledger, _checkpoints, _log);

        var settings = ClientSettings.ForWrite(config, names.Length, debug);
        _lanes = new Lanes(settings, BatchLimits.BatchSize(config), shape.HandsOverOneByOne);
        var faults = new ConnectionFaults(config, () => _lanes.Throttle);
        _errors = new DeliveryErrors(config, faults);
        _arena = new RecordArena(config.BufferMemory);
        _settlement = new Settlement(config, _lanes, _arena, _ledger, streams, tally, _errors);
        var limits = new RecordLimits(config, names, observer, _errors);
        _writer = new RecordWriter(
            config, observer, _log, shape, streams, _ledger, _stateRoom, _arena, _lanes, limits, _settlement, _errors);
        _receiver = new DeliveryReceiver(
            _lanes,
            _arena,
            _ledger,
            tally,
            _settlement,
            _errors,
            faults,
            settings.MakeLog(observer.OnLog),
            observer,
            new ProgressLog(() => _figures.Progress, observer),
            shape.KeepsOrder);
    }

    /// <summary>Starts a write. Nothing is sent yet.</summary>
    /// <param name="config">Where and how to write.</param>
    /// <param name="catalog">The streams that may come.</param>
    /// <param name="observer">Is told of states and of what happens.</param>
    /// <param name="debug">Whether the observer is also told what Kafka's client does in detail.</param>
    /// <exception cref="AirbyteKafkaException">
    /// A topic name that Kafka does not allow, a configuration that its client does not take, or no native client.
    /// </exception>
    public static WriteSession Start(DestinationConfig config, ConfiguredCatalog catalog, IWriteObserver observer, bool debug = false)
    {
        LogAcks(config, observer);
        var session = new WriteSession(config, catalog, observer, debug);
        session.LogCollisions();
        session._receiver.Start();
        return session;
    }

    /// <summary>Is cancelled when the write has failed, so that whoever reads the input can stop.</summary>
    public CancellationToken Failed => _settlement.Failed;

    /// <summary>Why the write has failed, if it has; known before the write has ended, which takes a while. For any thread.</summary>
    public AirbyteKafkaException? Failure => Volatile.Read(ref _failure) ?? _settlement.Failure;

    /// <summary>How far the write is. For any thread.</summary>
    public WriteProgress Progress => _figures.Progress;

    /// <summary>
    /// What has been done so far, and after the end in all; records on their way count as unknown. For any thread, also after <see
    /// cref="Dispose"/>.
    /// </summary>
    public WriteOutcome Result => _figures.Read(Failure);

    /// <summary>Takes the next bytes of the input: whole lines, parts of lines, or many.</summary>
    /// <param name="bytes">UTF-8; not needed any more after the call.</param>
    /// <param name="cancellationToken">Ends a wait for room.</param>
    /// <exception cref="AirbyteKafkaException">
    /// A line that cannot be taken, a record that was not delivered, no room within <c>max_block_ms</c>, or a topic that cannot be made.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was taken before stays taken.</exception>
    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        MakeTopics(cancellationToken);
        _writer.Write(bytes, cancellationToken);
    }

    /// <summary>Keeps all states back until <see cref="Complete"/>: only the end of the input shows that it is undamaged.</summary>
    public void HoldStates() => _ledger.Hold();

    /// <summary>Hands over what is held back for larger batches; for when no more input is at hand just now.</summary>
    /// <exception cref="AirbyteKafkaException">A record was not taken.</exception>
    public void Flush()
    {
        _writer.HandOver();
        _settlement.ThrowIfFailed();
    }

    /// <summary>
    /// Ends the write at the end of its input: takes a last line without an end, and waits until every record is settled.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// What was done. With a <see cref="WriteOutcome.Failure"/> records are missing in Kafka, and no state after them has left.
    /// </returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public WriteOutcome Complete(CancellationToken cancellationToken)
    {
        try
        {
            MakeTopics(cancellationToken);
            _ledger.LetGo();
            _writer.WriteRest(cancellationToken);
            var limit = _settlement.LongestDelivery;
            if (!_settlement.WaitForAll(limit, cancellationToken) && _settlement.Failure is null)
            {
                return Finish(_errors.ForUnsettled(_ledger.Outstanding, limit));
            }

            return Finish(_log.FindNoMessages(_writer.LineNumber));
        }
        catch (AirbyteKafkaException failure)
        {
            return Finish(failure);
        }
    }

    /// <summary>
    /// Ends the write before the end of its input: records on their way may still arrive for a while, and the states they make safe still
    /// leave.
    /// </summary>
    /// <param name="failure">Why; <see langword="null"/> if the write itself has failed (<see cref="Failure"/>).</param>
    /// <returns>What was done until then.</returns>
    public WriteOutcome EndEarly(AirbyteKafkaException? failure) => Finish(failure);

    /// <summary>
    /// Lets go of everything. Records that are still on their way are given up. A client that is stuck is left to end by itself.
    /// </summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _receiver.Dispose();
        _settlement.Dispose();
        _ = Task.Run(Free).Wait(DisposeLimit);
    }

    private WriteOutcome Finish(AirbyteKafkaException? failure)
    {
        _log.Keyless(_streams.Keyless, _config.Records);
        _log.Close();
        failure = _settlement.Failure ?? failure;
        Volatile.Write(ref _failure, failure);
        if (failure is not null)
        {
            _writer.HandOver();
            Drain(failure);
        }

        _figures.End();
        var result = Result;
        _log.Rejected(result);
        return result;
    }

    /// <summary>Makes topics that are missing, where the configuration asks for it, before Kafka's client hears of any.</summary>
    private void MakeTopics(CancellationToken cancellationToken)
    {
        if (_areTopicsThere)
        {
            return;
        }

        if (_config.Topics.AreMade)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Failed);
            try
            {
                Task.Run(() => TopicMaker.MakeAsync(_config, _topics, Warn, either.Token), CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _settlement.ThrowIfFailed();
                throw;
            }
        }

        _areTopicsThere = true;

        void Warn(string sentence) => _observer.OnLog(LogLevel.Warn, sentence);
    }

    private void Drain(AirbyteKafkaException failure)
    {
        var longest = failure.Kind == ErrorKind.Interrupted ? LongestDrainOnStop : LongestDrain;
        var limit = _config.DeliveryTimeout < longest ? _config.DeliveryTimeout : longest;

        // Nothing arrives at a cluster that refused the user.
        if (failure.Kind == ErrorKind.AuthenticationFailed || _lanes.HasGivenUp || !_settlement.WaitForRest(limit))
        {
            _lanes.GiveUp();
            _settlement.WaitForRest(PurgeTime);
        }
    }

    private void ReleaseState(StateAnswer state)
    {
        _stateRoom.Leave(state.Message.Length);
        _checkpoints.Add(state);
        _observer.OnState(state);
    }

    private void Free()
    {
        _lanes.Dispose();
        _writer.Dispose();
        _arena.Dispose();
    }

    private void LogCollisions()
    {
        foreach (var collision in _topics.Collisions)
        {
            _observer.OnLog(LogLevel.Warn, collision);
        }
    }

    private static void LogAcks(DestinationConfig config, IWriteObserver observer)
    {
        if (config.Acks == Acks.None)
        {
            observer.OnLog(
                LogLevel.Warn,
                "acks is 0: brokers acknowledge nothing, so a state says only that its records were sent. "
                + "Use acks 1 or all for states that mean it.");
        }
        else if (config.Acks == Acks.Leader)
        {
            observer.OnLog(
                LogLevel.Info,
                "acks is 1: a record counts as written when one broker has it. Records that were acknowledged are lost if that broker "
                + "fails before others have copied them. Use acks all where none may be lost.");
        }
    }
}
