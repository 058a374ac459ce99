using AirbyteKafka.Protocol;

namespace AirbyteKafka.Delivery;

/// <summary>One stream of the catalog while it is written.</summary>
internal sealed class StreamEntry(StreamDescriptor stream, TopicEntry topic)
{
    internal StreamDescriptor Stream { get; } = stream;

    internal TopicEntry Topic { get; } = topic;

    internal long Records { get; private set; }

    internal long Bytes { get; private set; }

    /// <summary>Records since the last state that covers this stream.</summary>
    internal long RecordsSinceState { get; private set; }

    internal void Count(int bytes)
    {
        Records++;
        RecordsSinceState++;
        Bytes += bytes;
    }

    internal long TakeRecordsSinceState()
    {
        var count = RecordsSinceState;
        RecordsSinceState = 0;
        return count;
    }
}
