using System.Management.Automation;
using System.Net;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>-Credential takes the place of what the configuration holds.</summary>
public sealed class CredentialTests(ModuleSession session, BrokerPool brokers) : IClassFixture<ModuleSession>
{
    private const string Commands = """
        param($config, $login, $catalog, $message, $topic)
        Test-KafkaDestination $config -Credential $login
        $message | Write-AirbyteRecords $config $catalog -Credential $login
        Receive-KafkaRecord $topic -Connection $config -Credential $login
        """;

    [Theory]
    [InlineData("PLAIN", null)]
    [InlineData("SCRAM-SHA-256", "required username=nobody password=wrong;")]
    public async Task The_right_one_is_used_in_place_of_none_or_a_wrong_one(string mechanism, string? jaas)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        var text = jaas is null ? "" : $", \"sasl_jaas_config\": \"{ScramMechanism.ModuleName} {jaas}\"";
        var config = $$"""
            {
              "bootstrap_servers": "{{kafka.GetBootstrapServers(BrokerListener.SaslPlaintext)}}", "topic_pattern": "{{topic}}", "acks": "all",
              "protocol": {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "{{mechanism}}"{{text}}}
            }
            """;

        var values = session.Run(Commands, config, Login(TestUser.Writer.Password), WriteRun.CatalogJson("a"), WriteRun.Record("a", "{}"),
            topic).Values;

        Assert.Equal((true, 1L, topic),
            (((ConnectionCheck)values[0]).Succeeded, ((WriteResult)values[1]).Records, ((ReceivedRecord)values[2]).Topic));
    }

    [Fact]
    public void The_topics_of_a_configuration_that_waits_for_one_can_be_had()
    {
        const string Config = "{\"bootstrap_servers\":\"kafka:9096\",\"topic_pattern\":\"{stream}\",\"protocol\":{\"security_protocol\":\"SASL_SSL\",\"sasl_mechanism\":\"PLAIN\"}}";
        var outcome = session.Run("param($config, $catalog, $login) Get-KafkaDestinationTopic $config $catalog -Credential $login",
            Config, WriteRun.CatalogJson("a"), Login("Zq7W"));
        Assert.Equal("a", Assert.IsType<AirbyteKafka.DestinationTopic>(Assert.Single(outcome.Values)).Topic);
    }

    [Fact]
    public void One_that_cannot_be_used_is_a_problem_of_the_configuration()
    {
        var outcome = session.Run(Commands, Samples.Config, Login("Zq7W"), Samples.Catalog, "{}", "t");

        const string Message = "connects by PLAINTEXT, which takes no user name and password. "
            + "Set protocol.security_protocol to SASL_SSL or SASL_PLAINTEXT and protocol.sasl_mechanism to PLAIN or SCRAM.";
        Assert.Contains(Message, Assert.IsType<ConnectionCheck>(Assert.Single(outcome.Output).BaseObject).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            ["ConfigInvalid.CredentialNotUsable", "ConfigInvalid", "ConfigInvalid.CredentialNotUsable", "ConfigInvalid"],
            outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.All(outcome.Errors, error => Assert.Contains(Message, error.Exception.Message, StringComparison.Ordinal));
    }

    private static PSCredential Login(string password) => new(TestUser.Writer.Name, new NetworkCredential("", password).SecurePassword);
}
