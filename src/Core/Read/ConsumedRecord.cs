namespace AirbyteKafka.Read;

/// <summary>A record as it lies in Kafka: its bytes, which nobody has read as a text yet.</summary>
/// <param name="topic">Its topic.</param>
/// <param name="partition">Its partition, from 0.</param>
/// <param name="offset">Its place in the partition.</param>
/// <param name="time">Its time in milliseconds since 1970, UTC; <see langword="null"/> where it has none.</param>
/// <param name="key">Its key, or <see langword="null"/>.</param>
/// <param name="value">Its value; <see langword="null"/> for a tombstone.</param>
/// <param name="headers">Its headers in order; possibly none.</param>
public sealed class ConsumedRecord(
    string topic, int partition, long offset, long? time, byte[]? key, byte[]? value, IReadOnlyList<ConsumedHeader> headers)
{
    // What a record takes up beside its bytes: the objects that hold it.
    private const int Overhead = 200;

    /// <summary>Its topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>Its partition, from 0.</summary>
    public int Partition { get; } = partition;

    /// <summary>Its place in the partition.</summary>
    public long Offset { get; } = offset;

    /// <summary>
    /// When it was made or, if the topic says so, when the broker took it, in milliseconds since 1970, UTC; <see langword="null"/> where it
    /// has no time.
    /// </summary>
    public long? Time { get; } = time;

    /// <summary>Its key, or <see langword="null"/>.</summary>
    public byte[]? Key { get; } = key;

    /// <summary>Its value; <see langword="null"/> for a tombstone.</summary>
    public byte[]? Value { get; } = value;

    /// <summary>Its headers in order; possibly none.</summary>
    public IReadOnlyList<ConsumedHeader> Headers { get; } = headers;

    /// <summary>About how much memory it takes up, in bytes.</summary>
    internal long Size => Overhead + (Key?.Length ?? 0) + (Value?.Length ?? 0);
}
