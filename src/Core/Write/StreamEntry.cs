using AirbyteKafka.Airbyte.Catalog;

namespace AirbyteKafka.Write;

/// <summary>One stream of the catalog while it is written.</summary>
/// <param name="number">Its number among the streams, from 0.</param>
/// <param name="stream">The stream.</param>
/// <param name="topic">Where its records go.</param>
internal sealed class StreamEntry(int number, StreamDescriptor stream, TopicEntry topic)
{
    internal int Number { get; } = number;

    internal StreamDescriptor Stream { get; } = stream;

    internal TopicEntry Topic { get; } = topic;

    internal long Records { get; private set; }

    internal long Bytes { get; private set; }

    /// <summary>Records since the last state that covers this stream.</summary>
    internal long RecordsSinceState { get; private set; }

    /// <summary>Whether a record's data has had bytes that are not UTF-8.</summary>
    internal bool HasInvalidText { get; set; }

    internal void Count(long bytes)
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
