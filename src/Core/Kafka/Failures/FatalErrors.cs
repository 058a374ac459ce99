using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Says why Kafka's client has stopped for good, to a check as to a write.</summary>
internal static class FatalErrors
{
    /// <summary>What is wrong, and what to do.</summary>
    /// <param name="error">The error behind it: <see cref="NativeProducer.FatalError"/>.</param>
    /// <param name="said">The client's sentence about it.</param>
    /// <param name="clientWords">Makes a sentence of that.</param>
    internal static AirbyteKafkaException Explain(KafkaError error, string said, ClientWords clientWords)
    {
        var words = $"The Kafka client says: {clientWords.Sentence(said)}";

        // The only request of a producer that needs a right beyond those on topics is the one for an idempotent producer's id.
        return error == KafkaError.ClusterAuthorizationFailed ? new(ErrorKind.AuthorizationFailed, $"{MayNotBeIdempotent(error)} {words}")
            : error == KafkaError.OutOfOrderSequence ? new(
                ErrorKind.DeliveryFailed,
                $"The cluster has lost records that it had acknowledged ({error.Name}), "
                + "as happens when a broker that was behind is made leader. The write ended so as not to go on behind the gap. "
                + "Check unclean.leader.election.enable, min.insync.replicas and the brokers' logs, "
                + $"and whether the topics have to be filled anew; then run the sync again. {words}")
            : error == KafkaError.UnknownProducerId ? new(
                ErrorKind.DeliveryFailed,
                $"The brokers do not know the records of this write any more ({error.Name}): "
                + $"they were deleted, by the topic's retention or with the topic. Run the sync again. {words}")
            : new(
                ErrorKind.DeliveryFailed,
                $"The write cannot go on: Kafka's client stopped for good ({error.Name}). Run the sync again. {words}");
    }

    /// <summary>The user lacks the right to write idempotently: what to do.</summary>
    internal static string MayNotBeIdempotent(KafkaError error) =>
        $"The user may not write with enable_idempotence ({error.Name}). Grant it IDEMPOTENT_WRITE on the cluster, "
        + "which brokers up to Kafka 2.7 ask for, or set enable_idempotence to false.";
}
