using System.Globalization;
using System.Text;
using AirbyteKafka.Errors;
using AirbyteKafka.Records;
using Confluent.Kafka;

namespace AirbyteKafka.Connection;

/// <summary>The record that the check writes to <c>test_topic</c>, as the Java connector's check makes it.</summary>
internal static class TestRecord
{
    /// <summary>A new one.</summary>
    public static Message<byte[], byte[]> Make(DateTimeOffset now)
    {
        var data = "{\"test-key\":\"test-value\"}"u8;
        var streamPart = RecordEnvelope.StreamPart("test-topic-stream"u8);
        var emittedAt = Encoding.ASCII.GetBytes(now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        var value = new byte[RecordEnvelope.Length(streamPart, emittedAt.Length, data.Length)];
        RecordEnvelope.Write(value, new RecordKeyGenerator(), streamPart, emittedAt, data);
        return new() { Key = value.AsSpan(RecordEnvelope.KeyOffset, RecordKeyGenerator.KeyLength).ToArray(), Value = value };
    }

    /// <summary>Why it was not taken.</summary>
    public static AirbyteKafkaException Refused(string topic, Confluent.Kafka.Error error, string reason) => error.Code switch
    {
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic => new(
            ErrorKind.TopicMissing, $"Topic '{topic}' does not exist, and the broker does not create it. Create the topic, or let the broker do so (auto.create.topics.enable)."),
        ErrorCode.TopicAuthorizationFailed => new(ErrorKind.AuthorizationFailed, $"The user may not write to topic '{topic}'. Grant it WRITE and DESCRIBE, and CREATE where topics are created on first use."),
        ErrorCode.ClusterAuthorizationFailed => new(ErrorKind.AuthorizationFailed, $"The user may not write idempotently. Grant it IDEMPOTENT_WRITE on the cluster, or set enable_idempotence to false."),
        ErrorCode.MsgSizeTooLarge => new(ErrorKind.RecordTooLarge, $"Topic '{topic}' does not even take a record of a few hundred bytes. Raise its max.message.bytes, and max_request_size."),
        ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend => new(
            ErrorKind.DeliveryFailed, $"Topic '{topic}' has fewer in-sync replicas than its min.insync.replicas asks for, so acks=all cannot be had. Check its brokers."),
        _ => new(ErrorKind.DeliveryFailed, $"The record was not written to topic '{topic}': {reason}"),
    };
}
