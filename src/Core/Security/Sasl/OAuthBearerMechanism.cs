using AirbyteKafka.Security.Sasl.Jaas;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Sasl;

/// <summary>
/// OAUTHBEARER: tokens from an identity provider (<see cref="OidcLogin"/>), or unsigned ones that the client writes itself
/// (<see cref="UnsecuredTokenLogin"/>).
/// </summary>
internal sealed class OAuthBearerMechanism : SaslMechanism
{
    public const string KafkaName = "OAUTHBEARER";
    public const string ModuleName = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

    /// <summary>The address that tokens come from.</summary>
    public static readonly TextSetting TokenEndpointUrl = new()
    {
        Parent = ProtocolSettings.ParentName,
        Name = "sasl_oauthbearer_token_endpoint_url",
        Title = "SASL OAUTHBEARER Token Endpoint URL",
        Description = "Address of the identity provider's token endpoint, for OAUTHBEARER with a client id and secret in the JAAS config "
            + "(OpenID Connect client credentials).",
        Examples = ["https://login.example.com/oauth2/token"],
        KafkaProperty = "sasl.oauthbearer.token.endpoint.url",
        Librdkafka = [new(OidcLogin.EndpointProperty)],
    };

    /// <summary>The certificates to trust there.</summary>
    public static readonly TextSetting TokenEndpointCertificates = new()
    {
        Parent = ProtocolSettings.ParentName,
        Name = "sasl_oauthbearer_token_endpoint_certificates",
        Title = "SASL OAUTHBEARER Token Endpoint Certificates",
        Description = "Certificates in PEM format to trust when connecting to the token endpoint. Leave it empty to trust the certificate "
            + "authorities of the system.",
        Secret = true,
        Multiline = true,
        Librdkafka = [new(OidcLogin.CertificatesProperty)],
        Difference = "In Java an `ssl.truststore` option of the JAAS text.",
    };

    public override string Name => KafkaName;

    public override string Module => ModuleName;

    public override IReadOnlyList<Setting> Settings => [TokenEndpointUrl, TokenEndpointCertificates];

    public override IReadOnlyList<string> JaasProperties =>
        [OidcLogin.MethodProperty, OidcLogin.IdProperty, OidcLogin.SecretProperty, OidcLogin.ScopeProperty, OidcLogin.ExtensionsProperty];

    // Scope and extensions of the JAAS text stay.
    public override CredentialOptions Credential => new(OidcLogin.IdOption, OidcLogin.SecretOption, KeepOthers: true);

    public override SaslLogin? Read(JaasOptions options, ConfigReader protocol, ConfigIssues issues)
    {
        const string Unsecured = UnsecuredTokenLogin.OptionPrefix;
        var claims = options.Prefixed(Unsecured);
        var hasClient = options.Optional(OidcLogin.IdOption) is not null || options.Optional(OidcLogin.SecretOption) is not null;
        var hasUrl = protocol.Has(TokenEndpointUrl);
        if (claims.Count > 0)
        {
            if (hasClient || hasUrl)
            {
                options.Problem(
                    $"mixes unsecured tokens ({Unsecured}… options) with an identity provider (clientId, clientSecret, "
                    + $"{TokenEndpointUrl.Name}). Keep one of them.");
                return null;
            }

            var unsecured = UnsecuredTokenLogin.Read(claims, options);
            options.WarnAboutTheRest();
            return unsecured;
        }

        if (!hasClient && !hasUrl)
        {
            options.Problem(
                $"has neither clientId and clientSecret for an identity provider (with {TokenEndpointUrl.Path}) nor "
                + $"{Unsecured}StringClaim_sub for unsecured tokens.");
            return null;
        }

        return OidcLogin.Read(options, protocol, issues);
    }
}
