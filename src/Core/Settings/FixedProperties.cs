namespace AirbyteKafka.Settings;

/// <summary>What is set in librdkafka whatever the configuration says, so that it behaves as Kafka's Java client does.</summary>
internal static class FixedProperties
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<FixedProperty> All =
    [
        new("batch.num.messages", "1000000", "As in Java, only `batch_size` bounds a batch, not a number of records.", ProducerOnly: true),
        new(
            "queue.buffering.max.messages",
            "0",
            "As in Java, only `buffer_memory` bounds what is queued, not a number of records.",
            ProducerOnly: true),
        new("socket.keepalive.enable", "true", "Java's client always sets it: a peer that vanished without a word is noticed."),
        new("reconnect.backoff.ms", "50", "Java's default (librdkafka: 100)."),
        new(
            "reconnect.backoff.max.ms",
            "1000",
            "Java's default. "
            + "With librdkafka's 10 s a broker that is back after a restart would stand idle while `delivery_timeout_ms` runs out."),
    ];
}

/// <summary>A property of librdkafka that is always set, whatever the configuration says.</summary>
/// <param name="Name">librdkafka's name for it.</param>
/// <param name="Value">What it is set to.</param>
/// <param name="Reason">Why librdkafka's own default is not kept.</param>
/// <param name="ProducerOnly">Whether it is set on producers only, and not on admin clients and consumers.</param>
internal sealed record FixedProperty(string Name, string Value, string Reason, bool ProducerOnly = false);
