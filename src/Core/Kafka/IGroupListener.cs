using Confluent.Kafka;

namespace AirbyteKafka.Kafka;

/// <summary>Is told which partitions the consumer's group deals to it; called while the reading thread asks for a record.</summary>
internal interface IGroupListener
{
    /// <summary>These are its own from now on.</summary>
    void OnAssigned(IReadOnlyList<TopicPartition> partitions);

    /// <summary>These are not any more.</summary>
    /// <param name="partitions">The partitions.</param>
    /// <param name="isLate">Whether others have them already.</param>
    void OnRevoked(IReadOnlyList<TopicPartition> partitions, bool isLate);
}
