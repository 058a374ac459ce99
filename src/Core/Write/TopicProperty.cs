namespace AirbyteKafka.Write;

/// <summary>A property of topics, by Kafka's names.</summary>
/// <param name="OfTopic">Its name.</param>
/// <param name="OfBroker">The name of what a topic gets from the brokers that is made without it.</param>
internal readonly record struct TopicProperty(string OfTopic, string OfBroker)
{
    internal static readonly TopicProperty LargestBatch = new("max.message.bytes", "message.max.bytes");

    internal static readonly TopicProperty CleanupPolicy = new("cleanup.policy", "log.cleanup.policy");

    internal static readonly TopicProperty TimestampType = new("message.timestamp.type", "log.message.timestamp.type");

    internal static readonly TopicProperty MostAhead = new("message.timestamp.after.max.ms", "log.message.timestamp.after.max.ms");
}
