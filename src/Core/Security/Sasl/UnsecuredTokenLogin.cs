using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace AirbyteKafka.Security.Sasl;

/// <summary>OAUTHBEARER with unsigned tokens that the client writes itself, as Kafka's own module does. For development brokers only.</summary>
/// <param name="PrincipalClaimName">The claim that holds the principal.</param>
/// <param name="Principal">The principal.</param>
/// <param name="ScopeClaimName">The claim that holds the scope.</param>
/// <param name="Scope">The scope, possibly empty.</param>
/// <param name="Lifetime">How long a token lasts; whole seconds.</param>
/// <param name="Extensions">SASL extensions for the broker.</param>
public sealed record UnsecuredTokenLogin(
    string PrincipalClaimName,
    string Principal,
    string ScopeClaimName,
    IReadOnlyList<string> Scope,
    TimeSpan Lifetime,
    IReadOnlyList<KeyValuePair<string, string>> Extensions) : SaslLogin(SaslMechanism.OAuthBearer), ITokenSource
{
    private static ReadOnlySpan<byte> Header => "{\"alg\":\"none\"}"u8;

    /// <inheritdoc/>
    public override string Identity => Principal;

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
        return new LoginToken($"{Base64Url.EncodeToString(Header)}.{Base64Url.EncodeToString(claims.WrittenSpan)}.", now, expires, Principal, Extensions);
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
}
