using AirbyteKafka.Security.Sasl.Jaas;
using AirbyteKafka.Security.Tls;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Security.Sasl;

/// <summary>
/// OAUTHBEARER with tokens from an identity provider, got with a client id and a secret (OpenID Connect client credentials).
/// </summary>
/// <param name="ClientId">The client id.</param>
/// <param name="ClientSecret">Its secret.</param>
/// <param name="Scope">The scope to ask for, or <see langword="null"/>.</param>
/// <param name="Extensions">SASL extensions for the broker.</param>
/// <param name="TokenEndpoint">The provider's token endpoint.</param>
/// <param name="CertificatesPem">The certificates to trust there, as PEM; <see langword="null"/> for the system's authorities.</param>
internal sealed record OidcLogin(
    string ClientId,
    string ClientSecret,
    string? Scope,
    IReadOnlyList<KeyValuePair<string, string>> Extensions,
    Uri TokenEndpoint,
    string? CertificatesPem) : SaslLogin(OAuthBearerMechanism.KafkaName)
{
    internal const string IdOption = "clientId";
    internal const string SecretOption = "clientSecret";

    internal const string MethodProperty = "sasl.oauthbearer.method";
    internal const string IdProperty = "sasl.oauthbearer.client.id";
    internal const string SecretProperty = "sasl.oauthbearer.client.secret";
    internal const string ScopeProperty = "sasl.oauthbearer.scope";
    internal const string ExtensionsProperty = "sasl.oauthbearer.extensions";
    internal const string EndpointProperty = "sasl.oauthbearer.token.endpoint.url";
    internal const string CertificatesProperty = "https.ca.pem";

    private const string ScopeOption = "scope";
    private const string ExtensionPrefix = "extension_";

    /// <inheritdoc/>
    public override string Identity => ClientId;

    /// <summary>The token endpoint without what follows its path, which may hold a secret.</summary>
    internal string ShownEndpoint => Printable.Of(TokenEndpoint.GetLeftPart(UriPartial.Path));

    private protected override string IdentityKind => "client";

    /// <summary>The login of a client of an identity provider; <see langword="null"/> where there are problems.</summary>
    internal static OidcLogin? Read(JaasOptions options, ConfigReader protocol, ConfigIssues issues)
    {
        var id = options.Required(IdOption);
        var secret = options.Required(SecretOption);
        foreach (var (name, value) in ((string, string)[])[(IdOption, id), (SecretOption, secret)])
        {
            if (LibrdkafkaProperty.IsCut(value))
            {
                options.Problem(
                    $"has an option {name} that begins with a blank, which the Kafka client would cut off. Choose another one at the "
                    + "identity provider.");
            }
        }

        var scope = options.Optional(ScopeOption);
        var extensions = options.Prefixed(ExtensionPrefix);
        options.CheckExtensions(extensions, ',');
        options.WarnAboutTheRest();

        var certificates = PemReader.ReadCertificates(protocol, OAuthBearerMechanism.TokenEndpointCertificates, issues)?.Pem;
        var url = OAuthBearerMechanism.TokenEndpointUrl;
        var text = protocol.Text(url)?.Trim();
        if (text is null)
        {
            if (!issues.HasProblemAt(url.Path))
            {
                issues.Problem(ConfigIssueId.TokenEndpoint, url.Path, $"{url.Path} is missing.{protocol.MeantFor(url)} {url.Description}");
            }

            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint)
            || endpoint.Scheme is not ("https" or "http") || endpoint.UserInfo.Length > 0)
        {
            // Not shown: an address may carry a user and a password.
            issues.Problem(
                ConfigIssueId.TokenEndpoint,
                url.Path,
                $"{url.Path} is not an http or https address such as https://login.example.com/oauth2/token, without user and password.");
            return null;
        }

        return new(id, secret, string.IsNullOrEmpty(scope) ? null : scope, extensions, endpoint, certificates);
    }

    internal override void AddProperties(List<KeyValuePair<string, string>> properties)
    {
        properties.Add(new(MethodProperty, "oidc"));
        properties.Add(new(IdProperty, ClientId));
        properties.Add(new(SecretProperty, ClientSecret));
        properties.Add(new(EndpointProperty, TokenEndpoint.OriginalString));
        if (Scope is not null)
        {
            properties.Add(new(ScopeProperty, Scope));
        }

        if (Extensions.Count > 0)
        {
            properties.Add(new(ExtensionsProperty, string.Join(',', Extensions.Select(extension => $"{extension.Key}={extension.Value}"))));
        }

        if (CertificatesPem is not null)
        {
            properties.Add(new(CertificatesProperty, CertificatesPem));
        }
    }

    internal override void AddSecrets(SecretRedactor secrets)
    {
        secrets.Add(ClientSecret);
        secrets.AddBase64($"{ClientId}:{ClientSecret}");
        secrets.Add(CertificatesPem);
        foreach (var part in $"{TokenEndpoint.Query}{TokenEndpoint.Fragment}".Split('?', '&', '#'))
        {
            var value = part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..];
            secrets.Add(value);
            secrets.Add(Uri.UnescapeDataString(value));
        }
    }

    internal override JaasEntry ToJaas() => new(
        OAuthBearerMechanism.ModuleName,
        [
            new(IdOption, ClientId),
            new(SecretOption, ClientSecret),
            .. Scope is { } scope ? [new(ScopeOption, scope)] : Array.Empty<KeyValuePair<string, string>>(),
            .. Extensions.Select(extension => KeyValuePair.Create($"{ExtensionPrefix}{extension.Key}", extension.Value)),
        ]);
}
