using AirbyteKafka.Security.Sasl.Jaas;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Sasl;

/// <summary>What PLAIN and SCRAM have in common: a user name and a password.</summary>
internal abstract class PasswordMechanism : SaslMechanism
{
    private const string User = "username";
    private const string Password = "password";

    public sealed override IReadOnlyList<string> JaasProperties => [PasswordLogin.UserProperty, PasswordLogin.PasswordProperty];

    public sealed override CredentialOptions Credential => new(User, Password, KeepOthers: false);

    public sealed override SaslLogin Read(JaasOptions options, ConfigReader protocol, ConfigIssues issues)
    {
        var login = new PasswordLogin(Name, options.Required(User), options.Required(Password));
        CheckOptions(options);
        options.WarnAboutTheRest();
        return login;
    }

    /// <summary>The JAAS entry of a user.</summary>
    internal static JaasEntry Write(PasswordLogin login) =>
        new(Find(login.Mechanism).Module, [new(User, login.User), new(Password, login.Password)]);

    private protected virtual void CheckOptions(JaasOptions options)
    {
    }
}

/// <summary>PLAIN: user and password as they are.</summary>
internal sealed class PlainMechanism : PasswordMechanism
{
    public const string ModuleName = "org.apache.kafka.common.security.plain.PlainLoginModule";

    public override string Name => Plain;

    public override string Module => ModuleName;
}

/// <summary>SCRAM: salted challenge and response, over SHA-256 or SHA-512.</summary>
internal sealed class ScramMechanism(string name) : PasswordMechanism
{
    public const string ModuleName = "org.apache.kafka.common.security.scram.ScramLoginModule";

    public override string Name => name;

    public override string Module => ModuleName;

    private protected override void CheckOptions(JaasOptions options)
    {
        if (options.IsTrue("tokenauth"))
        {
            options.Problem("asks for a delegation token (tokenauth), which librdkafka cannot use. Log in as a SCRAM user.");
        }
    }
}

/// <summary>A user name and a password: PLAIN and SCRAM.</summary>
/// <param name="Mechanism"><c>PLAIN</c>, <c>SCRAM-SHA-256</c> or <c>SCRAM-SHA-512</c>.</param>
/// <param name="User">The user name.</param>
/// <param name="Password">The password; a secret.</param>
internal sealed record PasswordLogin(string Mechanism, string User, string Password) : SaslLogin(Mechanism)
{
    internal const string UserProperty = "sasl.username";
    internal const string PasswordProperty = "sasl.password";

    /// <inheritdoc/>
    public override string Identity => User;

    private protected override string IdentityKind => "user";

    internal override void AddProperties(List<KeyValuePair<string, string>> properties)
    {
        properties.Add(new(UserProperty, User));
        properties.Add(new(PasswordProperty, Password));
    }

    internal override void AddSecrets(SecretRedactor secrets)
    {
        secrets.Add(Password);
        secrets.AddBase64($"\0{User}\0{Password}");
    }

    internal override JaasEntry ToJaas() => PasswordMechanism.Write(this);
}
