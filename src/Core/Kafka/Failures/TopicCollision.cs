namespace AirbyteKafka.Kafka.Failures;

/// <summary>Says why a topic cannot be made whose name is to Kafka that of another one.</summary>
internal static class TopicCollision
{
    /// <summary>What happens to names, as a clause.</summary>
    public const string Rule = "as in Airbyte's Java connector, every character of a name but ASCII letters, digits and '_' is rewritten to '_'";

    /// <summary>The cause, and what to do.</summary>
    /// <param name="topic">The topic that does not exist.</param>
    /// <param name="other">The topic that does, if its name is known.</param>
    public static string Explain(string topic, string? other) =>
        $"Topic '{topic}' does not exist, and no broker would create it: its name collides with {(other is null ? "that of another topic" : $"topic '{other}'")}, because to Kafka '.' and '_' are the same in a name "
        + $"({Rule}). Change topic_pattern or test_topic, so that the name differs in more than that.";
}
