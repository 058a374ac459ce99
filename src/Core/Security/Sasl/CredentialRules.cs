using AirbyteKafka.Security;

namespace AirbyteKafka.Security.Sasl;

/// <summary>What a user name and a password have to be, wherever they come from.</summary>
internal static class CredentialRules
{
    /// <summary>What is wrong with them, or <see langword="null"/>.</summary>
    public static string? Problem(string user, string password) =>
        user.Length == 0 ? "The user name of the credential is empty."
        : password.Length == 0 ? "The password of the credential is empty."
        : user.Contains('\0', StringComparison.Ordinal) || password.Contains('\0', StringComparison.Ordinal) ? "The credential holds a NUL character, which cannot be sent to a broker."
        : null;

    /// <summary>Why a connection takes no credential.</summary>
    public static string NotUsable(string source, SecurityProtocol protocol, string? mechanism)
    {
        var login = mechanism is null ? protocol.ToKafkaName() : $"{protocol.ToKafkaName()} with {mechanism}";
        return $"The credential cannot be used: {source} connects by {login}, which takes no user name and password. Set protocol.security_protocol to SASL_SSL or SASL_PLAINTEXT and protocol.sasl_mechanism to PLAIN or SCRAM.";
    }
}
