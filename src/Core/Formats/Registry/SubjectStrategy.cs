namespace AirbyteKafka.Formats.Registry;

/// <summary>How the subject is named under which a stream's schemas are registered. The names are Confluent's.</summary>
internal enum SubjectStrategy
{
    /// <summary>The topic: <c>orders-value</c>.</summary>
    TopicNameStrategy,

    /// <summary>The record: <c>public.orders</c>.</summary>
    RecordNameStrategy,

    /// <summary>Both: <c>orders-public.orders</c>.</summary>
    TopicRecordNameStrategy,
}

/// <summary>Names subjects.</summary>
internal static class SubjectName
{
    /// <summary>The subject of a stream.</summary>
    /// <param name="strategy">How it is named.</param>
    /// <param name="topic">The stream's topic.</param>
    /// <param name="record">The full name of its record; in JSON Schema its title.</param>
    internal static string Of(SubjectStrategy strategy, string topic, string record) => strategy switch
    {
        SubjectStrategy.RecordNameStrategy => record,
        SubjectStrategy.TopicRecordNameStrategy => $"{topic}-{record}",
        _ => topic + "-value",
    };
}
