using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>Which failures are those of one topic, so that the others can be gone on with.</summary>
internal static class TopicFailures
{
    internal static bool IsOfOne(AirbyteKafkaException failure) =>
        failure.Kind == ErrorKind.TopicExists || failure.Kind == ErrorKind.TopicMissing || failure.Kind == ErrorKind.TopicRefused
        || failure.Kind == ErrorKind.TopicNameInvalid || failure.Kind == ErrorKind.AuthorizationFailed;
}
