using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Write;

/// <summary>
/// What becomes of the records of a write: they are counted out of the ledger, their memory is given back, and the first failure is kept.
/// </summary>
internal sealed unsafe class Settlement : IDisposable
{
    // Kafka's client settles every record by itself when its time is up; this is for the case that it does not.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly DestinationConfig _config;
    private readonly Lanes _lanes;
    private readonly RecordArena _arena;
    private readonly StateLedger<StateAnswer> _ledger;
    private readonly StreamTable _streams;
    private readonly StreamTally _tally;
    private readonly DeliveryErrors _errors;
    private readonly CancellationTokenSource _failed = new();
    private readonly DeliveryWait _wait = new();
    private AirbyteKafkaException? _failure;

    internal Settlement(
        DestinationConfig config,
        Lanes lanes,
        RecordArena arena,
        StateLedger<StateAnswer> ledger,
        StreamTable streams,
        StreamTally tally,
        DeliveryErrors errors)
    {
        _config = config;
        _lanes = lanes;
        _arena = arena;
        _ledger = ledger;
        _streams = streams;
        _tally = tally;
        _errors = errors;
    }

    /// <summary>Is cancelled by the first failure.</summary>
    internal CancellationToken Failed => _failed.Token;

    /// <summary>The first failure, if there was one. For any thread.</summary>
    internal AirbyteKafkaException? Failure => Volatile.Read(ref _failure);

    /// <summary>By when every record that was handed over should be settled, counted from its handing over.</summary>
    internal TimeSpan LongestDelivery => _config.DeliveryTimeout + Grace;

    /// <exception cref="AirbyteKafkaException">The first failure, if there was one.</exception>
    internal void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Waits until something holds, the write fails, or the limit is over. For the writing thread.</summary>
    /// <returns>Whether it holds.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal bool WaitFor(Func<bool> condition, TimeSpan limit, CancellationToken cancellationToken) =>
        _wait.Until(() => Failure is not null || condition(), limit, cancellationToken) && condition();

    /// <summary>Waits until every record is settled, the write fails, or the limit is over. For the writing thread.</summary>
    /// <returns>Whether every record is settled.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal bool WaitForAll(TimeSpan limit, CancellationToken cancellationToken) =>
        WaitFor(() => _ledger.Outstanding == 0, limit, cancellationToken);

    /// <summary>
    /// Waits until every record is settled or the limit is over, also after a failure: the rest still counts. For the writing thread.
    /// </summary>
    /// <returns>Whether every record is settled.</returns>
    internal bool WaitForRest(TimeSpan limit) => _wait.Until(() => _ledger.Outstanding == 0, limit, CancellationToken.None);

    /// <summary>Says that records were settled or taken up again: a wait may be over.</summary>
    internal void Changed() => _wait.Changed();

    /// <summary>Counts records of one epoch that Kafka has. For the thread that takes the delivery reports.</summary>
    internal void Acknowledge(long epoch, int count)
    {
        _tally.AddAcknowledged(count);
        _ledger.Acknowledge(epoch, count);
    }

    /// <summary>Settles a record that Kafka's client did not even take. For any thread.</summary>
    /// <param name="record">The record, with the reason.</param>
    internal void Refuse(in NativeMessage record)
    {
        Lose(record, surelyNotInKafka: true, wasTaken: false);
        _arena.Release(_arena.ChunkOf((byte*)record.Opaque), 1);
    }

    /// <summary>
    /// Counts a record that failed for good. Its memory is for the caller to give back. For the thread that takes the delivery reports.
    /// </summary>
    /// <param name="report">Its delivery report.</param>
    internal void Lose(NativeMessage* report) => Lose(*report, NativeEvent.IsSurelyNotPersisted(report), wasTaken: true);

    /// <summary>Fails the write, unless it has failed already. For any thread.</summary>
    internal void Fail(AirbyteKafkaException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
        {
            _failed.Cancel();
            _wait.Changed();
        }
    }

    public void Dispose()
    {
        _failed.Dispose();
        _wait.Dispose();
    }

    // What the client did not take has no report: it is the client that refused the record.
    private void Lose(in NativeMessage failed, bool surelyNotInKafka, bool wasTaken)
    {
        ref readonly var origin = ref RecordArena.OriginOf((byte*)failed.Opaque);

        // First the failure, then the count: a thread that reads Outstanding == 0 must also see the failure.
        if (Failure is null)
        {
            // The record that an idempotent producer stopped for bears the broker's bare code: the reason is the client's.
            var (fatal, reason) = _lanes.FatalError();
            var producer = _lanes.Current.Producer;
            var stream = _streams[origin.Stream];
            Fail(fatal.IsError ? _errors.ForClient(fatal, reason)
                : (wasTaken ? _errors.ForRecord(failed, stream, origin.Line, producer)
                    : _errors.ForRefused(failed, stream, origin.Line, producer))
                    .About(origin.Line, stream.ToString(), NativeProducer.TopicName(failed.Topic)));
        }

        // An idempotent client would send what waits once more under another number, and a broker that comes back have it twice.
        if (_config.EnableIdempotence && !_lanes.HasGivenUp && new KafkaError(failed.Error) == KafkaError.MessageTimedOut)
        {
            _lanes.GiveUp();
        }

        // Of other records that failed nobody knows: a broker may have taken them and its answer got lost.
        if (surelyNotInKafka)
        {
            _tally.Refuse(origin.Stream);
        }

        _ledger.Fail(origin.Epoch);
    }
}
