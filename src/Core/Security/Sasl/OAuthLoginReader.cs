using System.Globalization;
using AirbyteKafka.Check;
using AirbyteKafka.Kafka;
using AirbyteKafka.Security.Sasl.Jaas;
using AirbyteKafka.Security.Tls;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Sasl;

/// <summary>Reads the two ways OAUTHBEARER can be configured: tokens from an identity provider, or unsigned ones the client writes itself.</summary>
internal static class OAuthLoginReader
{
    private const string Unsecured = "unsecuredLogin";

    private static ConfigProperty Url => ProtocolProperties.TokenEndpointUrl;

    public static SaslLogin? Read(ConfigReader protocol, JaasOptions options, ConfigIssues issues)
    {
        var claims = options.Prefixed(Unsecured);
        var hasClient = options.Optional("clientId") is not null || options.Optional("clientSecret") is not null;
        var hasUrl = protocol.Has(Url);
        if (claims.Count > 0)
        {
            if (hasClient || hasUrl)
            {
                options.Problem($"mixes unsecured tokens ({Unsecured}… options) with an identity provider (clientId, clientSecret, {Url.Name}). Keep one of them.");
                return null;
            }

            var unsecured = ReadUnsecured(claims, options);
            options.WarnAboutTheRest();
            return unsecured;
        }

        if (!hasClient && !hasUrl)
        {
            options.Problem($"has neither clientId and clientSecret for an identity provider (with {Url.Path}) nor {Unsecured}StringClaim_sub for unsecured tokens.");
            return null;
        }

        return ReadOidc(protocol, options, issues);
    }

    private static OidcLogin? ReadOidc(ConfigReader protocol, JaasOptions options, ConfigIssues issues)
    {
        var id = options.Required("clientId");
        var secret = options.Required("clientSecret");
        foreach (var (name, value) in ((string, string)[])[("clientId", id), ("clientSecret", secret)])
        {
            if (LateLogin.IsCut(value))
            {
                options.Problem($"has an option {name} that begins with a blank, which the Kafka client would cut off. Choose another one at the identity provider.");
            }
        }

        var scope = options.Optional("scope");
        var extensions = options.Prefixed("extension_");
        options.CheckExtensions(extensions, ',');
        options.WarnAboutTheRest();

        var certificates = PemReader.ReadCertificates(protocol, ProtocolProperties.TokenEndpointCertificates, issues)?.Pem;
        var text = protocol.Text(Url)?.Trim();
        if (text is null)
        {
            if (!issues.HasProblemAt(Url.Path))
            {
                issues.Problem(ConfigIssueId.TokenEndpoint, Url.Path, $"{Url.Path} is missing.{protocol.MeantFor(Url)} {Url.Description}");
            }

            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("https" or "http") || endpoint.UserInfo.Length > 0)
        {
            // Not shown: an address may carry a user and a password.
            issues.Problem(ConfigIssueId.TokenEndpoint, Url.Path, $"{Url.Path} is not an http or https address such as https://login.example.com/oauth2/token, without user and password.");
            return null;
        }

        return new(id, secret, string.IsNullOrEmpty(scope) ? null : scope, extensions, endpoint, certificates);
    }

    private static UnsecuredTokenLogin ReadUnsecured(List<KeyValuePair<string, string>> claims, JaasOptions options)
    {
        var principalClaim = Take(claims, "PrincipalClaimName") ?? "sub";
        var scopeClaim = Take(claims, "ScopeClaimName") ?? "scope";
        var principal = Take(claims, $"StringClaim_{principalClaim}") ?? "";
        if (principal.Length == 0)
        {
            options.Problem($"lacks the option {Unsecured}StringClaim_{(principalClaim == "sub" ? "sub" : "<PrincipalClaimName>")}, the principal of the token.");
        }

        string[] scope = [];
        if (Take(claims, $"ListClaim_{scopeClaim}") is { Length: > 1 } list)
        {
            // Kafka's rule: the first character is what separates the elements.
            scope = list[1..].Split(list[0], StringSplitOptions.RemoveEmptyEntries);
        }
        else if (Take(claims, $"StringClaim_{scopeClaim}") is { Length: > 0 } single)
        {
            scope = [single.Trim()];
        }

        var seconds = 3600;
        if (Take(claims, "LifetimeSeconds") is { } lifetime && (!int.TryParse(lifetime, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds < 1))
        {
            options.Problem($"has an option {Unsecured}LifetimeSeconds that is not a whole number of seconds, at least 1.");
        }

        var extensions = TakeExtensions(claims);
        options.CheckExtensions(extensions, ' ');
        if (claims.Count > 0)
        {
            options.Problem($"asks for {claims.Count} claim{(claims.Count == 1 ? "" : "s")} in its unsecured token besides principal, scope and lifetime; no others are written.");
        }

        return new(principalClaim, principal, scopeClaim, scope, TimeSpan.FromSeconds(seconds), extensions);
    }

    private static List<KeyValuePair<string, string>> TakeExtensions(List<KeyValuePair<string, string>> claims)
    {
        const string Prefix = "Extension_";
        List<KeyValuePair<string, string>> extensions =
        [
            .. claims.Where(claim => claim.Key.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(claim => KeyValuePair.Create(claim.Key[Prefix.Length..], claim.Value)),
        ];
        claims.RemoveAll(claim => claim.Key.StartsWith(Prefix, StringComparison.Ordinal));
        return extensions;
    }

    private static string? Take(List<KeyValuePair<string, string>> claims, string name)
    {
        var at = claims.FindIndex(claim => claim.Key == name);
        if (at < 0)
        {
            return null;
        }

        var value = claims[at].Value;
        claims.RemoveAt(at);
        return value;
    }
}
