namespace AirbyteKafka.Write;

/// <summary>Counts, for each stream, what became of its records. Any thread may read.</summary>
/// <param name="streams">How many streams there are; a stream goes by its number from 0.</param>
internal sealed class StreamTally(int streams)
{
    private readonly long[] _acknowledgedOf = new long[streams];
    private readonly long[] _refusedOf = new long[streams];
    private long _acknowledged;

    /// <summary>Records that Kafka has, of all streams: as many as <see cref="AddAcknowledged"/> was told.</summary>
    internal long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Counts a record that Kafka has for its stream. For the thread that takes the delivery reports.</summary>
    internal void Acknowledge(int stream)
    {
        ref var count = ref _acknowledgedOf[stream];
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>Counts records that Kafka has for all streams together. For the thread that takes the delivery reports.</summary>
    internal void AddAcknowledged(int count) => Volatile.Write(ref _acknowledged, _acknowledged + count);

    /// <summary>Counts a record that is surely not in Kafka. For any thread.</summary>
    internal void Refuse(int stream) => Interlocked.Increment(ref _refusedOf[stream]);

    /// <summary>
    /// Records of a stream that Kafka has, and records that are surely not there. Of the others nobody knows yet, or ever.
    /// </summary>
    internal (long Acknowledged, long Refused) Of(int stream) =>
        (Volatile.Read(ref _acknowledgedOf[stream]), Volatile.Read(ref _refusedOf[stream]));
}
