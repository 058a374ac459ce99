using System.Globalization;
using System.Text;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Records;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Check;

/// <summary>The record that the check writes to <c>test_topic</c>, as the Java connector's check makes it.</summary>
/// <param name="Key">Its key: a UUID as text.</param>
/// <param name="Value">Its value: the usual envelope.</param>
internal sealed record TestRecord(byte[] Key, byte[] Value)
{
    private static readonly KafkaError NotEnoughReplicas = new(19);
    private static readonly KafkaError NotEnoughReplicasAfterAppend = new(20);

    /// <summary>A new one.</summary>
    public static TestRecord Make(DateTimeOffset now)
    {
        var data = "{\"test-key\":\"test-value\"}"u8;
        var streamPart = RecordEnvelope.StreamPart("test-topic-stream"u8);
        var emittedAt = Encoding.ASCII.GetBytes(now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        var value = new byte[RecordEnvelope.Length(streamPart, emittedAt.Length, data.Length)];
        RecordEnvelope.Write(value, new RecordKeyGenerator(), streamPart, emittedAt, data);
        return new(value.AsSpan(RecordEnvelope.KeyOffset, RecordKeyGenerator.KeyLength).ToArray(), value);
    }

    /// <summary>Why it was not taken.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="error">What the broker answered.</param>
    /// <param name="describe">Asks for the topic's description: its error there, or <see langword="null"/>.</param>
    public static AirbyteKafkaException Refused(string topic, KafkaError error, Func<KafkaError?> describe) =>
        error == KafkaError.UnknownTopic || error == KafkaError.UnknownTopicOrPartition ? new(
            ErrorKind.TopicMissing, $"Topic '{topic}' does not exist, and the broker does not create it. Create the topic, or let the broker do so (auto.create.topics.enable).")
        : error == KafkaError.TopicAuthorizationFailed ? new(
            ErrorKind.AuthorizationFailed, TopicRights.Explain(topic, describe()))
        : error == KafkaError.ClusterAuthorizationFailed ? new(
            ErrorKind.AuthorizationFailed, FatalErrors.MayNotBeIdempotent(error))
        : error == KafkaError.MessageTooLarge ? new(
            ErrorKind.RecordTooLarge, $"Topic '{topic}' does not even take a record of a few hundred bytes. Raise its max.message.bytes, and max_request_size.")
        : error == NotEnoughReplicas || error == NotEnoughReplicasAfterAppend ? new(
            ErrorKind.DeliveryFailed, $"Topic '{topic}' has fewer in-sync replicas than its min.insync.replicas asks for, so acks=all cannot be had. Check its brokers.")
        : new(ErrorKind.DeliveryFailed, $"The record was not written to topic '{topic}': {error.Text} ({error.Name}).");
}
