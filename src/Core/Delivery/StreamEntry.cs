using AirbyteKafka.Protocol;

namespace AirbyteKafka.Delivery;

/// <summary>One stream of the catalog while it is written.</summary>
internal sealed class StreamEntry(StreamDescriptor stream, string topic)
{
    internal StreamDescriptor Stream { get; } = stream;

    internal string Topic { get; } = topic;

    /// <summary>Where the topic's records go; <see langword="null"/> before the stream's first record, so that streams without records touch no topic.</summary>
    internal PartitionRun? Run { get; set; }

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
