namespace AirbyteKafka.Security.Sasl;

/// <summary>A user name and a password: PLAIN and SCRAM.</summary>
/// <param name="Mechanism"><c>PLAIN</c>, <c>SCRAM-SHA-256</c> or <c>SCRAM-SHA-512</c>.</param>
/// <param name="User">The user name.</param>
/// <param name="Password">The password; a secret.</param>
public sealed record PasswordLogin(string Mechanism, string User, string Password) : SaslLogin(Mechanism)
{
    /// <inheritdoc/>
    public override string Identity => User;

    internal override void AddProperties(List<KeyValuePair<string, string>> properties)
    {
        properties.Add(new("sasl.username", User));
        properties.Add(new("sasl.password", Password));
    }

    internal override void AddSecrets(SecretRedactor secrets)
    {
        secrets.Add(Password);
        secrets.AddBase64($"\0{User}\0{Password}");
    }
}
