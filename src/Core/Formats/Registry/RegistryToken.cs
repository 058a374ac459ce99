using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Formats.Registry;

/// <summary>A token of OAuth's client credentials, asked for when it is needed and kept for most of its life. For any thread.</summary>
/// <param name="oauth">Who asks, and where.</param>
/// <param name="transport">How.</param>
internal sealed class RegistryToken(RegistryOAuth oauth, RegistryTransport transport) : IDisposable
{
    private const double ShareOfLife = 0.8;
    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1);
    private string? _token;
    private long _renewAt;

    /// <summary>The token.</summary>
    /// <param name="refused">A token that the registry did not take: another is asked for then.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="AirbyteKafkaException">The endpoint gives none.</exception>
    /// <exception cref="HttpRequestException">The endpoint does not answer.</exception>
    internal async Task<string> GetAsync(string? refused, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_token is null || _token == refused || Environment.TickCount64 >= _renewAt)
            {
                await AskAsync(cancellation).ConfigureAwait(false);
            }

            return _token!;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task AskAsync(CancellationToken cancellation)
    {
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (oauth.Scope is { } scope)
        {
            form.Add(new("scope", scope));
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, oauth.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(form),
            Headers = { Authorization = RegistryTransport.Basic(oauth.ClientId, oauth.ClientSecret) },
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var answer = await transport.SendAsync(request, oauth.TokenEndpoint, cancellation).ConfigureAwait(false);
        if (answer.IsTransient)
        {
            throw new HttpRequestException(
                $"the token endpoint {Shown} answers with HTTP {answer.Status}", inner: null, (HttpStatusCode)answer.Status);
        }

        if (answer.Status is 400 or 401 or 403)
        {
            throw new AirbyteKafkaException(
                ErrorKind.AuthenticationFailed,
                $"The token endpoint {Shown} gives no token for the schema registry (HTTP {answer.Status}). Check "
                    + "schema_registry_client_id, schema_registry_client_secret and schema_registry_scope.");
        }

        if (!answer.IsSuccess || answer.Read() is not { } json || JsonElements.FindText(json, "access_token") is not { } token
            || !Keep(token, json))
        {
            throw new AirbyteKafkaException(
                ErrorKind.ConfigInvalid,
                $"schema_registry_token_endpoint_url: {Shown} is no token endpoint: it answers with HTTP {answer.Status} and no "
                    + "access_token.");
        }
    }

    private string Shown => Printable.Of(oauth.TokenEndpoint.GetLeftPart(UriPartial.Path));

    // A token with other characters cannot be sent in a header.
    private bool Keep(string token, JsonElement json)
    {
        if (token.Length == 0 || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return false;
        }

        var life = JsonElements.Find(json, "expires_in") is { ValueKind: JsonValueKind.Number } seconds
            && seconds.TryGetDouble(out var number) && number is > 0 and < int.MaxValue ? TimeSpan.FromSeconds(number) : UsualLife;
        _token = token;
        _renewAt = Environment.TickCount64 + (long)(life.TotalMilliseconds * ShareOfLife);
        return true;
    }
}
