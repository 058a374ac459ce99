namespace AirbyteKafka.Security.Sasl;

/// <summary>
/// A user name and a password that take the place of what the JAAS text holds. <see cref="ToString"/> does not show the password.
/// </summary>
/// <param name="User">The user name; the client id for OAUTHBEARER with an identity provider.</param>
/// <param name="Password">The password; the client secret for OAUTHBEARER.</param>
public sealed record SaslCredential(string User, string Password)
{
    /// <summary>The user name only.</summary>
    public override string ToString() => User;

    /// <summary>What is wrong with it, whatever the mechanism; or <see langword="null"/>.</summary>
    internal string? FindFault() =>
        User.Length == 0 ? "The user name of the credential is empty."
        : Password.Length == 0 ? "The password of the credential is empty."
        : User.Contains('\0', StringComparison.Ordinal) || Password.Contains('\0', StringComparison.Ordinal)
            ? "The credential holds a NUL character, which cannot be sent to a broker."
        : null;
}
