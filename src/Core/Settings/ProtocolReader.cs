using System.Text.Json;
using AirbyteKafka.Security;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Security.Tls;
using P = AirbyteKafka.Settings.ProtocolSettings;

namespace AirbyteKafka.Settings;

/// <summary>Reads the <c>protocol</c> object.</summary>
internal static class ProtocolReader
{
    public static ConnectionSecurity Read(ConfigDocument document, string source, SaslCredential? credential, ConfigIssues issues)
    {
        var property = DestinationSettings.Protocol;
        if (document.Root.TryGetValue(property.Name, out var value) && !value.IsBlank && value.Token != JsonTokenType.StartObject)
        {
            issues.Problem(
                ConfigIssueId.WrongType,
                property.Path,
                $"{property.Path} must be an object, as in {{\"security_protocol\": \"PLAINTEXT\"}}.");
            return new(SecurityProtocol.Plaintext, null, null);
        }

        var reader = new ConfigReader(document.Protocol, document, issues);
        if (!reader.Has(P.SecurityProtocol) && P.All.Any(reader.Has))
        {
            issues.Problem(
                ConfigIssueId.Missing,
                P.SecurityProtocol.Path,
                $"{P.SecurityProtocol.Path} is missing, though other settings of {property.Name} are "
                + $"given.{reader.MeantFor(P.SecurityProtocol)} It is one of {string.Join(", ", P.SecurityProtocol.Allowed)}.");
            return new(SecurityProtocol.Plaintext, null, null);
        }

        var name = reader.Choice(P.SecurityProtocol);
        if (issues.HasProblemAt(P.SecurityProtocol.Path))
        {
            return new(SecurityProtocol.Plaintext, null, null);
        }

        var variant = P.Variants.First(variant => variant.Protocol.ToKafkaName() == name);
        WarnAboutOtherVariants(reader, variant, issues);
        var login = variant.Protocol.UsesSasl() ? ReadLogin(reader, variant, source, credential, issues) : null;
        if (credential is not null && !variant.Protocol.UsesSasl())
        {
            issues.Problem(ConfigIssueId.CredentialNotUsable, P.SecurityProtocol.Path, NotUsable(source, variant.Protocol.ToKafkaName()));
        }

        var tls = variant.Protocol.UsesTls() ? TlsReader.Read(reader, VerifiesHostName(document, reader), issues) : null;
        return new(variant.Protocol, login, tls);
    }

    /// <summary>Empty is a value here: it switches the comparison off, as in Kafka.</summary>
    private static bool VerifiesHostName(ConfigDocument document, ConfigReader reader)
    {
        var property = P.EndpointIdentificationAlgorithm;
        return !(document.Protocol.TryGetValue(property.Name, out var value) && value.Token == JsonTokenType.String && value.IsBlank)
            && reader.Choice(property) == "https";
    }

    private static SaslLogin? ReadLogin(
        ConfigReader reader, ProtocolVariant variant, string source, SaslCredential? credential, ConfigIssues issues)
    {
        var property = variant.Settings.OfType<ChoiceSetting>().First(setting => setting.Name == P.SaslMechanism.Name);
        var given = reader.Raw(property)?.Trim();
        if (RefusedMechanism.Find(given) is { } refused)
        {
            issues.Problem(ConfigIssueId.NotAllowed, property.Path, $"{property.Path}: {refused.Reason}");
        }

        var name = reader.Choice(property);
        if (issues.HasProblemAt(property.Path))
        {
            // No mechanism reads the JAAS text, but it is a secret.
            issues.Secrets.AddLines(reader.Raw(P.SaslJaasConfig));
            return null;
        }

        var mechanism = SaslMechanism.Find(name);
        if (credential is not null && mechanism.Credential is null)
        {
            issues.Problem(
                ConfigIssueId.CredentialNotUsable,
                property.Path,
                NotUsable(source, $"{variant.Protocol.ToKafkaName()} with {mechanism.Name}"));
            return null;
        }

        return SaslLoginReader.Read(reader, mechanism, credential, issues);
    }

    private static string NotUsable(string source, string connection) =>
        $"The credential cannot be used: {source} connects by {connection}, which takes no user name and password. "
        + "Set protocol.security_protocol to SASL_SSL or SASL_PLAINTEXT and protocol.sasl_mechanism to PLAIN or SCRAM.";

    private static void WarnAboutOtherVariants(ConfigReader reader, ProtocolVariant variant, ConfigIssues issues)
    {
        foreach (var property in P.All)
        {
            if (reader.Has(property) && variant.Settings.All(known => known.Name != property.Name))
            {
                if (property.Secret)
                {
                    issues.Secrets.AddLines(reader.Raw(property));
                }

                issues.Warning(
                    ConfigIssueId.NoEffect,
                    property.Path,
                    $"{property.Path} has no effect with security_protocol {variant.Protocol.ToKafkaName()}.");
            }
        }
    }
}
