using System.Globalization;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Records;

namespace AirbyteKafka.Write;

/// <summary>
/// The producers of a write: mostly one, and one more each time that its batches turn out to be too large, or its topic to be another one.
/// </summary>
/// <remarks>
/// A record goes to the partition that its key belongs to, whichever lane it takes. Between lanes nothing keeps the order of a partition.
/// One thread hands new records over, another takes reports and sends again.
/// </remarks>
internal sealed unsafe class Lanes : IDisposable
{
    private const string BatchSize = "batch.size";

    private readonly Lock _gate = new();
    private readonly ClientSettings _settings;
    private readonly bool _oneByOne;
    private Lane[] _all;
    private bool _givenUp;

    /// <summary>Makes the first lane.</summary>
    /// <param name="settings">What each producer is opened with; the bound on batches is another for each.</param>
    /// <param name="batchSize">How many bytes a batch of the first one's may have.</param>
    /// <param name="oneByOne">Whether records are handed over each by itself, with what <see cref="RecordHeaders"/> say.</param>
    /// <exception cref="Errors.AirbyteKafkaException">librdkafka does not take the properties, or there is no native client.</exception>
    internal Lanes(ClientSettings settings, int batchSize, bool oneByOne = false)
    {
        _settings = settings;
        _oneByOne = oneByOne;
        _all = [Make(batchSize)];
    }

    /// <summary>All lanes; the last is the newest and has the smallest batches.</summary>
    internal ReadOnlySpan<Lane> All => Volatile.Read(ref _all);

    /// <summary>Where new records go.</summary>
    internal Lane Current => All[^1];

    /// <summary>Whether nothing is sent any more.</summary>
    internal bool HasGivenUp => Volatile.Read(ref _givenUp);

    /// <summary>Adds a lane.</summary>
    /// <param name="batchSize">The bound on its batches in bytes, not above the last one's.</param>
    /// <exception cref="Errors.AirbyteKafkaException">The system has no room for one.</exception>
    internal void Add(int batchSize)
    {
        var lane = Make(batchSize);
        lock (_gate)
        {
            Volatile.Write(ref _all, [.. _all, lane]);
        }

        // Whoever waits for the first lane's reports alone has to look at this one's as well.
        _all[0].Producer.Wake();
    }

    /// <summary>Hands a batch over, unless nothing is sent any more.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="lane">The lane that its topics are open in.</param>
    /// <returns>The records that were not taken, as <see cref="RecordBatch.HandOver"/> has them.</returns>
    internal ReadOnlySpan<NativeMessage> HandOver(RecordBatch batch, Lane lane)
    {
        lock (_gate)
        {
            return batch.HandOver(discard: _givenUp, _oneByOne ? lane.Producer : null);
        }
    }

    /// <summary>Hands records of one topic over, unless nothing is sent any more.</summary>
    /// <param name="lane">The lane they take.</param>
    /// <param name="topic">The topic's handle there.</param>
    /// <param name="records">The records; those that are not taken get the reason as their error.</param>
    /// <returns>Whether all were taken.</returns>
    internal bool Produce(Lane lane, nint topic, Span<NativeMessage> records)
    {
        lock (_gate)
        {
            if (_oneByOne && !_givenUp)
            {
                return RecordBatch.ProduceOneByOne(lane.Producer, topic, records);
            }

            fixed (NativeMessage* first = records)
            {
                return _givenUp
                    ? NativeProducer.Discard(first, records.Length)
                    : NativeProducer.Produce(topic, first, records.Length) == records.Length;
            }
        }
    }

    /// <summary>
    /// Gives up on every record that is not acknowledged yet, and takes no more. Each still gets its delivery report. For any thread.
    /// </summary>
    internal void GiveUp()
    {
        // Whoever hands over does so before this, and is purged, or after it, and is refused.
        lock (_gate)
        {
            Volatile.Write(ref _givenUp, true);
        }

        foreach (var lane in All)
        {
            lane.Producer.Purge();
        }
    }

    /// <summary>Why a client has stopped for good, if one has.</summary>
    internal (KafkaError Error, string Reason) FatalError()
    {
        foreach (var lane in All)
        {
            var (error, reason) = lane.Producer.FatalError();
            if (error.IsError)
            {
                return (error, reason);
            }
        }

        return (default, "");
    }

    /// <summary>The last time that a broker made one of the clients wait, to keep it within a quota.</summary>
    internal Throttle? Throttle
    {
        get
        {
            Throttle? last = null;
            foreach (var lane in All)
            {
                if (lane.Producer.Throttle is { } throttle && !(last?.Ago <= throttle.Ago))
                {
                    last = throttle;
                }
            }

            return last;
        }
    }

    /// <summary>Closes all connections and frees everything.</summary>
    public void Dispose()
    {
        foreach (var lane in _all)
        {
            lane.Dispose();
        }
    }

    private Lane Make(int batchSize) =>
        new(KafkaClient.OpenProducer(_settings.With(BatchSize, batchSize.ToString(CultureInfo.InvariantCulture))), batchSize);
}
