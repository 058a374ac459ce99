namespace AirbyteKafka.Tests.Brokers;

/// <summary>
/// What a test asks of the broker it is given. Faults are had from brokers of a test's own: <see cref="BrokerPool.StartKafkaAsync"/>,
/// <see cref="MockBroker"/>.
/// </summary>
[Flags]
public enum BrokerNeeds
{
    /// <summary>Producing and consuming; topics are created on first use.</summary>
    None = 0,

    /// <summary>Kafka itself rather than librdkafka's mock: topics with settings, limits, all of the admin requests.</summary>
    RealKafka = 1 << 0,

    /// <summary>The TLS listeners, with and without a client certificate.</summary>
    Tls = 1 << 1,

    /// <summary>The SASL listeners and their users.</summary>
    Sasl = 1 << 2,

    /// <summary>Users without rights are refused.</summary>
    AccessRules = 1 << 3,

    /// <summary>At least three nodes; topics are replicated to all three.</summary>
    ThreeNodes = 1 << 4,

    /// <summary>Topics are not created on first use.</summary>
    NoTopicCreation = 1 << 5,
}
