using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AirbyteKafka.Security.Sasl;

namespace AirbyteKafka.Check;

/// <summary>
/// Asks an identity provider for a token as Kafka's client does. The client tries again for 20 s before it tells what came back.
/// </summary>
internal static class TokenEndpoint
{
    /// <summary>Says what a token endpoint answers, where that is no token.</summary>
    /// <param name="login">Whose token.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A clause that follows the endpoint's address; <see langword="null"/> where nothing is known against it.</returns>
    public static async Task<string?> FindFaultAsync(OidcLogin login, CancellationToken cancellation)
    {
        try
        {
            using var handler = Handler(login.CertificatesPem);
            using var client = new HttpClient(handler);
            using var request = Request(login);
            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
                .ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : string.Create(
                CultureInfo.InvariantCulture, $"answers with HTTP {(int)response.StatusCode}");
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or OperationCanceledException or CryptographicException)
        {
            // The client's own silence says as much.
            return null;
        }
    }

    private static HttpRequestMessage Request(OidcLogin login)
    {
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (login.Scope is { } scope)
        {
            form.Add(new("scope", scope));
        }

        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.ClientId}:{login.ClientSecret}"));
        return new HttpRequestMessage(HttpMethod.Post, login.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(form),
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", credentials) },
        };
    }

    private static SocketsHttpHandler Handler(string? authorities)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (authorities is not null)
        {
            var policy = new X509ChainPolicy
            {
                RevocationMode = X509RevocationMode.NoCheck,
                TrustMode = X509ChainTrustMode.CustomRootTrust,
            };
            policy.CustomTrustStore.ImportFromPem(authorities);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return handler;
    }
}
