using AirbyteKafka.Security.Sasl.Jaas;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Sasl;

/// <summary>GSSAPI: Kerberos.</summary>
internal sealed class KerberosMechanism : SaslMechanism
{
    public const string KafkaName = "GSSAPI";
    public const string ModuleName = "com.sun.security.auth.module.Krb5LoginModule";

    public override string Name => KafkaName;

    public override string Module => ModuleName;

    public override IReadOnlyList<string> JaasProperties =>
        [KerberosLogin.ServiceProperty, KerberosLogin.PrincipalProperty, KerberosLogin.KeyTabProperty, KerberosLogin.ReloginProperty];

    public override KerberosLogin Read(JaasOptions options, ConfigReader protocol, ConfigIssues issues)
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
            options.Problem(
                "has the option ticketCache, which librdkafka does not know. Name the cache in the environment variable "
                + "KRB5CCNAME instead.");
        }

        CheckForShell(options, service, "serviceName");
        CheckForShell(options, principal, "principal");
        CheckForShell(options, keyTab, "keyTab");
        options.WarnAboutTheRest(
            "storeKey", "doNotPrompt", "renewTGT", "refreshKrb5Config", "isInitiator", "debug", "useFirstPass", "tryFirstPass");
        return new(service, principal, keyTab);
    }

    /// <summary>
    /// librdkafka puts these texts into a shell command (kinit): nothing a shell could read as more than a word may be in them.
    /// </summary>
    private static void CheckForShell(JaasOptions options, string? value, string name)
    {
        if (value is not null && (value.StartsWith('-') || !value.All(IsPlain)))
        {
            options.Problem(
                $"has a value for {name} with characters other than letters, digits and . _ - / @ + :, or with a leading '-'.");
        }

        static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or '@' or '+' or ':';
    }
}

/// <summary>GSSAPI: Kerberos.</summary>
/// <param name="ServiceName">The name Kafka runs as, without host and realm.</param>
/// <param name="Principal">This client's principal, or <see langword="null"/> for the one in the ticket cache.</param>
/// <param name="KeyTab">The path of the key table to get tickets with, or <see langword="null"/> to use the ticket cache as it is.</param>
internal sealed record KerberosLogin(string ServiceName, string? Principal, string? KeyTab) : SaslLogin(KerberosMechanism.KafkaName)
{
    internal const string ServiceProperty = "sasl.kerberos.service.name";
    internal const string PrincipalProperty = "sasl.kerberos.principal";
    internal const string KeyTabProperty = "sasl.kerberos.keytab";
    internal const string ReloginProperty = "sasl.kerberos.min.time.before.relogin";

    /// <inheritdoc/>
    public override string Identity => Principal ?? "the ticket cache";

    internal override void AddProperties(List<KeyValuePair<string, string>> properties)
    {
        properties.Add(new(ServiceProperty, ServiceName));
        if (Principal is not null)
        {
            properties.Add(new(PrincipalProperty, Principal));
        }

        if (KeyTab is not null)
        {
            properties.Add(new(KeyTabProperty, KeyTab));
        }
        else
        {
            // 0 keeps librdkafka from running kinit: something else renews the tickets.
            properties.Add(new(ReloginProperty, "0"));
        }
    }

    internal override void AddSecrets(SecretRedactor secrets)
    {
        // The key lies in the key table, not in the configuration.
    }
}
