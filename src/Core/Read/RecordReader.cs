using Confluent.Kafka;

namespace AirbyteKafka.Read;

/// <summary>Takes a record over from Kafka's client.</summary>
internal static class RecordReader
{
    /// <summary>Takes it over.</summary>
    internal static ConsumedRecord Read(ConsumeResult<byte[]?, byte[]?> result)
    {
        var message = result.Message;
        return new ConsumedRecord(
            result.Topic,
            result.Partition.Value,
            result.Offset.Value,
            message.Timestamp.Type == TimestampType.NotAvailable ? null : message.Timestamp.UnixTimestampMs,
            message.Key,
            message.Value,
            message.Headers is { Count: > 0 } headers
                ? [.. headers.Select(header => new ConsumedHeader(header.Key, header.GetValueBytes()))]
                : []);
    }
}
