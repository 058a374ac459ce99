using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AirbyteKafka.Librdkafka;
using AirbyteKafka.Records;

namespace AirbyteKafka.Delivery;

/// <summary>Records of one topic that are handed to Kafka's client together: one native call for many.</summary>
internal sealed unsafe class RecordBatch : IDisposable
{
    private const int Capacity = 512;

    private readonly NativeMessage* _messages = (NativeMessage*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(NativeMessage));
    private nint _topic;
    private int _count;

    /// <summary>Whether a record of this topic can be added without handing over what is there.</summary>
    internal bool Takes(nint topic) => _count == 0 || (_topic == topic && _count < Capacity);

    /// <summary>Whether there is nothing to hand over.</summary>
    internal bool IsEmpty => _count == 0;

    /// <summary>Adds a record.</summary>
    /// <param name="topic">Its topic's handle.</param>
    /// <param name="partition">Its partition, or -1.</param>
    /// <param name="value">Its value, which holds its key.</param>
    /// <param name="length">Bytes of the value.</param>
    /// <param name="tag">Comes back with the delivery report.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(nint topic, int partition, byte* value, int length, RecordTag tag)
    {
        _topic = topic;
        ref var message = ref _messages[_count++];
        message.Partition = partition;
        message.Value = value;
        message.ValueLength = (nuint)length;
        message.Key = value + RecordEnvelope.KeyOffset;
        message.KeyLength = RecordKeyGenerator.KeyLength;
        message.Opaque = tag.Bits;
    }

    /// <summary>Hands the records over, and empties the batch.</summary>
    /// <returns>Those that were not taken, with the reason in each; valid until the next <see cref="Add"/>.</returns>
    internal ReadOnlySpan<NativeMessage> HandOver()
    {
        var count = _count;
        _count = 0;
        if (NativeProducer.Produce(_topic, _messages, count) == count)
        {
            return [];
        }

        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            if (_messages[i].Error != 0)
            {
                _messages[refused] = _messages[i];
                _messages[refused++].Topic = _topic;
            }
        }

        return new ReadOnlySpan<NativeMessage>(_messages, refused);
    }

    public void Dispose() => NativeMemory.Free(_messages);
}
