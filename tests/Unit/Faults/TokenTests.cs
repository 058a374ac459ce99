using System.Text.Json.Nodes;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Connection;
using AirbyteKafka.Tests.Delivery;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Faults;

/// <summary>Logins that end while a write runs.</summary>
public sealed class TokenTests(BrokerPool brokers)
{
    private const int RecordsPerSecond = 100;

    private static readonly NumberedSync Sync = new(Records: 12 * RecordsPerSecond);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("unsecuredLoginStringClaim_sub=\"admin\" unsecuredLoginLifetimeSeconds=\"5\"")]
    [InlineData("unsecuredLoginStringClaim_sub=\"admin\" unsecuredLoginLifetimeSeconds=\"3600\"")]
    public async Task A_write_outlives_tokens_that_it_makes_itself(string options)
    {
        await using var kafka = await brokers.StartKafkaAsync(
            new KafkaOptions { Properties = new Dictionary<string, string> { ["connections.max.reauth.ms"] = "2500" } }, Test);

        Assert.Equal(("none", SyncVerdict.ExactlyOnce, ""), await WriteAsync(kafka, OAuth(options)));
    }

    [Fact]
    public async Task A_write_outlives_an_identity_provider_that_hands_out_no_further_token_for_a_while()
    {
        await using var provider = new TokenServer(new TestCertificates()) { Lifetime = TimeSpan.FromSeconds(12), TokensAtMost = 1 };
        await using var kafka = await brokers.StartKafkaAsync(provider.Believer, Test);

        // It is asked again at 80 % of a token's time, and the write goes on for half a second then.
        var (failure, verdict, warnings) = await WriteAsync(
            kafka,
            [
                .. OAuth($"clientId=\"{TokenServer.ClientId}\" clientSecret=\"{TokenServer.ClientSecret}\""),
                ("sasl_oauthbearer_token_endpoint_url", provider.TokenEndpoint),
            ],
            () => provider.TokensAsked > 1);

        Assert.Equal(("none", SyncVerdict.ExactlyOnce), (failure, verdict));
        Assert.Contains("Failed to acquire SASL OAUTHBEARER token", warnings, StringComparison.Ordinal);
    }

    // A sync of 12 s: the tokens of several turns.
    private static async Task<(string Failure, SyncVerdict Verdict, string Warnings)> WriteAsync(
        KafkaCluster kafka, (string Name, JsonNode? Value)[] login, Func<bool>? until = null)
    {
        var topic = TestBroker.UniqueTopic();
        var protocol = ProtocolOf(kafka, BrokerListener.SaslPlaintext, login);
        var last = long.MaxValue;
        NumberedInput? source = null;
        using var input = source = new NumberedInput(Sync)
        {
            RecordsPerSecond = RecordsPerSecond,
            Reached = records =>
            {
                last = until?.Invoke() == true ? Math.Min(last, records + (RecordsPerSecond / 2)) : last;
                if (records >= last)
                {
                    source!.Finish();
                }
            },
        };
        var run = await Task.Factory.StartNew(
            () => WriteRun.Of(
                kafka.GetBootstrapServers(BrokerListener.SaslPlaintext),
                $"\"topic_pattern\":\"{topic}\",\"protocol\":{protocol.ToJsonString()},\"enable_idempotence\":true",
                NumberedSync.Streams,
                input,
                Test),
            Test,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var verdict = SyncVerdict.Of(Sync, input.Records, run.States, await TopicTally.ReadAsync(kafka, topic, Test));
        return (run.Result.Failure?.Message ?? "none", verdict,
            string.Join('\n', run.Logs.Where(log => log.StartsWith("Warn", StringComparison.Ordinal))));
    }

    private static (string Name, JsonNode? Value)[] OAuth(string options) =>
    [
        ("sasl_mechanism", "OAUTHBEARER"),
        ("sasl_jaas_config", $"org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required {options};"),
    ];
}
