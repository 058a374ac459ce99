using AirbyteKafka.Errors;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Check.Probe;

/// <summary>
/// Looks at the brokers that one of them would send clients to, before Kafka's client asks: not every answer is safe for it.
/// </summary>
internal static class ClusterLook
{
    /// <summary>Asks a broker for its cluster's brokers.</summary>
    /// <param name="connection">
    /// A connection on which Kafka's protocol is spoken, and on which a login has been made where one is wanted.
    /// </param>
    /// <param name="broker">Whom it leads to.</param>
    /// <param name="origin">The setting that its address comes from.</param>
    /// <param name="limit">How long the answer may take, in words.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What is wrong with the answer, if anything, and whether a write would end with it.</returns>
    /// <exception cref="UnfinishedReplyException">The time was up while the answer was coming.</exception>
    public static async Task<(AirbyteKafkaException? Failure, bool EndsWrites)> AtAsync(
        Stream connection, BrokerAddress broker, string origin, string limit, CancellationToken cancellation)
    {
        try
        {
            var (answer, unreadable) = await ClusterAnswer.AskAsync(connection, cancellation).ConfigureAwait(false);
            if (unreadable)
            {
                return (new(
                    ErrorKind.ListenerMismatch,
                    $"{broker} was asked for its cluster's brokers, and its answer cannot be read. "
                    + $"Check that a Kafka broker is behind this port in {origin}."), false);
            }

            if (answer?.FindDanger() is { } danger)
            {
                return (Unreachable(
                    $"{broker} was asked for its cluster's brokers. It names {danger}: "
                    + $"clients cannot use such an answer. {ClusterAnswer.FixListeners}"), true);
            }

            return answer is not null && ClusterAnswer.FindUselessness(answer.Brokers) is { } useless
                ? (Unreachable(
                    $"The cluster behind {broker} names no broker that a client can reach. {useless}. {ClusterAnswer.FixListeners}"), false)
                : (null, false);
        }
        catch (OperationCanceledException failure) when (failure is not UnfinishedReplyException)
        {
            var words = $"The cluster at {broker} did not answer within {limit}. Check that its brokers are healthy.";
            return (Unreachable(words, failure), false);
        }
    }

    private static AirbyteKafkaException Unreachable(string message, Exception? cause = null) =>
        new(ErrorKind.BrokerUnreachable, message, cause);
}
