namespace AirbyteKafka.Kafka;

/// <summary>What a setting belongs to; librdkafka's <c>RD_KAFKA_RESOURCE_*</c>.</summary>
internal enum ConfigOwner
{
    Topic = 2,
    Broker = 4,
}
