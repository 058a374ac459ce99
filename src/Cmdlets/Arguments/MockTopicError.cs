using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Mock;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>The error of a mock cluster's topic, as a parameter names it.</summary>
internal static class MockTopicError
{
    /// <summary>The error, or <see langword="default"/> without a name.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.MockArgumentInvalid"/>: a topic has no such error.</exception>
    internal static KafkaError Find(string? name)
    {
        var error = name is null ? default : new KafkaError(MockNames.Errors.Find(name));
        return error != KafkaError.Transport
            ? error
            : throw new AirbyteKafkaException(
                ErrorKind.MockArgumentInvalid, "Disconnect is no error of a topic. Add-KafkaMockError lets requests end with it.");
    }
}
