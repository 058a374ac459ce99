using System.Text;
using System.Text.Json;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>Pipelines against a real Kafka with TLS and a login; what a prompt shows is in tests/Pester.</summary>
public sealed class SendKafkaRecordTests(ModuleSession session, BrokerPool brokers) : IClassFixture<ModuleSession>
{
    // A stub in place of a vault.
    private const string Vault = """
        param($connection, $topic)
        function Get-Secret($Name) { [pscredential]::new('airbyte', [System.Net.NetworkCredential]::new("", "airbyte-secret").SecurePassword) }

        """;

    [Fact]
    public async Task Objects_go_through_TLS_with_a_secret_from_a_vault_and_lie_where_their_keys_belong()
    {
        var (kafka, connection) = await StartAsync();
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, partitions: 3);

        var values = session.Run(
            Vault + """
                [pscustomobject] @{ id = '12345'; name = 'é' }, [pscustomobject] @{ id = 'orders'; name = 'y' } |
                    Send-KafkaRecord $topic -KeyProperty id -Header @{ source = 'csv' } -Connection $connection -Credential (Get-Secret kafka)
                """,
            connection, topic).Values;

        var arrived = await kafka.ReadAllAsync(topic, TestContext.Current.CancellationToken);
        Assert.Equal((2L, 0L), (((SendSummary)values[0]).Records, ((SendSummary)values[0]).FailedRecords));
        Assert.Equal(
            ["""0 orders {"id":"orders","name":"y"} source=csv""", """2 12345 {"id":"12345","name":"é"} source=csv"""],
            arrived.Select(record => $"{record.Partition % 3} {Text(record.Key)} {Text(record.Value)} {Headers(record)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_topic_that_the_user_may_not_write_to_is_one_error_that_says_which_right_is_missing()
    {
        var (_, connection) = await StartAsync();

        var outcome = session.Run(
            Vault + "1..10 | Send-KafkaRecord $topic -Connection $connection -Credential (Get-Secret kafka)", connection, "forbidden");

        Assert.Equal("AuthorizationFailed", Assert.Single(outcome.Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    private async Task<(KafkaCluster Kafka, string Connection)> StartAsync()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.AccessRules);
        return (kafka, JsonSerializer.Serialize(new
        {
            bootstrap_servers = kafka.GetBootstrapServers(BrokerListener.SaslTls),
            protocol = new
            {
                security_protocol = "SASL_SSL",
                sasl_mechanism = "SCRAM-SHA-512",
                ssl_truststore_certificates = kafka.Certificates.Authority,
            },
        }));
    }

    private static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes!);

    private static string Headers(TestRecord record) =>
        string.Join(' ', record.Headers.Select(header => $"{header.Key}={Text(header.Value)}"));
}
