using AirbyteKafka.Topics;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Says why a topic takes no records: it is not there, its name is another one's, or the user lacks a right.</summary>
/// <remarks>Brokers give the same error for a topic that the user may not write to and for one that the user may not create.</remarks>
internal static class TopicErrors
{
    private const string Creating = "CREATE on the cluster (from Kafka 2.0 on, on the topic is enough)";
    private const string All = "Grant it WRITE and DESCRIBE, and where topics are created on first use " + Creating + ".";

    /// <summary>A topic that is not there, and that the brokers do not create.</summary>
    internal static string Missing(string topic) =>
        $"Topic '{topic}' does not exist, and the broker does not create it. Create the topic, or allow auto.create.topics.enable.";

    /// <summary>A topic that cannot be made because to Kafka its name is that of another one.</summary>
    /// <param name="topic">The topic that does not exist.</param>
    /// <param name="other">The topic that does, if its name is known.</param>
    /// <param name="naming">How its name was made.</param>
    internal static string Collides(string topic, string? other, TopicNaming naming) =>
        $"Topic '{topic}' does not exist, and no broker would create it: its name collides with "
        + $"{(other is null ? "that of another topic" : $"topic '{other}'")}, because to Kafka '.' and '_' are the same in a name "
        + $"({naming.Rule}). Change topic_pattern or test_topic, so that the name differs in more than that.";

    /// <summary>The right that is missing, and what to do, by what a description of the topic says.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="described">Its error there, none if it was described; <see langword="null"/> where nobody could be asked.</param>
    internal static string LacksRight(string topic, KafkaError? described) =>
        described is not { } error ? $"The user may not write to topic '{topic}'. {All}"
        : !error.IsError ? NotWritable(topic)
        : error == KafkaError.UnknownTopicOrPartition ? NotCreatable(topic)
        : error == KafkaError.TopicAuthorizationFailed ? Hidden(topic)
        : LacksRight(topic, null);

    /// <summary>A topic that is there.</summary>
    internal static string NotWritable(string topic) => $"Topic '{topic}' exists, but the user may not write to it. Grant it WRITE.";

    /// <summary>A topic that is not there.</summary>
    internal static string NotCreatable(string topic) =>
        $"Topic '{topic}' does not exist, and the user may not create it. Create the topic, or grant the user {Creating}.";

    /// <summary>A topic that the user is not even shown.</summary>
    internal static string Hidden(string topic) => $"The user may not write to topic '{topic}', nor see whether it exists. {All}";
}
