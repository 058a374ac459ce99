using System.Globalization;
using AirbyteKafka.Errors;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>
/// Turns what Kafka's client reports while it connects, and what a cluster answers, into failures that a person can act on.
/// </summary>
/// <remarks><see cref="FindRefusal"/> is for one thread at a time.</remarks>
internal sealed class ClientErrors(DestinationConfig config)
{
    private readonly LoginErrors _logins = new(config);
    private readonly ClientWords _words = new(config);
    private readonly HashSet<string> _withoutTls = new(StringComparer.Ordinal);

    /// <summary>Takes note of an error that the client reported.</summary>
    /// <returns>What it means, where it settles the matter: waiting and trying again would not help.</returns>
    public AirbyteKafkaException? FindRefusal(KafkaError error, string reason)
    {
        if (error == KafkaError.Authentication || error == KafkaError.SaslAuthenticationFailed)
        {
            return _logins.ForRefusal(reason);
        }

        if (error == KafkaError.Ssl)
        {
            // TLS with another broker of the list may work.
            var broker = _words.BrokerIn(reason);
            return _withoutTls.Add(broker) && _withoutTls.Count >= config.Brokers.Count ? new(
                ErrorKind.TlsFailed,
                $"The Kafka client does not accept the TLS of {broker}; a certificate signed with SHA-1, or with a key shorter than "
                + $"2048 bits, may be the reason. It says: {_words.Sentence(reason)}") : null;
        }

        return null;
    }

    /// <summary>The client has stopped for good.</summary>
    /// <param name="error">The error behind it.</param>
    /// <param name="reason">The client's sentence about it.</param>
    public AirbyteKafkaException ForFatal(KafkaError error, string reason) => FatalErrors.Explain(error, reason, _words);

    /// <summary>The client did not come so far as to ask the cluster anything, or got no answer.</summary>
    /// <param name="waited">How long the wait was.</param>
    /// <param name="lastError">What the client reported last meanwhile.</param>
    /// <param name="endpoint">
    /// What the token endpoint says when it is asked apart from the client; a clause that follows its address.
    /// </param>
    public AirbyteKafkaException ForNoAnswer(TimeSpan waited, string? lastError, string? endpoint = null) =>
        // The brokers have answered the probe, and the client connects to none without a token: it still waits for one.
        config.Protocol.Login is OidcLogin oidc && lastError is null
            ? new(
                ErrorKind.AuthenticationFailed,
                $"The login of {LoginErrors.Who(oidc)} ({oidc.Mechanism}) did not end within {Seconds(waited)}: {oidc.ShownEndpoint} "
                + $"{endpoint ?? "seems to give no answer"}. "
                + "Check protocol.sasl_oauthbearer_token_endpoint_url, and that this machine can reach it.")
            : lastError is not null && _logins.FindNonsense(lastError) is { } nonsense ? nonsense
            : ForSilence("answer", waited, lastError);

    /// <summary>No answer came in time.</summary>
    /// <param name="what">What was asked, to follow "did not".</param>
    /// <param name="waited">How long the wait was.</param>
    /// <param name="lastError">What the client reported last meanwhile.</param>
    public AirbyteKafkaException ForSilence(string what, TimeSpan waited, string? lastError)
    {
        var hint = lastError is null ? "" : $" The Kafka client's last word: {_words.Sentence(lastError)}";
        return new(ErrorKind.BrokerUnreachable, $"The cluster at {config.ShownServers} did not {what} within {Seconds(waited)}.{hint}");
    }

    /// <summary>The answer was an error.</summary>
    /// <param name="what">What was asked, to follow "did not".</param>
    /// <param name="error">The error.</param>
    public AirbyteKafkaException ForAnswer(string what, KafkaError error) => error.IsUnreadable
        ? new(
            ErrorKind.BrokerUnreachable,
            $"The cluster at {config.ShownServers} answered, but its answer cannot be read. {ClientWords.CheckWhatIsBetween}")
        : new(
            error == KafkaError.ClusterAuthorizationFailed || error == KafkaError.TopicAuthorizationFailed
                ? ErrorKind.AuthorizationFailed : ErrorKind.BrokerUnreachable,
            $"The cluster at {config.ShownServers} did not {what}: {_words.Sentence(error.Text)}");

    /// <summary>A record that was written to see whether a topic takes it was not taken.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="error">What the broker answered.</param>
    /// <param name="describe">Asks for the topic's description: its error there, or <see langword="null"/>.</param>
    public static AirbyteKafkaException ForTestRecord(string topic, KafkaError error, Func<KafkaError?> describe) =>
        error == KafkaError.UnknownTopic || error == KafkaError.UnknownTopicOrPartition
            ? new(ErrorKind.TopicMissing, TopicErrors.Missing(topic))
        : error == KafkaError.TopicAuthorizationFailed ? new(ErrorKind.AuthorizationFailed, TopicErrors.LacksRight(topic, describe()))
        : error == KafkaError.ClusterAuthorizationFailed ? new(ErrorKind.AuthorizationFailed, FatalErrors.MayNotBeIdempotent(error))
        : error == KafkaError.MessageTooLarge ? new(
            ErrorKind.RecordTooLarge,
            $"Topic '{topic}' does not even take a record of a few hundred bytes. Raise its max.message.bytes, and max_request_size.")
        : error == KafkaError.NotEnoughReplicas || error == KafkaError.NotEnoughReplicasAfterAppend ? new(
            ErrorKind.DeliveryFailed,
            $"Topic '{topic}' has fewer in-sync replicas than its min.insync.replicas asks for, so acks=all cannot be had. "
            + "Check its brokers.")
        : new(ErrorKind.DeliveryFailed, $"The record was not written to topic '{topic}': {error.Text} ({error.Name}).");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
