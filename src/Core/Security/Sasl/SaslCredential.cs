namespace AirbyteKafka.Security.Sasl;

/// <summary>A user name and a password that take the place of what the JAAS text holds. <see cref="ToString"/> does not show the password.</summary>
/// <param name="User">The user name; the client id for OAUTHBEARER with an identity provider.</param>
/// <param name="Password">The password; the client secret for OAUTHBEARER.</param>
public sealed record SaslCredential(string User, string Password)
{
    /// <summary>The user name only.</summary>
    public override string ToString() => User;
}
