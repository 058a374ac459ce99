using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Connection;
using AirbyteKafka.Tests.Security;

namespace AirbyteKafka.Tests.Secrets;

/// <summary>
/// Configurations with every kind of secret. With a Kafka at hand the right ones work there; otherwise nothing listens where they lead.
/// </summary>
internal sealed class SecretCases : IAsyncDisposable
{
    // What escapes, encodings and quoting turn into something else.
    private const string Wrong = "Zq7W \"p&s<\\w=é/+;";

    private readonly KafkaCluster? _kafka;
    private readonly UnusedPort _nobody = new();
    private readonly TestPki _pki = new();
    private readonly TcpStub _identityProvider;
    private readonly string _token = Token();

    internal SecretCases(KafkaCluster? kafka)
    {
        _kafka = kafka;
        _identityProvider = new TcpStub(async (connection, stop) =>
        {
            var request = await ReadRequestAsync(connection, stop);
            await connection.WriteAsync(Encoding.UTF8.GetBytes(Answer(request)), stop);
        });
    }

    internal SecretCase this[string name] => name switch
    {
        "PLAIN" => Password(BrokerListener.SaslPlaintext, "PLAIN", TestUser.Writer.Password),
        "PLAIN, wrong" => Password(BrokerListener.SaslPlaintext, "PLAIN", Wrong),
        "SCRAM" => Password(BrokerListener.SaslTls, "SCRAM-SHA-512", TestUser.Writer.Password),
        "SCRAM, wrong" => Password(BrokerListener.SaslTls, "SCRAM-SHA-256", Wrong),
        "credential" => Credential(TestUser.Writer.Password),
        "credential, wrong" => Credential(Wrong),
        "client certificate" => Certificate(Certificates?.ClientCertificate ?? _pki.ClientPem, Certificates?.ClientKey ?? _pki.KeyPem,
            null),
        "encrypted key" => Certificate(
            Certificates?.ClientCertificate ?? _pki.ClientPem,
                Certificates?.EncryptedClientKey ?? _pki.EncryptedKeyPem(TestCertificates.ClientKeyPassphrase),
                TestCertificates.ClientKeyPassphrase),
        "encrypted key, wrong passphrase" => Certificate(_pki.ClientPem, _pki.EncryptedKeyPem("open sesame"), Wrong),
        "client certificate, unknown" =>
            Certificate(Certificates?.UntrustedClientCertificate ?? _pki.ClientPem, Certificates?.UntrustedClientKey ?? _pki.KeyPem, null),
        "identity provider" => Client("Zq7W right +/="),
        "identity provider, wrong" => Client(Wrong),
        "unsecured token" => Jaas(BrokerListener.SaslPlaintext, "OAUTHBEARER", $"{OAuthBearerMechanism.ModuleName} required "
            + $"unsecuredLoginStringClaim_sub=\"airbyte\";"),
        "Kerberos" => Jaas(BrokerListener.SaslPlaintext, "GSSAPI", $"{KerberosMechanism.ModuleName} required serviceName=kafka "
            + $"useKeyTab=true keyTab=\"/nowhere.keytab\" principal=\"airbyte@EXAMPLE.ORG\";"),
        "JAAS, open quote" => Jaas(BrokerListener.SaslTls, "PLAIN", $"{PlainMechanism.ModuleName} required username=\"airbyte\" "
            + $"password=\"Zq7W-first Zq7W-second;", "Zq7W-first", "Zq7W-second"),
        "JAAS, no quotes" => Jaas(BrokerListener.SaslTls, "PLAIN", $"{PlainMechanism.ModuleName} required username=airbyte "
            + $"password=Zq7W!Xr8V;", "Zq7W", "Xr8V"),
        "JAAS, a bare password" => Jaas(BrokerListener.SaslTls, "SCRAM-SHA-512", "Zq7W-password", "Zq7W"),
        "client property" => Property($"sasl.oauthbearer.assertion.private.key.passphrase = {Wrong}\r\nclient.rack=r", Wrong),
        "client property, unknown" => Property($"sasl.pasword=Zq7W-typed\n{Wrong}", "Zq7W-typed", Wrong),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    /// <summary>Names of all cases; whether each works against a real Kafka.</summary>
    internal static readonly IReadOnlyDictionary<string, bool> Names = new Dictionary<string, bool>
    {
        ["PLAIN"] = true,
        ["PLAIN, wrong"] = false,
        ["SCRAM"] = true,
        ["SCRAM, wrong"] = false,
        ["credential"] = true,
        ["credential, wrong"] = false,
        ["client certificate"] = true,
        ["encrypted key"] = true,
        ["encrypted key, wrong passphrase"] = false,
        ["client certificate, unknown"] = false,
        ["identity provider"] = true,
        ["identity provider, wrong"] = false,
        ["unsecured token"] = true,
        ["Kerberos"] = false,
        ["JAAS, open quote"] = false,
        ["JAAS, no quotes"] = false,
        ["JAAS, a bare password"] = false,
        ["client property"] = true,
        ["client property, unknown"] = false,
    };

    private TestCertificates? Certificates => _kafka?.Certificates;

    public async ValueTask DisposeAsync()
    {
        await _identityProvider.DisposeAsync();
        _pki.Dispose();
        _nobody.Dispose();
    }

    private SecretCase Password(BrokerListener listener, string mechanism, string password)
    {
        var jaas = new PasswordLogin(mechanism, TestUser.Writer.Name, password).ToJaas().ToJaasText();
        return Jaas(listener, mechanism, jaas, password, $"\0{TestUser.Writer.Name}\0{password}");
    }

    private SecretCase Property(string lines, params string[] secrets)
    {
        var login = Password(BrokerListener.SaslPlaintext, "PLAIN", TestUser.Writer.Password);
        login.Config["producer_properties"] = lines;
        return login with { Secrets = [.. login.Secrets, .. secrets] };
    }

    private SecretCase Credential(string password) => new(
        Config(BrokerListener.SaslTls, ("sasl_mechanism", "PLAIN")),
        [password, $"\0{TestUser.Writer.Name}\0{password}"],
        password);

    private SecretCase Certificate(string chain, string key, string? passphrase) => new(
        Config(BrokerListener.MutualTls, ("ssl_keystore_certificate_chain", chain), ("ssl_keystore_key", key),
            ("ssl_keystore_password", passphrase)),
        passphrase is null ? [key] : [key, passphrase]);

    private SecretCase Client(string secret)
    {
        var jaas = new OidcLogin("airbyte", secret, "kafka", [], new Uri("http://localhost"), null).ToJaas().ToJaasText();
        return new SecretCase(
            Config(
                BrokerListener.SaslTls,
                ("sasl_mechanism", "OAUTHBEARER"),
                ("sasl_jaas_config", jaas),
                ("sasl_oauthbearer_token_endpoint_url", $"http://{_identityProvider.Address}/token")),
            [jaas, secret, $"airbyte:{secret}", _token, .. _token.Split('.', StringSplitOptions.RemoveEmptyEntries).Skip(1)]);
    }

    private SecretCase Jaas(BrokerListener listener, string mechanism, string jaas, params IEnumerable<string> secrets) =>
        new(Config(listener, ("sasl_mechanism", mechanism), ("sasl_jaas_config", jaas)), [jaas, .. secrets]);

    private JsonObject Config(BrokerListener listener, params IEnumerable<(string Name, string? Value)> members)
    {
        var protocol = new JsonObject
        {
            ["security_protocol"] = listener switch
            {
                BrokerListener.SaslPlaintext => "SASL_PLAINTEXT",
                BrokerListener.SaslTls => "SASL_SSL",
                _ => "SSL",
            },
        };
        if (listener != BrokerListener.SaslPlaintext)
        {
            protocol["ssl_truststore_certificates"] = Certificates?.Authority ?? _pki.AuthorityPem;
        }

        foreach (var (name, value) in members.Where(member => member.Value is not null))
        {
            protocol[name] = value;
        }

        return new JsonObject
        {
            ["bootstrap_servers"] = _kafka?.GetBootstrapServers(listener) ?? _nobody.Address,
            ["protocol"] = protocol,
            ["acks"] = "all",

            // What leads nowhere is to end soon.
            ["request_timeout_ms"] = 2000,
            ["delivery_timeout_ms"] = 3000,
        };
    }

    // An unsecured token, which the tests' Kafka believes, with something in it that is found again.
    private static string Token()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = string.Create(CultureInfo.InvariantCulture,
            $$"""{"sub":"{{TestUser.Writer.Name}}","iat":{{now - 60}},"exp":{{now + 3600}},"jti":"{{Guid.NewGuid()}}"}""");
        return $"{Part("""{"alg":"none"}""")}.{Part(claims)}.";

        static string Part(string json) =>
            Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>Gives the right client a token, and repeats to any other all that it said.</summary>
    private string Answer(string request)
    {
        var right = Convert.ToBase64String("airbyte:Zq7W right +/="u8);
        var body = request.Contains(right, StringComparison.Ordinal)
            ? new JsonObject { ["access_token"] = _token, ["token_type"] = "Bearer", ["expires_in"] = 3600 }
            : new JsonObject { ["error"] = "invalid_client", ["error_description"] = $"Not with the secret {Wrong} in {request}" };
        var text = body.ToJsonString();
        var status = body.ContainsKey("error") ? "401 Unauthorized" : "200 OK";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(text)}\r\nConnection: "
                + $"close\r\n\r\n{text}");
    }

    private static async Task<string> ReadRequestAsync(Stream connection, CancellationToken stop)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while (!request.ToString().Contains("grant_type", StringComparison.Ordinal)
            && (read = await connection.ReadAsync(buffer, stop)) > 0)
        {
            request.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return request.ToString();
    }
}
