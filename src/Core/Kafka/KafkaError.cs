using System.Runtime.InteropServices;
using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Kafka;

/// <summary>An error code of Kafka (positive) or of librdkafka itself (negative), <c>rd_kafka_resp_err_t</c>.</summary>
/// <param name="Code">The code; 0 is no error.</param>
public readonly record struct KafkaError(int Code)
{
    /// <summary>A record outlived <c>delivery_timeout_ms</c>.</summary>
    public static readonly KafkaError MessageTimedOut = new(-192);

    /// <summary>A record was dropped from the client's queue on purpose.</summary>
    public static readonly KafkaError PurgedFromQueue = new(-152);

    /// <summary>The client's buffer is full.</summary>
    public static readonly KafkaError QueueFull = new(-184);

    /// <summary>None of the brokers can be reached.</summary>
    public static readonly KafkaError AllBrokersDown = new(-187);

    /// <summary>A connection broke or could not be made.</summary>
    public static readonly KafkaError Transport = new(-195);

    /// <summary>The TLS layer failed.</summary>
    public static readonly KafkaError Ssl = new(-181);

    /// <summary>The broker refused the credentials.</summary>
    public static readonly KafkaError Authentication = new(-169);

    /// <summary>The topic does not exist, by the client's metadata.</summary>
    public static readonly KafkaError UnknownTopic = new(-188);

    /// <summary>The topic or partition does not exist, by the broker.</summary>
    public static readonly KafkaError UnknownTopicOrPartition = new(3);

    /// <summary>The client can no longer keep its guarantees and has stopped.</summary>
    public static readonly KafkaError Fatal = new(-150);

    /// <summary>The record is larger than the broker takes.</summary>
    public static readonly KafkaError MessageTooLarge = new(10);

    /// <summary>The batch is larger than a segment of the topic.</summary>
    public static readonly KafkaError BatchTooLarge = new(18);

    /// <summary>The name is not one of a topic.</summary>
    public static readonly KafkaError InvalidTopic = new(17);

    /// <summary>The user may not write to the topic.</summary>
    public static readonly KafkaError TopicAuthorizationFailed = new(29);

    /// <summary>The user may not use the cluster.</summary>
    public static readonly KafkaError ClusterAuthorizationFailed = new(31);

    /// <summary>The partition has fewer replicas in sync than its topic asks for.</summary>
    public static readonly KafkaError NotEnoughReplicas = new(19);

    /// <summary>The same, found out after the leader had taken the record.</summary>
    public static readonly KafkaError NotEnoughReplicasAfterAppend = new(20);

    /// <summary>The topic was deleted, and one of its name may have been made since.</summary>
    public static readonly KafkaError UnknownTopicId = new(100);

    /// <summary>A record was refused with its batch, for another record in it.</summary>
    public static readonly KafkaError InvalidDifferentRecord = new(-138);

    /// <summary>The topic has fewer partitions than it had.</summary>
    public static readonly KafkaError UnknownPartition = new(-190);

    /// <summary>The broker found the record's time outside of what the topic takes.</summary>
    public static readonly KafkaError InvalidTimestamp = new(32);

    /// <summary>The broker refused the record for what it is.</summary>
    public static readonly KafkaError InvalidRecord = new(87);

    /// <summary>The partition does not hold the records before, which it had acknowledged.</summary>
    public static readonly KafkaError OutOfOrderSequence = new(45);

    /// <summary>The partition holds no record of this producer any more.</summary>
    public static readonly KafkaError UnknownProducerId = new(59);

    /// <summary>A topic of that name is there already.</summary>
    public static readonly KafkaError TopicAlreadyExists = new(36);

    /// <summary>SASL authentication failed, by the broker.</summary>
    public static readonly KafkaError SaslAuthenticationFailed = new(58);

    /// <summary>Whether it passes by itself: what Kafka's client sends a record again for, as long as it may.</summary>
    /// <remarks>
    /// In the order of the pattern: connection and time; corrupted on the way; leader, broker or replica not there; too few replicas; a
    /// broken disk.
    /// </remarks>
    public bool IsBrokerFault => Code is -195 or -185 or -166 or 7 or 13 or 2 or 3 or 5 or 6 or 8 or 9 or 19 or 20 or 56;

    /// <summary>Whether a broker found a batch too large, whatever the size of the record that bears the error.</summary>
    public bool IsForSize => Code is 10 or 18;

    /// <summary>Whether an answer could not be read: its parts do not fit together, or it ends too early.</summary>
    public bool IsUnreadable => Code is -199 or -155;

    /// <summary>Whether there is an error.</summary>
    public bool IsError => Code != 0;

    /// <summary>Kafka's own name for the error, such as <c>TOPIC_AUTHORIZATION_FAILED</c>.</summary>
    public string Name => Read(NativeMethods.ErrorName(Code));

    /// <summary>librdkafka's words for the error.</summary>
    public string Text => Read(NativeMethods.ErrorText(Code));

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Text}";

    private static string Read(nint text) => Marshal.PtrToStringUTF8(text) ?? "";
}
