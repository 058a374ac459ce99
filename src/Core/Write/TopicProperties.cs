using System.Globalization;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Write;

/// <summary>What the topics of a write have for some properties, as far as the brokers tell. Asked for once.</summary>
internal sealed class TopicProperties
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly IReadOnlyDictionary<string, ConfigAnswer> _topics;

    // A topic that is not there yet will be made with what the brokers have.
    private readonly Lazy<ConfigAnswer> _broker;

    private TopicProperties(IReadOnlyDictionary<string, ConfigAnswer> topics, Func<ConfigAnswer> askBroker)
    {
        _topics = topics;
        _broker = new Lazy<ConfigAnswer>(askBroker);
    }

    /// <summary>Asks the cluster, for a short time. Blocks its thread.</summary>
    /// <param name="producer">The client.</param>
    /// <param name="topics">The topics that may be written to.</param>
    /// <param name="properties">What is asked for.</param>
    /// <param name="givesUp">Is asked now and then whether the answer is of no use any more.</param>
    internal static TopicProperties Ask(
        NativeProducer producer, IReadOnlyList<string> topics, IReadOnlyList<TopicProperty> properties, Func<bool> givesUp)
    {
        return new(
            Ask(ConfigOwner.Topic, topics, property => property.OfTopic),
            () => NativeConfigs.Controller(producer) is { } broker
                ? Ask(ConfigOwner.Broker, [broker], property => property.OfBroker).GetValueOrDefault(broker)
                : default);

        IReadOnlyDictionary<string, ConfigAnswer> Ask(ConfigOwner type, IReadOnlyList<string> names, Func<TopicProperty, string> name) =>
            NativeConfigs.Ask(producer, type, names, [.. properties.Select(name)], LongestWait, givesUp);
    }

    /// <summary>What a topic has; <see langword="null"/> if that is not known.</summary>
    internal string? Text(string topic, TopicProperty property)
    {
        var answer = _topics.GetValueOrDefault(topic);
        return answer.Error == KafkaError.UnknownTopicOrPartition
            ? _broker.Value.Values?.GetValueOrDefault(property.OfBroker)
            : answer.Values?.GetValueOrDefault(property.OfTopic);
    }

    /// <summary>The number that a topic has; <see langword="null"/> if that is not known.</summary>
    internal long? Number(string topic, TopicProperty property) =>
        long.TryParse(Text(topic, property), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
