using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Records;

namespace AirbyteKafka.Write;

/// <summary>
/// Records that are handed to Kafka's client together: one native call for those of a topic, whatever order topics come in.
/// </summary>
internal sealed unsafe class RecordBatch : IDisposable
{
    private const int Capacity = 32 * 1024;

    // Kafka's client shall have work while more is read.
    private const int EnoughBytes = 4 * 1024 * 1024;

    // It sends a topic's records as they come: of many topics, what comes together must be more for a request to hold more than one or two.
    private const int EnoughBytesPerFurtherTopic = 64 * 1024;

    private readonly long _bufferMemory;
    private readonly NativeMessage* _messages = Allocate();
    private readonly NativeMessage* _byTopic = Allocate();
    private readonly int[] _topicOfMessage = new int[Capacity];

    // By the topic's number; empty but for the topics of the batch.
    private readonly TopicGroup[] _groups;
    private readonly int[] _topics;
    private int _count;
    private int _topicCount;
    private long _bytes;

    /// <summary>Makes an empty batch.</summary>
    /// <param name="bufferMemory">The bound on the memory of all records in bytes; a batch is full when it holds half of it.</param>
    /// <param name="topics">How many topics there are.</param>
    internal RecordBatch(long bufferMemory, int topics)
    {
        _bufferMemory = bufferMemory;
        _groups = new TopicGroup[topics];
        _topics = new int[Math.Min(topics, Capacity)];
    }

    /// <summary>Whether it is time to hand over.</summary>
    internal bool IsFull => _count == Capacity
        || _bytes >= Math.Min(EnoughBytes + ((_topicCount - 1L) * EnoughBytesPerFurtherTopic), _bufferMemory / 2);

    /// <summary>Whether there is nothing to hand over.</summary>
    internal bool IsEmpty => _count == 0;

    /// <summary>Adds a record to a batch that is not full.</summary>
    /// <param name="topic">The number of its topic.</param>
    /// <param name="handle">The topic's handle, the same for all its records in a batch.</param>
    /// <param name="record">The record's memory; comes back with the delivery report.</param>
    /// <param name="parts">The record's parts.</param>
    /// <param name="partition">
    /// Where it goes; <see cref="NativeMethods.PartitionUnassigned"/> where Kafka's partitioner is to be asked.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(int topic, nint handle, byte* record, in RecordParts parts, int partition)
    {
        ref var group = ref _groups[topic];
        if (group.Count++ == 0)
        {
            group.Handle = handle;
            _topics[_topicCount++] = topic;
        }

        _topicOfMessage[_count] = topic;
        _bytes += parts.Memory + parts.ClientBytes;
        ref var message = ref _messages[_count++];
        message.Value = parts.Value.IsPresent ? record + parts.Value.Start : null;
        message.ValueLength = (nuint)parts.Value.Bytes;
        message.Key = parts.Key.IsPresent ? record + parts.Key.Start : null;
        message.KeyLength = (nuint)parts.Key.Bytes;
        message.Opaque = (ulong)record;
        message.Partition = partition;
    }

    /// <summary>Hands the records over, and empties the batch.</summary>
    /// <param name="discard">Whether none shall be taken.</param>
    /// <param name="oneByOne">
    /// The producer of the records' topics where <see cref="RecordHeaders"/> lie in front of each, which no batch carries; otherwise
    /// <see langword="null"/>.
    /// </param>
    /// <returns>Those that were not taken, with the reason in each; valid until the next <see cref="Add"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal ReadOnlySpan<NativeMessage> HandOver(bool discard, NativeProducer? oneByOne = null)
    {
        var messages = _topicCount > 1 ? SortByTopic() : _messages;
        var topics = _topics.AsSpan(0, _topicCount);
        (_count, _topicCount, _bytes) = (0, 0, 0);

        var first = messages;
        var refused = 0;
        foreach (var topic in topics)
        {
            var group = _groups[topic];
            _groups[topic] = default;
            var end = first + group.Count;
            var areTaken = discard
                ? NativeProducer.Discard(first, group.Count)
                : oneByOne is null
                    ? NativeProducer.ProducePlaced(group.Handle, first, group.Count) == group.Count
                    : ProduceOneByOne(oneByOne, group.Handle, new Span<NativeMessage>(first, group.Count));
            if (!areTaken)
            {
                for (var message = first; message < end; message++)
                {
                    if (message->Error != 0)
                    {
                        messages[refused] = *message;
                        messages[refused++].Topic = group.Handle;
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

    /// <summary>Hands records over that have <see cref="RecordHeaders"/> in front of them.</summary>
    /// <param name="producer">The topic's producer.</param>
    /// <param name="topic">The topic's handle.</param>
    /// <param name="messages">The records; those that are not taken get the reason as their error.</param>
    /// <returns>Whether all were taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool ProduceOneByOne(NativeProducer producer, nint topic, Span<NativeMessage> messages)
    {
        var areTaken = true;
        Span<NativeHeader> native = stackalloc NativeHeader[RecordHeaders.MaxCount];
        foreach (ref var message in messages)
        {
            ref readonly var extra = ref RecordHeaders.Of((byte*)message.Opaque, out var headers);
            for (var i = 0; i < headers.Length; i++)
            {
                var (name, nameLength, value, valueLength) = headers[i];
                native[i] = new NativeHeader((byte*)name, nameLength, (byte*)value, valueLength);
            }

            message.Topic = topic;
            areTaken &= producer.ProduceOne(ref message, extra.Timestamp, native[..headers.Length]);
        }

        return areTaken;
    }

    private static NativeMessage* Allocate() => (NativeMessage*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(NativeMessage));

    // Records of a topic keep their order.
    private NativeMessage* SortByTopic()
    {
        var next = 0;
        foreach (var topic in _topics.AsSpan(0, _topicCount))
        {
            ref var group = ref _groups[topic];
            group.Next = next;
            next += group.Count;
        }

        for (var i = 0; i < _count; i++)
        {
            _byTopic[_groups[_topicOfMessage[i]].Next++] = _messages[i];
        }

        return _byTopic;
    }

    private struct TopicGroup
    {
        internal nint Handle;
        internal int Count;
        internal int Next;
    }
}
