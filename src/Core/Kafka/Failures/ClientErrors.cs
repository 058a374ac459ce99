using System.Globalization;
using System.Runtime.InteropServices;
using AirbyteKafka.Errors;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Turns what Kafka's client reports while it connects into failures that a person can act on. <see cref="FindRefusal"/> is for one thread at a time.</summary>
internal sealed class ClientErrors(DestinationConfig config)
{
    private readonly LoginErrors _logins = new(config);
    private readonly HashSet<string> _withoutTls = new(StringComparer.Ordinal);

    /// <summary>The client refused its own configuration, or could not be made.</summary>
    public AirbyteKafkaException ForCreation(AirbyteKafkaException failure) =>
        config.Protocol.Login is KerberosLogin && failure.Message.Contains("No provider for SASL mechanism", StringComparison.Ordinal)
            ? new(ErrorKind.NativeLibraryMissing, KerberosAdvice.For(RuntimeInformation.ProcessArchitecture), failure)
            : failure;

    /// <summary>Takes note of an error that the client reported, and says what it means where it settles the matter: waiting and trying again would not help.</summary>
    public AirbyteKafkaException? FindRefusal(KafkaError error, string reason)
    {
        if (error == KafkaError.Authentication || error == KafkaError.SaslAuthenticationFailed)
        {
            return _logins.ForRefusal(reason);
        }

        if (error == KafkaError.Ssl)
        {
            // TLS with another broker of the list may work.
            return _withoutTls.Add(_logins.BrokerIn(reason)) && _withoutTls.Count >= config.Brokers.Count
                ? new(ErrorKind.TlsFailed, $"The Kafka client does not accept the TLS of {_logins.BrokerIn(reason)}; a certificate signed with SHA-1, or with a key shorter than 2048 bits, may be the reason. It says: {_logins.Sentence(reason)}")
                : null;
        }

        return null;
    }

    /// <summary>The client has stopped for good.</summary>
    /// <param name="error">The error behind it.</param>
    /// <param name="reason">The client's sentence about it.</param>
    public AirbyteKafkaException ForFatal(KafkaError error, string reason) => FatalErrors.Explain(error, reason, config.Redact);

    /// <summary>The client did not come so far as to ask the cluster anything, or got no answer.</summary>
    /// <param name="waited">How long the wait was.</param>
    /// <param name="lastError">What the client reported last meanwhile.</param>
    /// <param name="endpoint">What the token endpoint says when it is asked apart from the client; a clause that follows its address.</param>
    public AirbyteKafkaException ForNoAnswer(TimeSpan waited, string? lastError, string? endpoint = null) =>
        // The brokers have answered the probe, and the client connects to none without a token: it still waits for one.
        config.Protocol.Login is OidcLogin oidc && lastError is null
            ? new(ErrorKind.AuthenticationFailed, $"The login of {LoginErrors.Who(oidc)} ({oidc.Mechanism}) did not end within {Seconds(waited)}: {oidc.ShownEndpoint} {endpoint ?? "seems to give no answer"}. Check protocol.sasl_oauthbearer_token_endpoint_url, and that this machine can reach it.")
            : lastError is not null && _logins.FindNonsense(lastError) is { } nonsense ? nonsense
            : ForSilence("answer", waited, lastError);

    /// <summary>No answer came in time.</summary>
    /// <param name="what">What was asked, to follow "did not".</param>
    /// <param name="waited">How long the wait was.</param>
    /// <param name="lastError">What the client reported last meanwhile.</param>
    public AirbyteKafkaException ForSilence(string what, TimeSpan waited, string? lastError)
    {
        var hint = lastError is null ? "" : $" The Kafka client's last word: {_logins.Sentence(lastError)}";
        return new(ErrorKind.BrokerUnreachable, $"The cluster at {config.ShownServers} did not {what} within {Seconds(waited)}.{hint}");
    }

    /// <summary>The answer was an error.</summary>
    /// <param name="what">What was asked, to follow "did not".</param>
    /// <param name="error">The error.</param>
    public AirbyteKafkaException ForAnswer(string what, KafkaError error) => error.IsUnreadable
        ? new(ErrorKind.BrokerUnreachable, $"The cluster at {config.ShownServers} answered, but its answer cannot be read. "
            + "Check that Kafka brokers are behind bootstrap_servers, and nothing that changes what they say.")
        : new(
        error == KafkaError.ClusterAuthorizationFailed || error == KafkaError.TopicAuthorizationFailed ? ErrorKind.AuthorizationFailed : ErrorKind.BrokerUnreachable,
        $"The cluster at {config.ShownServers} did not {what}: {_logins.Sentence(error.Text)}");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
