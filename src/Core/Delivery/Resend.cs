using System.Runtime.InteropServices;
using AirbyteKafka.Librdkafka;
using AirbyteKafka.Records;

namespace AirbyteKafka.Delivery;

/// <summary>
/// Sends records again that a broker refused for the size of their batch, in smaller batches, down to one record each. Java's client splits such a batch;
/// librdkafka fails its records, which are still in our memory. For the thread that takes reports.
/// </summary>
/// <param name="lanes">The producers; the last one's batches become smaller where they have to.</param>
internal sealed class Resend(Lanes lanes)
{
    private const int Step = 4;

    // Below this a batch is not much more than a record.
    private const int LeastBatch = 1024;

    private readonly List<NativeMessage> _refused = [];
    private NativeMessage[] _kept = [];
    private int _count;

    /// <summary>Whether records wait for <see cref="Send"/>.</summary>
    internal bool HasRecords => _count > 0;

    /// <summary>Takes a record that failed for its size, if it was its batch that was too large.</summary>
    /// <param name="lane">Where it failed.</param>
    /// <param name="failed">Its report.</param>
    /// <returns>Whether it was taken; otherwise it has failed for good.</returns>
    internal unsafe bool TryTake(Lane lane, in NativeMessage failed)
    {
        if (lane.IsAlone(failed) || lanes.HasGivenUp)
        {
            return false;
        }

        if (_count == _kept.Length)
        {
            Array.Resize(ref _kept, Math.Max(1024, _kept.Length * 2));
        }

        // The client's copy of the key goes with the report; the value holds the key as well.
        _kept[_count++] = failed with { Error = 0, Key = failed.Value + RecordEnvelope.KeyOffset };
        return true;
    }

    /// <summary>Sends what was taken, in smaller batches than it failed in.</summary>
    /// <param name="failed">Where it failed.</param>
    /// <returns>The records that were not even taken by the client, with the reason in each.</returns>
    /// <exception cref="Errors.AirbyteKafkaException">There can be no other producer; <see cref="Take"/> has the records.</exception>
    internal ReadOnlySpan<NativeMessage> Send(Lane failed)
    {
        if (failed == lanes.Current)
        {
            lanes.Narrow(failed.BatchSize / Step is >= LeastBatch and var smaller ? smaller : 1);
        }

        var lane = lanes.Current;
        var records = Take();
        _refused.Clear();
        while (!records.IsEmpty)
        {
            var topic = records[0].Topic;
            var count = 1;
            while (count < records.Length && records[count].Topic == topic)
            {
                count++;
            }

            SendRun(lane.Counterpart(topic).Handle, records[..count]);
            records = records[count..];
        }

        return CollectionsMarshal.AsSpan(_refused);
    }

    /// <summary>Hands the records out, which are no longer kept.</summary>
    internal Span<NativeMessage> Take()
    {
        var count = _count;
        _count = 0;
        return _kept.AsSpan(0, count);
    }

    private void SendRun(nint topic, Span<NativeMessage> records)
    {
        if (lanes.Produce(topic, records))
        {
            return;
        }

        foreach (var record in records)
        {
            if (record.Error != 0)
            {
                _refused.Add(record with { Topic = topic });
            }
        }
    }
}
