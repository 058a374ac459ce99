using System.Text;

namespace AirbyteKafka.Security.Sasl.Jaas;

/// <summary>One login module of a JAAS text with its options. Its options hold secrets; <see cref="ToString"/> does not show them.</summary>
public sealed class JaasEntry
{
    internal JaasEntry(string module, IReadOnlyList<KeyValuePair<string, string>> options)
    {
        Module = module;
        Options = options;
    }

    /// <summary>The class name of the login module.</summary>
    public string Module { get; }

    /// <summary>The options in the order they are written; where one is repeated only its last value is kept.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; }

    /// <summary>The JAAS text that logs in with a user name and a password.</summary>
    /// <param name="mechanism"><c>PLAIN</c>, <c>SCRAM-SHA-256</c> or <c>SCRAM-SHA-512</c>.</param>
    /// <param name="user">The user name.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="ArgumentException">The mechanism takes no password.</exception>
    public static JaasEntry ForPassword(string mechanism, string user, string password)
    {
        if (!SaslMechanism.TakesPassword(mechanism))
        {
            throw new ArgumentException($"{mechanism} does not take a user name and a password.", nameof(mechanism));
        }

        var module = mechanism == SaslMechanism.Plain ? LoginModules.Plain : LoginModules.Scram;
        return new(module, [new("username", user), new("password", password)]);
    }

    /// <summary>The JAAS text that logs in with a name and a secret as <paramref name="login"/> does; <see langword="null"/> for a login that has neither.</summary>
    /// <param name="login">Who logs in.</param>
    public static JaasEntry? For(SaslLogin login) => login switch
    {
        PasswordLogin password => ForPassword(password.Mechanism, password.User, password.Password),
        OidcLogin client => new(
            LoginModules.OAuthBearer,
            [
                new("clientId", client.ClientId),
                new("clientSecret", client.ClientSecret),
                .. client.Scope is { } scope ? [new("scope", scope)] : Array.Empty<KeyValuePair<string, string>>(),
                .. client.Extensions.Select(extension => KeyValuePair.Create($"extension_{extension.Key}", extension.Value)),
            ]),
        _ => null,
    };

    /// <summary>The entry as JAAS text, as <c>sasl_jaas_config</c> takes it. Holds the secrets.</summary>
    public string ToJaasText()
    {
        var text = new StringBuilder(Module).Append(" required");
        foreach (var (name, value) in Options)
        {
            text.Append(' ').Append(name).Append("=\"").Append(Escape(value)).Append('"');
        }

        return text.Append(';').ToString();
    }

    /// <summary>The login module only.</summary>
    public override string ToString() => Module;

    /// <summary>The value of an option, or <see langword="null"/>.</summary>
    internal string? Option(string name)
    {
        foreach (var (key, value) in Options)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A text as it stands between JAAS's double quotes.</summary>
    internal static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal);
}
