using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using AirbyteKafka.Configuration;
using AirbyteKafka.Errors;
using Confluent.Kafka;

namespace AirbyteKafka.Connection;

/// <summary>Turns what Kafka's client reports while it connects into failures that a person can act on.</summary>
internal sealed partial class ClientErrors(DestinationConfig config)
{
    private const string TokenFailure = "Failed to acquire SASL OAUTHBEARER token: ";
    private const string LoginFailure = "SASL authentication error: ";

    private readonly ConcurrentDictionary<string, byte> _withoutTls = new(StringComparer.Ordinal);

    /// <summary>Takes note of an error and says whether it settles the matter: waiting and trying again would not help.</summary>
    public bool IsDecisive(Error error) => error.Code switch
    {
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => true,
        // TLS with another broker of the list may work.
        ErrorCode.Local_Ssl => _withoutTls.TryAdd(BrokerOf().Match(error.Reason).Value, 0) && _withoutTls.Count >= config.Brokers.Count,
        _ => error.IsFatal,
    };

    /// <summary>The client refused its own configuration, or could not be made.</summary>
    public AirbyteKafkaException ForCreation(Exception failure)
    {
        var reason = Sentence(failure.Message);
        return config.Protocol.Login is KerberosLogin && reason.Contains("No provider for SASL mechanism", StringComparison.Ordinal)
            ? new(ErrorKind.NativeLibraryMissing, "Kerberos (GSSAPI) is not to be had on this machine: the native Kafka client was loaded without libsasl2. Install it (Debian and Ubuntu: libsasl2-2 and libsasl2-modules-gssapi-mit), or choose another protocol.sasl_mechanism.", failure)
            : new(ErrorKind.ConfigInvalid, $"The Kafka client does not take this configuration: {reason}", failure);
    }

    /// <summary>An error that is decisive.</summary>
    public AirbyteKafkaException ForDecisive(Error error)
    {
        var reason = Sentence(error.Reason);
        if (error.Code is not (ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed) || config.Protocol.Login is not { } login)
        {
            return error.Code == ErrorCode.Local_Ssl
                ? new(ErrorKind.TlsFailed, $"The Kafka client does not accept the TLS of {BrokerIn(error)}; a certificate signed with SHA-1, or with a key shorter than 2048 bits, may be the reason. It says: {reason}")
                : new(ErrorKind.BrokerUnreachable, $"The Kafka client cannot connect: {reason}");
        }

        if (login is OidcLogin oidc && After(reason, TokenFailure) is { } noToken)
        {
            return new(ErrorKind.AuthenticationFailed, $"No token for client '{oidc.ClientId}' came from {oidc.TokenEndpoint}: {noToken} Check client id, client secret and protocol.sasl_oauthbearer_token_endpoint_url.");
        }

        if (After(reason, LoginFailure) is { } words)
        {
            // For user and password the broker's words say no more than this does; for tokens and tickets they do.
            var why = login is PasswordLogin ? "" : $" It said: {words}";
            return new(ErrorKind.AuthenticationFailed, $"Broker {BrokerIn(error)} refused the credentials for {Who(login)} ({login.Mechanism}).{why}");
        }

        return new(ErrorKind.AuthenticationFailed, $"The login of {Who(login)} ({login.Mechanism}) failed: {reason}");
    }

    /// <summary>No answer came in time.</summary>
    /// <param name="what">What was asked, to follow "does not".</param>
    /// <param name="waited">How long the wait was.</param>
    /// <param name="last">The last error the client reported meanwhile.</param>
    public AirbyteKafkaException ForSilence(string what, TimeSpan waited, Error? last)
    {
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{waited.TotalSeconds:0.#} s");
        var hint = last is null ? "" : $" The Kafka client's last word: {Sentence(last.Reason)}";
        return new(ErrorKind.BrokerUnreachable, $"The cluster at {config.BootstrapServers} did not {what} within {seconds}.{hint}");
    }

    /// <summary>A request that was answered with an error.</summary>
    /// <param name="what">What was asked, to follow "did not".</param>
    /// <param name="error">The answer.</param>
    public AirbyteKafkaException ForRequest(string what, Error error) => new(
        error.Code is ErrorCode.ClusterAuthorizationFailed or ErrorCode.TopicAuthorizationFailed ? ErrorKind.AuthorizationFailed : ErrorKind.BrokerUnreachable,
        $"The cluster at {config.BootstrapServers} did not {what}: {Sentence(error.Reason)}");

    /// <summary>The client's text without secrets, as a sentence.</summary>
    public string Sentence(string reason)
    {
        var text = config.Redact(reason).Trim();
        return text.EndsWith('.') ? text : text + ".";
    }

    private string BrokerIn(Error error) => BrokerOf().Match(error.Reason) is { Success: true } match ? match.Groups["address"].Value : config.BootstrapServers;

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
