using AirbyteKafka.Read;

namespace AirbyteKafka;

/// <summary>A record as it lies in Kafka. Key and value are read as UTF-8; bytes that are not show as U+FFFD.</summary>
public sealed class ReceivedRecord
{
    private readonly string _text;

    internal ReceivedRecord(ConsumedRecord record)
    {
        _text = record.ToString();
        Topic = record.Topic;
        Partition = record.Partition;
        Offset = record.Offset;
        Timestamp = record.Timestamp;
        Key = record.Key;
        Value = record.Value;
        Headers = Array.AsReadOnly(record.Headers.Select(header => new RecordHeader(header)).ToArray());
    }

    /// <summary>Its topic.</summary>
    public string Topic { get; }

    /// <summary>Its partition, from 0.</summary>
    public int Partition { get; }

    /// <summary>Its place in the partition.</summary>
    public long Offset { get; }

    /// <summary>
    /// When it was made or, if the topic says so, when the broker took it; in UTC. <see langword="null"/> where it has none.
    /// </summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>Its key, or <see langword="null"/>.</summary>
    public string? Key { get; }

    /// <summary>Its value; <see langword="null"/> for a tombstone.</summary>
    public string? Value { get; }

    /// <summary>Its headers in order; possibly none.</summary>
    public IReadOnlyList<RecordHeader> Headers { get; }

    /// <summary>All of it in one line.</summary>
    public override string ToString() => _text;
}

/// <summary>A header of a record. Kafka allows several of the same name.</summary>
public sealed class RecordHeader
{
    internal RecordHeader(ConsumedHeader header)
    {
        Name = header.Name;
        Value = header.Value;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its value read as UTF-8, or <see langword="null"/>.</summary>
    public string? Value { get; }

    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name}={Value}";
}
