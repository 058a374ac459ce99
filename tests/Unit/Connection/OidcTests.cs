using System.Text.Json.Nodes;
using AirbyteKafka.Connection;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Connection;

/// <summary>OAUTHBEARER with tokens of an identity provider, which the tests run themselves.</summary>
public sealed class OidcTests(BrokerPool brokers)
{
    [Fact]
    public async Task A_token_of_the_provider_is_believed_and_another_is_not()
    {
        await using var provider = new TokenServer();
        await using var stranger = new TokenServer();
        const string Listener = "listener.name.saslplaintext.oauthbearer.";
        await using var kafka = await brokers.StartKafkaAsync(
            new KafkaOptions
            {
                Properties = new Dictionary<string, string>
                {
                    [Listener + "sasl.server.callback.handler.class"] = "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler",
                    [Listener + "sasl.jaas.config"] = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;",
                    ["listener.name.saslplaintext.sasl.oauthbearer.jwks.endpoint.url"] = provider.Keys,
                    ["sasl.oauthbearer.jwks.endpoint.url"] = provider.Keys,
                },
                JavaArguments = [$"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls={provider.Keys}"],
            },
            TestContext.Current.CancellationToken);
        var broker = kafka.GetBootstrapServers(BrokerListener.SaslPlaintext);
        var topic = TestBroker.UniqueTopic();

        var right = await RunAsync(With(broker, provider.TokenEndpoint, TokenServer.ClientSecret, ("test_topic", topic)));
        var wrong = await RunAsync(With(broker, stranger.TokenEndpoint, TokenServer.ClientSecret));

        Assert.Equal((null, (CheckOutcome.Passed, "Logged in by OAUTHBEARER as 'airbyte'.")), (right.FailureKind?.Id, Step(right, "Login")));
        Assert.Single(await kafka.ReadAllAsync(topic, TestContext.Current.CancellationToken));
        Assert.Equal("AuthenticationFailed", wrong.FailureKind?.Id);
        Assert.StartsWith($"Broker {broker} refused the credentials for client 'airbyte' (OAUTHBEARER). It said: {{\"status\":\"invalid_token\"}}", wrong.Message, StringComparison.Ordinal);
        Assert.InRange(wrong.Duration, TimeSpan.Zero, Soon);
    }

    [Fact]
    public async Task The_provider_does_not_know_the_client()
    {
        await using var provider = new TokenServer();
        await using var broker = new FakeBroker { Mechanisms = ["OAUTHBEARER"] };
        var (failure, message) = await OutcomeAsync(With(broker.Address, provider.TokenEndpoint, "not-the-secret"));
        Assert.Equal("AuthenticationFailed", failure);
        Assert.StartsWith($"No token for client 'airbyte' came from {provider.TokenEndpoint}: ", message, StringComparison.Ordinal);
        Assert.EndsWith(" Check client id, client secret and protocol.sasl_oauthbearer_token_endpoint_url.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_provider_is_not_there()
    {
        using var unused = new UnusedPort();
        await using var broker = new FakeBroker { Mechanisms = ["OAUTHBEARER"] };
        var (failure, message) = await OutcomeAsync(With(broker.Address, $"http://{unused.Address}/token", "any-secret"));
        Assert.Equal("AuthenticationFailed", failure);
        Assert.StartsWith($"No token for client 'airbyte' came from http://{unused.Address}/token: ", message, StringComparison.Ordinal);
    }

    private static JsonObject With(string broker, string endpoint, string secret, params (string Name, JsonNode? Value)[] more) => Config(
        broker,
        new JsonObject
        {
            ["security_protocol"] = "SASL_PLAINTEXT",
            ["sasl_mechanism"] = "OAUTHBEARER",
            ["sasl_jaas_config"] = $"org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\"{TokenServer.ClientId}\" clientSecret=\"{secret}\" scope=\"kafka\";",
            ["sasl_oauthbearer_token_endpoint_url"] = endpoint,
        },
        more);
}
