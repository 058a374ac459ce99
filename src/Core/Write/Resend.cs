using System.Runtime.InteropServices;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Write;

/// <summary>
/// Sends records again that librdkafka fails and Java's client does not. They are still in our memory. For the thread that takes reports.
/// </summary>
/// <remarks>
/// Records that a broker refused for the size of their batch go in smaller batches, down to one record each. Records for a topic that was
/// deleted and made anew go through a new producer, which does not know the old one.
/// </remarks>
/// <param name="lanes">The producers; there is another one for each reason to send again.</param>
/// <param name="keepsOrder">
/// Whether nothing is sent again, because it could come to lie behind a later record of its key that was taken meanwhile.
/// </param>
internal sealed class Resend(Lanes lanes, bool keepsOrder)
{
    private const int Step = 4;

    // Below this a batch is not much more than a record.
    private const int LeastBatch = 1024;

    // A topic that is made anew more often is somebody's test, or an accident.
    private const int MostTopicsAnew = 10;

    private readonly List<NativeMessage> _refused = [];
    private NativeMessage[] _kept = [];
    private int _count;
    private bool _isForSize;
    private bool _hasWarned;
    private int _topicsAnew;

    /// <summary>Whether records wait for <see cref="Send"/>.</summary>
    internal bool HasRecords => _count > 0;

    /// <summary>Takes a record that failed, if it was its batch that was too large, or its topic is another one now.</summary>
    /// <param name="lane">Where it failed.</param>
    /// <param name="failed">Its report.</param>
    /// <returns>Whether it was taken; otherwise it has failed for good.</returns>
    internal unsafe bool TryTake(Lane lane, in NativeMessage failed)
    {
        var error = new KafkaError(failed.Error);
        var isForSize = error.IsForSize && !lane.IsAlone(failed);
        if (keepsOrder || lanes.HasGivenUp || !(isForSize || (error == KafkaError.UnknownTopicId && _topicsAnew < MostTopicsAnew)))
        {
            return false;
        }

        _isForSize |= isForSize;

        if (_count == _kept.Length)
        {
            Array.Resize(ref _kept, Math.Max(1024, _kept.Length * 2));
        }

        // The client's copy of the key goes with the report; the one it was copied from is still there.
        var record = (byte*)failed.Opaque;
        _kept[_count++] = failed with
        {
            Error = 0,
            Partition = NativeMethods.PartitionUnassigned,
            Key = failed.Key is null ? null : record + RecordArena.OriginOf(record).KeyStart,
        };
        return true;
    }

    /// <summary>Sends what was taken, in smaller batches than it failed in where that was the reason.</summary>
    /// <param name="failed">Where it failed.</param>
    /// <param name="warning">What a person should know of it; <see langword="null"/> where it was said before.</param>
    /// <returns>The records that were not even taken by the client, with the reason in each.</returns>
    /// <exception cref="Errors.AirbyteKafkaException">There can be no other producer; <see cref="Take"/> has the records.</exception>
    internal ReadOnlySpan<NativeMessage> Send(Lane failed, out string? warning)
    {
        warning = null;
        var isForSize = _isForSize;
        _isForSize = false;
        if (failed == lanes.Current)
        {
            warning = isForSize ? TakeSizeWarning() : DeliveryErrors.ForTopicAnew(NativeProducer.TopicName(_kept[0].Topic));
            _topicsAnew += isForSize ? 0 : 1;
            lanes.Add(!isForSize ? failed.BatchSize : failed.BatchSize / Step is >= LeastBatch and var smaller ? smaller : 1);
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

            SendRun(lane, lane.Counterpart(topic).Handle, records[..count]);
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

    private string? TakeSizeWarning()
    {
        if (_hasWarned)
        {
            return null;
        }

        _hasWarned = true;
        return DeliveryErrors.ForLargeBatch(lanes.All[0].BatchSize);
    }

    private void SendRun(Lane lane, nint topic, Span<NativeMessage> records)
    {
        if (lanes.Produce(lane, topic, records))
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
