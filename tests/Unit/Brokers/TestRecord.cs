namespace AirbyteKafka.Tests.Brokers;

/// <summary>A record as it lies in a topic.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its place there.</param>
/// <param name="Key">The key's bytes.</param>
/// <param name="Value">The value's bytes; null is a tombstone.</param>
/// <param name="Timestamp">When it was made, in UTC.</param>
/// <param name="Headers">Its headers, in order.</param>
public sealed record TestRecord(
    int Partition, long Offset, byte[]? Key, byte[]? Value, DateTime Timestamp, IReadOnlyList<KeyValuePair<string, byte[]>> Headers);
