using System.Text.Json.Nodes;
using AirbyteKafka.Check;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Connection;

/// <summary>OAUTHBEARER with tokens of an identity provider, which the tests run themselves.</summary>
public sealed class OidcTests(BrokerPool brokers)
{
    private readonly TestCertificates _certificates = new();

    [Fact]
    public async Task A_token_of_the_provider_is_believed_and_another_is_not()
    {
        await using var provider = new TokenServer(_certificates);
        await using var stranger = new TokenServer(_certificates);
        await using var kafka = await brokers.StartKafkaAsync(provider.Believer, TestContext.Current.CancellationToken);
        foreach (var listener in new[] { BrokerListener.SaslPlaintext, BrokerListener.SaslTls })
        {
            var topic = TestBroker.UniqueTopic();
            var broker = kafka.GetBootstrapServers(listener);

            var right = await RunAsync(With(kafka, listener, provider.TokenEndpoint, ("test_topic", topic)));
            var wrong = await RunAsync(With(kafka, listener, stranger.TokenEndpoint));
            var unsecured = await RunAsync(Config(broker, ProtocolOf(kafka, listener, Login("OAUTHBEARER", "airbyte", ""))));
            var secure = await OutcomeAsync(With(kafka, listener, provider.SecureTokenEndpoint));

            Assert.Equal((null, (StepOutcome.Passed, "Logged in by OAUTHBEARER as 'airbyte'.")),
                (right.FailureKind?.Id, Step(right, "Login")));
            Assert.Single(await kafka.ReadAllAsync(topic, TestContext.Current.CancellationToken));
            Assert.Equal(("AuthenticationFailed", "AuthenticationFailed"), (wrong.FailureKind?.Id, unsecured.FailureKind?.Id));
            Assert.StartsWith($"Broker {broker} refused the credentials for client 'airbyte' (OAUTHBEARER). It said: "
                + $"{{\"status\":\"invalid_token\"}}", wrong.Message, StringComparison.Ordinal);
            Assert.StartsWith($"Broker {broker} refused the credentials for principal 'airbyte' (OAUTHBEARER). It said: "
                + $"{{\"status\":\"invalid_token\"}}", unsecured.Message, StringComparison.Ordinal);
            Assert.Equal((null, $"Connected to {broker} ({ProtocolOf(kafka, listener)["security_protocol"]}, OAUTHBEARER as 'airbyte'). "
                + $"No record was written, because test_topic is not set."), secure);
        }
    }

    [Fact]
    public async Task The_provider_does_not_know_the_client()
    {
        await using var provider = new TokenServer(_certificates);
        var (failure, message) = await FailAsync(provider.TokenEndpoint, "not-the-secret");
        Assert.Equal("AuthenticationFailed", failure);
        Assert.StartsWith($"No token for client 'airbyte' came from {provider.TokenEndpoint}: ", message, StringComparison.Ordinal);
        Assert.EndsWith(" Check client id, client secret and protocol.sasl_oauthbearer_token_endpoint_url.", message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_provider_shows_a_certificate_of_an_unknown_authority()
    {
        await using var provider = new TokenServer(_certificates);
        var (failure, message) = await FailAsync(provider.SecureTokenEndpoint, TokenServer.ClientSecret, new TestCertificates().Authority);
        Assert.Equal("AuthenticationFailed", failure);
        Assert.Matches($"^No token for client 'airbyte' came from {provider.SecureTokenEndpoint}: .*certificate.* Check client id, ",
            message);
    }

    [Fact]
    public async Task The_provider_takes_connections_and_never_answers()
    {
        await using var silent = TcpStub.Silent();
        await using var broker = new FakeBroker { Mechanisms = ["OAUTHBEARER"] };
        var limit = TimeSpan.FromSeconds(1);
        var check = await RunAsync(With(broker.Address, $"http://{silent.Address}/token", "any-secret"), timeout: limit);
        Assert.Equal("AuthenticationFailed", check.FailureKind?.Id);
        Assert.Matches(
            $"^The login of client 'airbyte' \\(OAUTHBEARER\\) did not end within [0-9.]+ s: http://{silent.Address}/token seems to give "
                + $"no answer\\. Check protocol\\.sasl_oauthbearer_token_endpoint_url, and that this machine can reach it\\.$",
            check.Message);
        Assert.InRange(check.Duration, 0.9 * limit, limit + Slack);
    }

    [Fact]
    public async Task The_provider_is_not_there()
    {
        using var unused = new UnusedPort();
        var (failure, message) = await FailAsync($"http://{unused.Address}/token", "any-secret");
        Assert.Equal("AuthenticationFailed", failure);
        Assert.StartsWith($"No token for client 'airbyte' came from http://{unused.Address}/token: ", message, StringComparison.Ordinal);
    }

    private static async Task<(string? Failure, string Message)> FailAsync(string endpoint, string secret, string? authority = null)
    {
        await using var broker = new FakeBroker { Mechanisms = ["OAUTHBEARER"] };
        var config = With(broker.Address, endpoint, secret);
        config["protocol"]!["sasl_oauthbearer_token_endpoint_certificates"] = authority;
        return await OutcomeAsync(config);
    }

    private JsonObject With(KafkaCluster kafka, BrokerListener listener, string endpoint, params (string Name, JsonNode? Value)[] more)
    {
        var config = With(kafka.GetBootstrapServers(listener), endpoint, TokenServer.ClientSecret, more);
        var protocol = config["protocol"]!;
        foreach (var (name, value) in ProtocolOf(kafka, listener))
        {
            protocol[name] = value?.DeepClone();
        }

        protocol["sasl_oauthbearer_token_endpoint_certificates"] = _certificates.Authority;
        return config;
    }

    private static JsonObject With(string broker, string endpoint, string secret, params (string Name, JsonNode? Value)[] more) => Config(
        broker,
        new JsonObject
        {
            ["security_protocol"] = "SASL_PLAINTEXT",
            ["sasl_mechanism"] = "OAUTHBEARER",
            ["sasl_jaas_config"] = $"org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
                + $"clientId=\"{TokenServer.ClientId}\" clientSecret=\"{secret}\" scope=\"kafka\";",
            ["sasl_oauthbearer_token_endpoint_url"] = endpoint,
        },
        more);
}
