using AirbyteKafka.Kafka;

namespace AirbyteKafka.Topics;

/// <summary>Says which right a user lacks who may not write to a topic.</summary>
/// <remarks>Brokers give the same error for a topic that he may not write to and for one that he may not create.</remarks>
internal static class TopicRights
{
    private const string Creating = "CREATE on the cluster (from Kafka 2.0 on, on the topic is enough)";
    private const string All = "Grant it WRITE and DESCRIBE, and where topics are created on first use " + Creating + ".";

    /// <summary>What is missing, and what to do, by what a description of the topic says.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="described">Its error there, none if it was described; <see langword="null"/> where nobody could be asked.</param>
    internal static string Explain(string topic, KafkaError? described) =>
        described is not { } error ? $"The user may not write to topic '{topic}'. {All}"
        : !error.IsError ? NotWritable(topic)
        : error == KafkaError.UnknownTopicOrPartition ? NotCreatable(topic)
        : error == KafkaError.TopicAuthorizationFailed ? Hidden(topic)
        : Explain(topic, null);

    /// <summary>A topic that is there.</summary>
    internal static string NotWritable(string topic) => $"Topic '{topic}' exists, but the user may not write to it. Grant it WRITE.";

    /// <summary>A topic that is not there.</summary>
    internal static string NotCreatable(string topic) =>
        $"Topic '{topic}' does not exist, and the user may not create it. Create the topic, or grant the user {Creating}.";

    /// <summary>A topic that the user is not even shown.</summary>
    internal static string Hidden(string topic) => $"The user may not write to topic '{topic}', nor see whether it exists. {All}";
}
