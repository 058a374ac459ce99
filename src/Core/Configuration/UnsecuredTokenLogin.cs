using System.Globalization;

namespace AirbyteKafka.Configuration;

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
    IReadOnlyList<KeyValuePair<string, string>> Extensions) : SaslLogin(SaslMechanism.OAuthBearer)
{
    /// <inheritdoc/>
    public override string Identity => Principal;

    internal override void AddProperties(List<KeyValuePair<string, string>> properties)
    {
        var config = new List<string>
        {
            $"principalClaimName={PrincipalClaimName}",
            $"principal={Principal}",
        };
        if (Scope.Count > 0)
        {
            config.Add($"scopeClaimName={ScopeClaimName}");
            config.Add($"scope={string.Join(',', Scope)}");
        }

        config.Add(string.Create(CultureInfo.InvariantCulture, $"lifeSeconds={(long)Lifetime.TotalSeconds}"));
        config.AddRange(Extensions.Select(extension => $"extension_{extension.Key}={extension.Value}"));
        properties.Add(new("enable.sasl.oauthbearer.unsecure.jwt", "true"));
        properties.Add(new("sasl.oauthbearer.config", string.Join(' ', config)));
    }

    internal override void AddSecrets(SecretRedactor secrets)
    {
        // An unsigned token proves nothing: there is no secret in it.
    }
}
