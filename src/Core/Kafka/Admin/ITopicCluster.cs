using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Kafka.Admin;

/// <summary>The cluster as <see cref="TopicMaker"/> needs it.</summary>
internal interface ITopicCluster
{
    /// <summary>Asks about topics, without having any made. Each answer has an error of its own.</summary>
    Task<IReadOnlyList<TopicDescription>> DescribeTopicsAsync(IEnumerable<string> topics, TimeSpan limit);

    /// <summary>Makes topics, in one request.</summary>
    /// <param name="topics">Each name once.</param>
    /// <param name="validateOnly">Whether the brokers only say what they would do.</param>
    /// <param name="limit">How long the answer may take.</param>
    /// <returns>
    /// For each topic what speaks against it, or no error. <see cref="ErrorCode.Local_UnsupportedFeature"/> for all where the brokers are
    /// older than Kafka 2.4 and a number is left to them.
    /// </returns>
    Task<IReadOnlyDictionary<string, Error>> CreateTopicsAsync(
        IReadOnlyCollection<TopicSpecification> topics, bool validateOnly, TimeSpan limit);

    /// <summary>How many brokers there are; <see langword="null"/> where that is not told.</summary>
    Task<int?> CountBrokersAsync(TimeSpan limit);
}
