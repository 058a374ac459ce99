using AirbyteKafka.Check;
using AirbyteKafka.Text;

namespace AirbyteKafka.Security.Sasl;

/// <summary>OAUTHBEARER with tokens from an identity provider, got with a client id and a secret (OpenID Connect client credentials).</summary>
/// <param name="ClientId">The client id.</param>
/// <param name="ClientSecret">Its secret.</param>
/// <param name="Scope">The scope to ask for, or <see langword="null"/>.</param>
/// <param name="Extensions">SASL extensions for the broker.</param>
/// <param name="TokenEndpoint">The provider's token endpoint.</param>
/// <param name="CertificatesPem">Whom to trust there, as PEM; <see langword="null"/> for the system's authorities.</param>
public sealed record OidcLogin(
    string ClientId,
    string ClientSecret,
    string? Scope,
    IReadOnlyList<KeyValuePair<string, string>> Extensions,
    Uri TokenEndpoint,
    string? CertificatesPem) : SaslLogin(SaslMechanism.OAuthBearer)
{
    /// <inheritdoc/>
    public override string Identity => ClientId;

    /// <summary>The token endpoint without what follows its path, which may hold a secret.</summary>
    internal string ShownEndpoint => Printable.Of(TokenEndpoint.GetLeftPart(UriPartial.Path));

    internal override void AddProperties(List<KeyValuePair<string, string>> properties)
    {
        properties.Add(new("sasl.oauthbearer.method", "oidc"));
        properties.Add(new("sasl.oauthbearer.client.id", ClientId));
        properties.Add(new("sasl.oauthbearer.client.secret", ClientSecret));
        properties.Add(new("sasl.oauthbearer.token.endpoint.url", TokenEndpoint.OriginalString));
        if (Scope is not null)
        {
            properties.Add(new("sasl.oauthbearer.scope", Scope));
        }

        if (Extensions.Count > 0)
        {
            properties.Add(new("sasl.oauthbearer.extensions", string.Join(',', Extensions.Select(extension => $"{extension.Key}={extension.Value}"))));
        }

        if (CertificatesPem is not null)
        {
            properties.Add(new("https.ca.pem", CertificatesPem));
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
}
