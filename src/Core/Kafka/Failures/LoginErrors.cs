using AirbyteKafka.Errors;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Turns what Kafka's client says of a login that did not succeed into a failure that a person can act on.</summary>
internal sealed class LoginErrors(DestinationConfig config)
{
    private const string TokenFailure = "Failed to acquire SASL OAUTHBEARER token: ";
    private const string LoginTooSoon = "not valid in current SASL state";
    private const string LoginFailure = "SASL authentication error: ";
    private const string UnreadableAnswer = "SaslAuthenticateResponse parsing failed";
    private const string CircumstancesMark = " (after ";

    // What the client itself finds wrong with a server's part of SCRAM, and where a server does not prove that it knows the password.
    private static readonly string[] ScramFaults = ["in server-first-message", "in server-final-message", "Invalid Base64 Salt"];
    private static readonly string[] ScramImpostors = ["ServerSignature mismatch", "no verifier or server-error returned"];

    private readonly ClientWords _words = new(config);

    /// <summary>What the client reported as a failed login.</summary>
    /// <param name="said">Its words.</param>
    internal AirbyteKafkaException ForRefusal(string said)
    {
        var reason = _words.Sentence(said);
        if (config.Protocol.Login is not { } login)
        {
            return new(ErrorKind.AuthenticationFailed, $"Broker {_words.BrokerIn(said)} refused the connection: {reason}");
        }

        if (login is OidcLogin oidc && After(reason, TokenFailure) is { } noToken)
        {
            return new(
                ErrorKind.AuthenticationFailed,
                $"No token for {Who(oidc)} came from {oidc.ShownEndpoint}: {noToken} "
                + "Check client id, client secret and protocol.sasl_oauthbearer_token_endpoint_url.");
        }

        if (After(reason, LoginFailure) is { } words)
        {
            if (login is PasswordLogin && FindScramFault(words) is { } fault)
            {
                return new(
                    ErrorKind.AuthenticationFailed,
                    $"The login of {Who(login)} ({login.Mechanism}) was broken off by this side: broker {_words.BrokerIn(said)} {fault}. "
                    + "Check that bootstrap_servers leads to the right brokers.");
            }

            // For user and password the broker's words say no more than this does; for tokens and tickets they do.
            var why = login is PasswordLogin ? "" : $" It said: {words}";
            return new(
                ErrorKind.AuthenticationFailed,
                $"Broker {_words.BrokerIn(said)} refused the credentials for {Who(login)} ({login.Mechanism}).{why}");
        }

        return new(ErrorKind.AuthenticationFailed, $"The login of {Who(login)} ({login.Mechanism}) failed: {reason}");
    }

    /// <summary>
    /// What there is to say where the client tries a login again and again because it makes nothing of the broker's answers.
    /// </summary>
    /// <param name="said">The client's last words.</param>
    internal AirbyteKafkaException? FindNonsense(string said)
    {
        if (config.Protocol.Login is not { } login || After(_words.Sentence(said), LoginFailure) is not { } words)
        {
            return null;
        }

        var fault = words.StartsWith(UnreadableAnswer, StringComparison.Ordinal) ? "in a way that cannot be read"
            : words.StartsWith(CircumstancesMark, StringComparison.Ordinal) ? "with an error that Kafka does not have"
            : null;
        return fault is null ? null : new(
            ErrorKind.AuthenticationFailed,
            $"Broker {_words.BrokerIn(said)} answers the login of {Who(login)} ({login.Mechanism}) {fault}. "
            + "Check that a Kafka broker is behind that address.");
    }

    private static string? FindScramFault(string words) =>
        ScramImpostors.Any(mark => words.Contains(mark, StringComparison.Ordinal)) ? "did not prove that it knows the password too"
        : ScramFaults.Any(mark => words.Contains(mark, StringComparison.Ordinal)) ? "did not keep to the rules of SCRAM in its answers"
        : null;

    /// <summary>Whether the client's words say that it got no token. It asks again by itself.</summary>
    internal static bool IsWithoutToken(string said) => said.Contains(TokenFailure, StringComparison.Ordinal);

    /// <summary>Whether a client that was logged in before may well be again: nobody refused its credentials.</summary>
    internal static bool Passes(string said) => IsWithoutToken(said) || said.Contains(LoginTooSoon, StringComparison.Ordinal);

    /// <summary>Who logs in.</summary>
    internal static string Who(SaslLogin login) => login.Who;

    private static string? After(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? text[(at + mark.Length)..] : null;
}
