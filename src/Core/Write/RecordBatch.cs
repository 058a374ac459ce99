using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Records;

namespace AirbyteKafka.Write;

/// <summary>Records that are handed to Kafka's client together: one native call for those of a topic, whatever order topics come in.</summary>
/// <param name="bufferMemory">The bound on the memory of all records in bytes; a batch is full when it holds half of it.</param>
internal sealed unsafe class RecordBatch(long bufferMemory) : IDisposable
{
    private const int Capacity = 32 * 1024;

    // Kafka's client shall have work while more is read.
    private const int EnoughBytes = 4 * 1024 * 1024;

    // It sends a topic's records as they come: of many topics, what comes together must be more for a request to hold more than one or two.
    private const int EnoughBytesPerFurtherTopic = 64 * 1024;

    private readonly NativeMessage* _messages = Allocate();
    private readonly NativeMessage* _byTopic = Allocate();
    private readonly TopicGroup[] _groups = new TopicGroup[Capacity];
    private int _number = 1;
    private int _count;
    private int _groupCount;
    private long _bytes;

    /// <summary>Whether it is time to hand over.</summary>
    internal bool IsFull => _count == Capacity || _bytes >= Math.Min(EnoughBytes + ((_groupCount - 1L) * EnoughBytesPerFurtherTopic), bufferMemory / 2);

    /// <summary>Whether there is nothing to hand over.</summary>
    internal bool IsEmpty => _count == 0;

    /// <summary>Adds a record to a batch that is not full.</summary>
    /// <param name="topic">Its topic, which is open.</param>
    /// <param name="value">Its value, which holds its key.</param>
    /// <param name="length">Bytes of the value.</param>
    /// <param name="tag">Comes back with the delivery report.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(TopicEntry topic, byte* value, int length, RecordTag tag)
    {
        if (topic.Batch != _number)
        {
            topic.Batch = _number;
            topic.GroupInBatch = _groupCount;
            _groups[_groupCount++] = new TopicGroup { Topic = topic.Handle };
        }

        _groups[topic.GroupInBatch].Count++;
        _bytes += length;
        ref var message = ref _messages[_count++];
        message.Topic = topic.GroupInBatch;
        message.Value = value;
        message.ValueLength = (nuint)length;
        message.Key = value + RecordEnvelope.KeyOffset;
        message.KeyLength = RecordKeyGenerator.KeyLength;
        message.Opaque = tag.Bits;
    }

    /// <summary>Hands the records over, and empties the batch.</summary>
    /// <param name="discard">Whether none shall be taken.</param>
    /// <returns>Those that were not taken, with the reason in each; valid until the next <see cref="Add"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal ReadOnlySpan<NativeMessage> HandOver(bool discard)
    {
        var messages = _groupCount > 1 ? SortByTopic() : _messages;
        var groups = _groups.AsSpan(0, _groupCount);
        (_count, _groupCount, _bytes) = (0, 0, 0);
        _number++;

        var first = messages;
        var refused = 0;
        foreach (ref readonly var group in groups)
        {
            var end = first + group.Count;
            if (discard ? !NativeProducer.Discard(first, group.Count) : NativeProducer.Produce(group.Topic, first, group.Count) < group.Count)
            {
                for (var message = first; message < end; message++)
                {
                    if (message->Error != 0)
                    {
                        messages[refused] = *message;
                        messages[refused++].Topic = group.Topic;
                    }
                }
            }

            first = end;
        }

        return new ReadOnlySpan<NativeMessage>(messages, refused);
    }

    public void Dispose()
    {
        NativeMemory.Free(_messages);
        NativeMemory.Free(_byTopic);
    }

    private static NativeMessage* Allocate() => (NativeMessage*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(NativeMessage));

    // Records of a topic keep their order.
    private NativeMessage* SortByTopic()
    {
        var next = 0;
        foreach (ref var group in _groups.AsSpan(0, _groupCount))
        {
            group.Next = next;
            next += group.Count;
        }

        for (var message = _messages; message < _messages + _count; message++)
        {
            _byTopic[_groups[(int)message->Topic].Next++] = *message;
        }

        return _byTopic;
    }

    private struct TopicGroup
    {
        internal nint Topic;
        internal int Count;
        internal int Next;
    }
}
