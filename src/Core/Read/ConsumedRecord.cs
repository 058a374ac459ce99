namespace AirbyteKafka.Read;

/// <summary>A record as it lies in Kafka. Key and value are read as UTF-8; bytes that are not show as U+FFFD.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its partition, from 0.</param>
/// <param name="Offset">Its place in the partition.</param>
/// <param name="Timestamp">
/// When it was made or, if the topic says so, when the broker took it; in UTC. <see langword="null"/> where it has none.
/// </param>
/// <param name="Key">Its key, or <see langword="null"/>.</param>
/// <param name="Value">Its value; <see langword="null"/> for a tombstone.</param>
/// <param name="Headers">Its headers in order; possibly none.</param>
public sealed record ConsumedRecord(
    string Topic, int Partition, long Offset, DateTimeOffset? Timestamp, string? Key, string? Value, IReadOnlyList<ConsumedHeader> Headers);
