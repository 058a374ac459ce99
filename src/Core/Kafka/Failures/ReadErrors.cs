using System.Globalization;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;
using Confluent.Kafka;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Turns what Kafka's client says while reading into failures that a person can act on.</summary>
/// <param name="servers">The brokers, as a sentence names them.</param>
/// <param name="redact">Takes secrets out of a text.</param>
/// <param name="answerTimeout">The longest wait for an answer.</param>
/// <param name="group">The group that it reads for, if it does.</param>
internal sealed class ReadErrors(string servers, Func<string, string> redact, TimeSpan answerTimeout, string? group = null)
{
    private Error? _last;

    /// <summary>Remembers an error that is not the answer to a request.</summary>
    internal void Note(Error error)
    {
        // It only counts the brokers, and comes after the error that says what is wrong with each.
        if (error.Code != ErrorCode.Local_AllBrokersDown || _last is null)
        {
            _last = error;
        }
    }

    /// <summary>Ends the reading if the last noted error will not go away by itself.</summary>
    internal void ThrowIfNoted()
    {
        if (_last is { } error)
        {
            ThrowIfFinal(error, topic: null);
        }
    }

    /// <summary>Ends the reading if another try cannot help; remembers the error otherwise.</summary>
    internal void ThrowIfFinal(Error error, string? topic)
    {
        switch (error.Code)
        {
            case ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition:
                throw new AirbyteKafkaException(
                    ErrorKind.TopicMissing, $"{Topic(topic)} does not exist at {servers}. Check its name, or write to it first.");
            case ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed:
                throw new AirbyteKafkaException(
                    ErrorKind.AuthorizationFailed,
                    $"{Topic(topic)} must not be read by this user ({error.Code}). Grant the user READ and DESCRIBE on it.");
            case ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed:
                throw new AirbyteKafkaException(
                    ErrorKind.AuthenticationFailed,
                    $"The brokers at {servers} refused the credentials: {Reason(error)}. "
                    + "Check protocol.sasl_mechanism and protocol.sasl_jaas_config.");
            case ErrorCode.GroupAuthorizationFailed when group is not null:
                throw new AirbyteKafkaException(
                    ErrorKind.AuthorizationFailed,
                    $"The user may not read as group '{Printable.Of(group)}'. Grant the user READ on the group.");
            case ErrorCode.GroupAuthorizationFailed:
                // There is no group.
                break;
            default:
                if (error.IsFatal)
                {
                    throw new AirbyteKafkaException(ErrorKind.ReadFailed, $"The Kafka client stopped for good: {Reason(error)}.");
                }

                Note(error);
                break;
        }
    }

    /// <summary>A request was not answered in time.</summary>
    internal AirbyteKafkaException NoAnswer(string topic)
    {
        var reason = _last is { } error ? $": {Reason(error)}" : "";
        return new AirbyteKafkaException(ErrorKind.BrokerUnreachable, string.Create(
            CultureInfo.InvariantCulture,
            $"The brokers at {servers} did not answer for topic '{topic}' within {answerTimeout.TotalSeconds:0.###} s{reason}. ")
            + "Check the address and that they are running, or allow them more time.");
    }

    private static string Topic(string? topic) => topic is null ? "A topic" : $"Topic '{topic}'";

    private string Reason(Error error) => redact(error.Reason).TrimEnd('.');
}
