namespace AirbyteKafka.Kafka.Native;

/// <summary>librdkafka's <c>RD_KAFKA_EVENT_*</c> that this client asks for.</summary>
[Flags]
internal enum EventTypes
{
    None = 0,
    DeliveryReport = 0x1,
    Log = 0x4,
    Error = 0x8,
    Statistics = 0x40,
    TokenRefresh = 0x100,
}
