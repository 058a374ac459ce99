using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using AirbyteKafka.Security.Sasl.Jaas;

namespace AirbyteKafka.Security.Sasl;

/// <summary>
/// OAUTHBEARER with unsigned tokens that the client writes itself, as Kafka's own module does. For development brokers only.
/// </summary>
/// <param name="PrincipalClaimName">The claim that holds the principal.</param>
/// <param name="Principal">The principal.</param>
/// <param name="ScopeClaimName">The claim that holds the scope.</param>
/// <param name="Scope">The scope, possibly empty.</param>
/// <param name="Lifetime">How long a token lasts; whole seconds.</param>
/// <param name="Extensions">SASL extensions for the broker.</param>
internal sealed record UnsecuredTokenLogin(
    string PrincipalClaimName,
    string Principal,
    string ScopeClaimName,
    IReadOnlyList<string> Scope,
    TimeSpan Lifetime,
    IReadOnlyList<KeyValuePair<string, string>> Extensions) : SaslLogin(OAuthBearerMechanism.KafkaName), ITokenSource
{
    internal const string OptionPrefix = "unsecuredLogin";

    private static ReadOnlySpan<byte> Header => "{\"alg\":\"none\"}"u8;

    /// <inheritdoc/>
    public override string Identity => Principal;

    /// <summary>The login that the options of unsecured tokens describe.</summary>
    /// <param name="claims">These options, without their prefix.</param>
    /// <param name="options">All options of the module.</param>
    internal static UnsecuredTokenLogin Read(List<KeyValuePair<string, string>> claims, JaasOptions options)
    {
        var principalClaim = Take(claims, "PrincipalClaimName") ?? "sub";
        var scopeClaim = Take(claims, "ScopeClaimName") ?? "scope";
        var principal = Take(claims, $"StringClaim_{principalClaim}") ?? "";
        if (principal.Length == 0)
        {
            options.Problem(
                $"lacks the option {OptionPrefix}StringClaim_{(principalClaim == "sub" ? "sub" : "<PrincipalClaimName>")}, the principal "
                + "of the token.");
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
        if (Take(claims, "LifetimeSeconds") is { } lifetime
            && (!int.TryParse(lifetime, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds < 1))
        {
            options.Problem($"has an option {OptionPrefix}LifetimeSeconds that is not a whole number of seconds, at least 1.");
        }

        var extensions = TakeExtensions(claims);
        options.CheckExtensions(extensions, ' ');
        if (claims.Count > 0)
        {
            options.Problem(
                $"asks for {claims.Count} claim{(claims.Count == 1 ? "" : "s")} in its unsecured token besides principal, scope and "
                + "lifetime; no others are written.");
        }

        return new(principalClaim, principal, scopeClaim, scope, TimeSpan.FromSeconds(seconds), extensions);
    }

    /// <inheritdoc/>
    LoginToken ITokenSource.Issue(DateTimeOffset now)
    {
        var expires = now + Lifetime;
        var claims = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(claims))
        {
            json.WriteStartObject();
            json.WriteString(PrincipalClaimName, Principal);
            json.WriteNumber("iat"u8, Seconds(now));
            json.WriteNumber("exp"u8, Seconds(expires));
            if (Scope.Count > 0)
            {
                json.WriteStartArray(ScopeClaimName);
                foreach (var element in Scope)
                {
                    json.WriteStringValue(element);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        // The part behind the second dot is the signature, which this kind of token lacks.
        var token = $"{Base64Url.EncodeToString(Header)}.{Base64Url.EncodeToString(claims.WrittenSpan)}.";
        return new LoginToken(token, now, expires, Principal, Extensions);
    }

    // The client asks for tokens by an event (ITokenSource): the one that it can make itself it does not renew.
    internal override void AddProperties(List<KeyValuePair<string, string>> properties)
    {
    }

    internal override void AddSecrets(SecretRedactor secrets)
    {
        // An unsigned token proves nothing: there is no secret in it.
    }

    private static decimal Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000m;

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
