using AirbyteKafka.Security.Sasl.Jaas;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Sasl;

/// <summary>Turns a SASL mechanism and a JAAS text into a login, or says why they make none.</summary>
internal static class SaslLoginReader
{
    private static string Path => ProtocolSettings.SaslJaasConfig.Path;

    /// <summary>
    /// The login, with the user and password of <paramref name="credential"/> in place of those of the JAAS text; <see langword="null"/>
    /// where there are problems.
    /// </summary>
    public static SaslLogin? Read(ConfigReader protocol, SaslMechanism mechanism, SaslCredential? credential, ConfigIssues issues)
    {
        AddSecrets(protocol.Raw(ProtocolSettings.SaslJaasConfig) ?? "", issues.Secrets);
        var entry = credential is not null && mechanism.Credential is { } options
            ? ReadCredential(protocol, mechanism, credential, options, issues)
            : ReadJaas(protocol, mechanism, issues);
        if (entry is null)
        {
            return null;
        }

        if (entry.Options.Any(option => option.Value.Contains('\0', StringComparison.Ordinal)))
        {
            issues.Problem(
                ConfigIssueId.UnusableText,
                Path,
                $"{Path} has an option with a NUL character, which cannot be sent to a broker.");
            return null;
        }

        var login = mechanism.Read(new JaasOptions(entry, issues), protocol, issues);
        login?.AddSecrets(issues.Secrets);
        return login;
    }

    private static JaasEntry? ReadJaas(ConfigReader protocol, SaslMechanism mechanism, ConfigIssues issues)
    {
        if (protocol.Text(ProtocolSettings.SaslJaasConfig) is not { } text)
        {
            if (!issues.HasProblemAt(Path))
            {
                issues.Problem(
                    ConfigIssueId.Missing,
                    Path,
                    $"{Path} is missing.{protocol.MeantFor(ProtocolSettings.SaslJaasConfig)} "
                    + $"{mechanism.Name} needs the login module {mechanism.Module} there, with its options.");
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

        return Fits(entry, mechanism, protocol.Has(ProtocolSettings.SaslMechanism), issues) ? entry : null;
    }

    private static JaasEntry? ReadCredential(
        ConfigReader protocol, SaslMechanism mechanism, SaslCredential credential, CredentialOptions options, ConfigIssues issues)
    {
        if (credential.FindFault() is { } fault)
        {
            issues.Problem(ConfigIssueId.CredentialNotUsable, Path, fault);
            return null;
        }

        var given = options.KeepOthers && protocol.Has(ProtocolSettings.SaslJaasConfig)
            ? ReadJaas(protocol, mechanism, issues)
            : new JaasEntry(mechanism.Module, []);
        return given is null
            ? null
            : new(
                given.Module,
                [
                    .. given.Options.Where(option => option.Key != options.User && option.Key != options.Password),
                    new(options.User, credential.User),
                    new(options.Password, credential.Password),
                ]);
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
                && (previous.Contains("password", StringComparison.OrdinalIgnoreCase)
                    || previous.Contains("secret", StringComparison.OrdinalIgnoreCase)))
            {
                secrets.Add(tokens.Word);
            }

            isValue = tokens.IsSymbol('=');
            previous = isValue ? previous : tokens.Word;
        }
    }

    private static bool Fits(JaasEntry entry, SaslMechanism mechanism, bool mechanismGiven, ConfigIssues issues)
    {
        if (entry.Module == mechanism.Module)
        {
            return true;
        }

        var needed = JaasEntry.ShortName(mechanism.Module);
        var source = mechanismGiven ? "" : " (the default, as sasl_mechanism is absent)";
        if (SaslMechanism.FindByModule(entry.Module) is { } mechanisms)
        {
            issues.Problem(
                ConfigIssueId.JaasModule,
                Path,
                $"{Path}: {JaasEntry.ShortName(entry.Module)} is for {mechanisms} and does not fit sasl_mechanism "
                + $"{mechanism.Name}{source}, which needs {needed}.");
            return false;
        }

        if (RefusedMechanism.All.FirstOrDefault(refused => refused.Module == entry.Module) is { } refused)
        {
            issues.Problem(
                ConfigIssueId.JaasModule,
                Path,
                $"{Path}: {JaasEntry.ShortName(entry.Module)} is for {refused.Name}. {refused.Reason}");
            return false;
        }

        // Shown only when it looks like a class name: a JAAS text that is only a password begins with the password.
        var shown = entry.Module.EndsWith("LoginModule", StringComparison.Ordinal) ? $" '{entry.Module}'" : "";
        var known = string.Join(", ", SaslMechanism.UsualFirst.Select(known => known.Module).Distinct());
        issues.Problem(
            ConfigIssueId.JaasModule,
            Path,
            $"{Path}: the login module{shown} is not known here. Known are {known}; {mechanism.Name}{source} needs {needed}.");
        return false;
    }
}
