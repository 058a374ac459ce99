using System.Globalization;
using AirbyteKafka.Security.Sasl.Jaas;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Sasl;

/// <summary>Turns a SASL mechanism and a JAAS text into a login, or says why they make none.</summary>
internal static class SaslLoginReader
{
    private static string Path => ProtocolProperties.SaslJaasConfig.Path;

    /// <summary>The login, with the user and password of <paramref name="credential"/> in place of those of the JAAS text; <see langword="null"/> where there are problems.</summary>
    public static SaslLogin? Read(ConfigReader protocol, string mechanism, SaslCredential? credential, ConfigIssues issues)
    {
        AddSecrets(protocol.Raw(ProtocolProperties.SaslJaasConfig) ?? "", issues.Secrets);
        var entry = credential is null ? ReadJaas(protocol, mechanism, issues) : ReadCredential(protocol, mechanism, credential, issues);
        if (entry is null)
        {
            return null;
        }

        if (entry.Options.Any(option => option.Value.Contains('\0', StringComparison.Ordinal)))
        {
            issues.Problem(ConfigIssueId.UnusableText, Path, $"{Path} has an option with a NUL character, which cannot be sent to a broker.");
            return null;
        }

        var options = new JaasOptions(entry, issues);
        var login = mechanism switch
        {
            SaslMechanism.Gssapi => ReadKerberos(options),
            SaslMechanism.OAuthBearer => OAuthLoginReader.Read(protocol, options, issues),
            _ => ReadPassword(mechanism, options),
        };
        login?.AddSecrets(issues.Secrets);
        return login;
    }

    private static JaasEntry? ReadJaas(ConfigReader protocol, string mechanism, ConfigIssues issues)
    {
        if (protocol.Text(ProtocolProperties.SaslJaasConfig) is not { } text)
        {
            if (!issues.HasProblemAt(Path))
            {
                issues.Problem(ConfigIssueId.Missing, Path, $"{Path} is missing.{protocol.MeantFor(ProtocolProperties.SaslJaasConfig)} {mechanism} needs the login module {LoginModules.For(mechanism)} there, with its options.");
            }

            return null;
        }

        var (entry, problem, leftOut) = JaasMending.Parse(text);
        if (entry is null)
        {
            issues.Problem(ConfigIssueId.JaasSyntax, Path, $"{Path} {problem}");
            return null;
        }

        if (leftOut is not null)
        {
            issues.Warning(ConfigIssueId.Adjusted, Path, $"{Path} was read without what does not belong to it: {leftOut}.");
        }
        else if (JaasMending.FindOddity(entry) is { } oddity)
        {
            issues.Warning(ConfigIssueId.NoEffect, Path, $"{Path} {oddity}.");
        }

        return Fits(entry, mechanism, protocol.Has(ProtocolProperties.SaslMechanism), issues) ? entry : null;
    }

    private static JaasEntry? ReadCredential(ConfigReader protocol, string mechanism, SaslCredential credential, ConfigIssues issues)
    {
        if (CredentialRules.Problem(credential.User, credential.Password) is { } problem)
        {
            issues.Problem(ConfigIssueId.CredentialNotUsable, Path, problem);
            return null;
        }

        if (SaslMechanism.TakesPassword(mechanism))
        {
            return JaasEntry.ForPassword(mechanism, credential.User, credential.Password);
        }

        // OAUTHBEARER: scope and extensions of the JAAS text stay, if there is one.
        var entry = protocol.Has(ProtocolProperties.SaslJaasConfig) ? ReadJaas(protocol, mechanism, issues) : new JaasEntry(LoginModules.OAuthBearer, []);
        return entry is null
            ? null
            : new(entry.Module, [.. entry.Options.Where(option => option.Key is not ("clientId" or "clientSecret")), new("clientId", credential.User), new("clientSecret", credential.Password)]);
    }

    /// <summary>Every text that could be a secret, also where the JAAS text breaks the rules and nothing can be told apart.</summary>
    private static void AddSecrets(string text, SecretRedactor secrets)
    {
        secrets.Add(text);
        secrets.Add(text.Trim());
        var tokens = new JaasTokenizer(text);
        var previous = "";
        var isValue = false;
        while (tokens.Next() != JaasTokenizer.Kind.End)
        {
            if (isValue && tokens.Current == JaasTokenizer.Kind.Word
                && (previous.Contains("password", StringComparison.OrdinalIgnoreCase) || previous.Contains("secret", StringComparison.OrdinalIgnoreCase)))
            {
                secrets.Add(tokens.Word);
            }

            isValue = tokens.IsSymbol('=');
            previous = isValue ? previous : tokens.Word;
        }
    }

    private static bool Fits(JaasEntry entry, string mechanism, bool mechanismGiven, ConfigIssues issues)
    {
        var expected = LoginModules.For(mechanism);
        if (entry.Module == expected)
        {
            return true;
        }

        var source = mechanismGiven ? "" : " (the default, as sasl_mechanism is absent)";
        if (LoginModules.MechanismsOf(entry.Module) is { } mechanisms)
        {
            issues.Problem(
                ConfigIssueId.JaasModule,
                Path,
                $"{Path}: {LoginModules.ShortName(entry.Module)} is for {mechanisms} and does not fit sasl_mechanism {mechanism}{source}, which needs {LoginModules.ShortName(expected)}.");
            return false;
        }

        if (entry.Module == LoginModules.AwsMskIam)
        {
            issues.Problem(ConfigIssueId.JaasModule, Path, $"{Path}: {LoginModules.ShortName(entry.Module)} is for {SaslMechanism.AwsMskIam}. {SaslMechanism.AwsMskIamRefusal}");
            return false;
        }

        // Shown only when it looks like a class name: a JAAS text that is only a password begins with the password.
        var shown = entry.Module.EndsWith("LoginModule", StringComparison.Ordinal) ? $" '{entry.Module}'" : "";
        var known = string.Join(", ", (string[])[LoginModules.Plain, LoginModules.Scram, LoginModules.OAuthBearer, LoginModules.Kerberos]);
        issues.Problem(
            ConfigIssueId.JaasModule,
            Path,
            $"{Path}: the login module{shown} is not known here. Known are {known}; {mechanism}{source} needs {LoginModules.ShortName(expected)}.");
        return false;
    }

    private static PasswordLogin ReadPassword(string mechanism, JaasOptions options)
    {
        var login = new PasswordLogin(mechanism, options.Required("username"), options.Required("password"));
        if (mechanism != SaslMechanism.Plain && options.IsTrue("tokenauth"))
        {
            options.Problem("asks for a delegation token (tokenauth), which librdkafka cannot use. Log in as a SCRAM user.");
        }

        options.WarnAboutTheRest();
        return login;
    }

    private static KerberosLogin ReadKerberos(JaasOptions options)
    {
        var service = options.Required("serviceName", ", the name Kafka runs as (mostly kafka)");
        var keyTab = options.Optional("keyTab");
        var principal = options.Optional("principal");
        if ((options.IsTrue("useKeyTab") || keyTab is not null) && (string.IsNullOrEmpty(keyTab) || string.IsNullOrEmpty(principal)))
        {
            options.Problem("needs both options keyTab and principal to log in with a key table.");
        }
        else if (keyTab is null && !options.IsTrue("useTicketCache"))
        {
            options.Problem("needs useKeyTab=true with keyTab and principal, or useTicketCache=true. It cannot ask for a password.");
        }

        if (options.Optional("ticketCache") is not null)
        {
            options.Problem("has the option ticketCache, which librdkafka does not know. Name the cache in the environment variable KRB5CCNAME instead.");
        }

        CheckForShell(options, service, "serviceName");
        CheckForShell(options, principal, "principal");
        CheckForShell(options, keyTab, "keyTab");
        options.WarnAboutTheRest("storeKey", "doNotPrompt", "renewTGT", "refreshKrb5Config", "isInitiator", "debug", "useFirstPass", "tryFirstPass");
        return new(service, principal, keyTab);
    }

    /// <summary>librdkafka puts these texts into a shell command (kinit): nothing a shell could read as more than a word may be in them.</summary>
    private static void CheckForShell(JaasOptions options, string? value, string name)
    {
        if (value is not null && (value.StartsWith('-') || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or '@' or '+' or ':')))
        {
            options.Problem(string.Create(CultureInfo.InvariantCulture, $"has a value for {name} with characters other than letters, digits and . _ - / @ + :, or with a leading '-'."));
        }
    }
}
