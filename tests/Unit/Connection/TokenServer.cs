using System.Buffers.Text;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;

namespace AirbyteKafka.Tests.Connection;

/// <summary>An identity provider: hands out signed tokens to one client for its secret, and the key to check them with.</summary>
public sealed class TokenServer : IAsyncDisposable
{
    public const string ClientId = "airbyte";
    public const string ClientSecret = "client-secret";

    private const string KeyId = "key1";

    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;
    private readonly TcpStub _stub;
    private readonly TcpStub _secure;
    private int _tokensAsked;

    /// <summary>Starts it.</summary>
    /// <param name="certificates">Those whose server certificate it shows over https.</param>
    public TokenServer(TestCertificates certificates)
    {
        _certificate = X509Certificate2.CreateFromPem(certificates.Server, certificates.Server);
        _stub = new TcpStub(ServeAsync);
        _secure = new TcpStub(async (connection, stop) =>
        {
            await using var secure = new SslStream(connection);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, stop);
            await ServeAsync(secure, stop);
        });
    }

    /// <summary>How long a token lasts.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many tokens it hands out before it refuses to.</summary>
    public int TokensAtMost { get; init; } = int.MaxValue;

    /// <summary>How many tokens it was asked for.</summary>
    public int TokensAsked => Volatile.Read(ref _tokensAsked);

    /// <summary>Where tokens are handed out.</summary>
    public string TokenEndpoint => $"http://{_stub.Address}/token";

    /// <summary>Where tokens are handed out over https.</summary>
    public string SecureTokenEndpoint => $"https://{_secure.Address}/token";

    /// <summary>A Kafka whose SASL listeners believe the tokens that were signed here.</summary>
    public KafkaOptions Believer
    {
        get
        {
            var properties = new Dictionary<string, string> { ["sasl.oauthbearer.jwks.endpoint.url"] = Keys };
            foreach (var listener in new[] { "saslplaintext", "sasltls" })
            {
                var name = $"listener.name.{listener}.";
                properties[name + "oauthbearer.sasl.server.callback.handler.class"] =
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler";
                properties[name + "oauthbearer.sasl.jaas.config"] = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule "
                    + "required;";
                properties[name + "sasl.oauthbearer.jwks.endpoint.url"] = Keys;
            }

            return new() { Properties = properties, JavaArguments = [$"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls={Keys}"] };
        }
    }

    // Where the public key is.
    private string Keys => $"http://{_stub.Address}/keys";

    public async ValueTask DisposeAsync()
    {
        await _stub.DisposeAsync();
        await _secure.DisposeAsync();
        _certificate.Dispose();
        _key.Dispose();
    }

    private async Task ServeAsync(Stream connection, CancellationToken stop)
    {
        var request = await ReadHeadAsync(connection, stop);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{ClientSecret}"));
        var (status, body) = request.StartsWith("GET /keys ", StringComparison.Ordinal) ? ("200 OK", KeySet())
            : !request.StartsWith("POST /token ", StringComparison.Ordinal) ? ("404 Not Found", new JsonObject())
            : Interlocked.Increment(ref _tokensAsked) > TokensAtMost ? ("400 Bad Request",
                new JsonObject { ["error"] = "temporarily_unavailable" })
            : request.Contains($"Authorization: Basic {basic}\r\n", StringComparison.OrdinalIgnoreCase)
                ? ("200 OK", new JsonObject { ["access_token"] = Token(), ["token_type"] = "bearer", ["expires_in"] = 3600 })
                : ("401 Unauthorized", new JsonObject
                {
                    ["error"] = "invalid_client",
                    ["error_description"] = "The client is not known here."
                });
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: "
            + $"{bytes.Length}\r\nConnection: close\r\n\r\n");
        await connection.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. bytes], stop);
    }

    /// <summary>Reads a request with its body, which for the requests that come here is a short form.</summary>
    private static async Task<string> ReadHeadAsync(Stream connection, CancellationToken stop)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var request = text.ToString();
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && request.Length - end - 4 >= ContentLength(request[..end]))
            {
                return request;
            }

            var read = await connection.ReadAsync(buffer, stop);
            if (read == 0)
            {
                return request;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static int ContentLength(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.AsSpan(15), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private JsonObject KeySet()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = KeyId,
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
            }),
        };
    }

    private string Token()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var head = Part(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = KeyId });
        var claims = Part(new JsonObject
        {
            ["sub"] = ClientId,
            ["iss"] = "test",
            ["scope"] = "kafka",
            ["iat"] = now,
            ["exp"] = now + (long)Lifetime.TotalSeconds
        });
        var signature = _key.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{claims}.{Base64Url.EncodeToString(signature)}";

        static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
    }
}
