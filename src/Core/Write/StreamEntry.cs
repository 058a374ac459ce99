using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Records;

namespace AirbyteKafka.Write;

/// <summary>One stream of the catalog while it is written.</summary>
/// <param name="number">Its number among the streams, from 0.</param>
/// <param name="shape">What its records look like.</param>
/// <param name="topic">Where its records go.</param>
internal sealed class StreamEntry(int number, StreamShape shape, TopicEntry topic)
{
    internal int Number { get; } = number;

    internal StreamDescriptor Stream => Shape.Profile.Descriptor;

    internal StreamShape Shape { get; } = shape;

    internal TopicEntry Topic { get; } = topic;

    /// <summary>Where its records go that are unfit; <see langword="null"/> where such a record ends the write.</summary>
    internal TopicEntry? DeadLetters { get; init; }

    internal long Records { get; private set; }

    /// <summary>Records that are unfit, of which others were written in their place.</summary>
    internal long RejectedRecords { get; private set; }

    internal long Bytes { get; private set; }

    /// <summary>Records that have none of the fields that their key is made of.</summary>
    internal long KeylessRecords { get; set; }

    /// <summary>Records since the last state that covers this stream.</summary>
    internal long RecordsSinceState { get; private set; }

    /// <summary>Records that are unfit, since the last state that covers this stream.</summary>
    internal long RejectedSinceState { get; private set; }

    /// <summary>Whether a record's data has had bytes that are not UTF-8.</summary>
    internal bool HasInvalidText { get; set; }

    internal void Count(long bytes)
    {
        Records++;
        RecordsSinceState++;
        Bytes += bytes;
    }

    internal void CountRejected()
    {
        RejectedRecords++;
        RejectedSinceState++;
    }

    internal long TakeRejectedSinceState()
    {
        var count = RejectedSinceState;
        RejectedSinceState = 0;
        return count;
    }

    internal long TakeRecordsSinceState()
    {
        var count = RecordsSinceState;
        RecordsSinceState = 0;
        return count;
    }
}
