using System.Globalization;
using System.Text.RegularExpressions;
using AirbyteKafka.Configuration;
using AirbyteKafka.Errors;
using AirbyteKafka.Librdkafka;

namespace AirbyteKafka.Connection;

/// <summary>Turns what Kafka's client reports while it connects into failures that a person can act on. <see cref="FindRefusal"/> is for one thread at a time.</summary>
internal sealed partial class ClientErrors(DestinationConfig config)
{
    private const string TokenFailure = "Failed to acquire SASL OAUTHBEARER token: ";
    private const string LoginFailure = "SASL authentication error: ";

    private readonly HashSet<string> _withoutTls = new(StringComparer.Ordinal);

    /// <summary>The client refused its own configuration, or could not be made.</summary>
    public AirbyteKafkaException ForCreation(AirbyteKafkaException failure) =>
        config.Protocol.Login is KerberosLogin && failure.Message.Contains("No provider for SASL mechanism", StringComparison.Ordinal)
            ? new(ErrorKind.NativeLibraryMissing, "Kerberos (GSSAPI) is not to be had on this machine: the native Kafka client was loaded without libsasl2. Install it (Debian and Ubuntu: libsasl2-2 and libsasl2-modules-gssapi-mit), or choose another protocol.sasl_mechanism.", failure)
            : failure;

    /// <summary>Takes note of an error that the client reported, and says what it means where it settles the matter: waiting and trying again would not help.</summary>
    public AirbyteKafkaException? FindRefusal(KafkaError error, string reason)
    {
        if (error == KafkaError.Authentication || error == KafkaError.SaslAuthenticationFailed)
        {
            return ForLogin(reason);
        }

        if (error == KafkaError.Ssl)
        {
            // TLS with another broker of the list may work.
            return _withoutTls.Add(BrokerIn(reason)) && _withoutTls.Count >= config.Brokers.Count
                ? new(ErrorKind.TlsFailed, $"The Kafka client does not accept the TLS of {BrokerIn(reason)}; a certificate signed with SHA-1, or with a key shorter than 2048 bits, may be the reason. It says: {Sentence(reason)}")
                : null;
        }

        return error == KafkaError.Fatal ? new(ErrorKind.BrokerUnreachable, $"The Kafka client cannot connect: {Sentence(reason)}") : null;
    }

    /// <summary>The client did not come so far as to ask the cluster anything, or got no answer.</summary>
    /// <param name="waited">How long the wait was.</param>
    /// <param name="lastError">What the client reported last meanwhile.</param>
    public AirbyteKafkaException ForNoAnswer(TimeSpan waited, string? lastError) =>
        // The brokers have answered the probe, and the client connects to none without a token: it still waits for one.
        config.Protocol.Login is OidcLogin oidc && lastError is null
            ? new(ErrorKind.AuthenticationFailed, $"The login of {Who(oidc)} ({oidc.Mechanism}) did not end within {Seconds(waited)}: {oidc.TokenEndpoint} seems to give no answer. Check protocol.sasl_oauthbearer_token_endpoint_url, and that this machine can reach it.")
            : ForSilence("answer", waited, lastError);

    /// <summary>No answer came in time.</summary>
    /// <param name="what">What was asked, to follow "did not".</param>
    /// <param name="waited">How long the wait was.</param>
    /// <param name="lastError">What the client reported last meanwhile.</param>
    public AirbyteKafkaException ForSilence(string what, TimeSpan waited, string? lastError)
    {
        var hint = lastError is null ? "" : $" The Kafka client's last word: {Sentence(lastError)}";
        return new(ErrorKind.BrokerUnreachable, $"The cluster at {config.BootstrapServers} did not {what} within {Seconds(waited)}.{hint}");
    }

    /// <summary>The answer was an error.</summary>
    /// <param name="what">What was asked, to follow "did not".</param>
    /// <param name="error">The error.</param>
    public AirbyteKafkaException ForAnswer(string what, KafkaError error) => new(
        error == KafkaError.ClusterAuthorizationFailed || error == KafkaError.TopicAuthorizationFailed ? ErrorKind.AuthorizationFailed : ErrorKind.BrokerUnreachable,
        $"The cluster at {config.BootstrapServers} did not {what}: {Sentence(error.Text)}");

    private AirbyteKafkaException ForLogin(string said)
    {
        var reason = Sentence(said);
        if (config.Protocol.Login is not { } login)
        {
            return new(ErrorKind.AuthenticationFailed, $"Broker {BrokerIn(said)} refused the connection: {reason}");
        }

        if (login is OidcLogin oidc && After(reason, TokenFailure) is { } noToken)
        {
            return new(ErrorKind.AuthenticationFailed, $"No token for client '{oidc.ClientId}' came from {oidc.TokenEndpoint}: {noToken} Check client id, client secret and protocol.sasl_oauthbearer_token_endpoint_url.");
        }

        if (After(reason, LoginFailure) is { } words)
        {
            // For user and password the broker's words say no more than this does; for tokens and tickets they do.
            var why = login is PasswordLogin ? "" : $" It said: {words}";
            return new(ErrorKind.AuthenticationFailed, $"Broker {BrokerIn(said)} refused the credentials for {Who(login)} ({login.Mechanism}).{why}");
        }

        return new(ErrorKind.AuthenticationFailed, $"The login of {Who(login)} ({login.Mechanism}) failed: {reason}");
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");

    // The client's text without secrets.
    private string Sentence(string reason)
    {
        var text = config.Redact(reason).Trim();
        return text.EndsWith('.') ? text : text + ".";
    }

    private string BrokerIn(string reason) => BrokerOf().Match(reason) is { Success: true } match ? match.Groups["address"].Value : config.BootstrapServers;

    private static string Who(SaslLogin login) => login switch
    {
        PasswordLogin => $"user '{login.Identity}'",
        OidcLogin => $"client '{login.Identity}'",
        _ => $"principal '{login.Identity}'",
    };

    private static string? After(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? text[(at + mark.Length)..] : null;

    // The client begins with "sasl_ssl://host:port/1: ".
    [GeneratedRegex("^[a-z_]+://(?<address>[^/]+)/", RegexOptions.CultureInvariant)]
    private static partial Regex BrokerOf();
}
