namespace AirbyteKafka.Write;

/// <summary>Counts, for each stream, what became of its records. Any thread may read.</summary>
/// <param name="streams">How many streams there are; a stream goes by its number from 0.</param>
internal sealed class StreamTally(int streams)
{
    private readonly long[] _acknowledged = new long[streams];
    private readonly long[] _refused = new long[streams];

    /// <summary>Counts a record that Kafka has. For the thread that takes the delivery reports.</summary>
    internal void Acknowledge(int stream)
    {
        ref var count = ref _acknowledged[stream];
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>Counts a record that is surely not in Kafka. For any thread.</summary>
    internal void Refuse(int stream) => Interlocked.Increment(ref _refused[stream]);

    /// <summary>Records of a stream that Kafka has, and records that are surely not there. Of the others nobody knows yet, or ever.</summary>
    internal (long Acknowledged, long Refused) Of(int stream) => (Volatile.Read(ref _acknowledged[stream]), Volatile.Read(ref _refused[stream]));
}
