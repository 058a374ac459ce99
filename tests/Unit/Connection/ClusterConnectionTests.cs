using System.Text;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Tests.Settings;
using Xunit;

namespace AirbyteKafka.Tests.Connection;

/// <summary>A connection is what a configuration says of address, login, TLS and time limits, and nothing else.</summary>
public sealed class ClusterConnectionTests
{
    private const string Scram =
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" password=\"a secret\";";

    [Fact]
    public void From_a_configuration_only_address_login_and_time_limits_are_taken()
    {
        var connection = ClusterConnection.Of(ConfigJson.Parse(ConfigJson.With(
            $$"""
            "protocol": {
                "security_protocol": "SASL_SSL", "sasl_mechanism": "SCRAM-SHA-512", "sasl_jaas_config": {{ConfigJson.Quote(Scram)}}},
            "acks": "0", "linger_ms": "7", "compression_type": "lz4", "client_id": "me", "delivery_timeout_ms": 60000
            """)));

        var send = ClientSettings.ForSend(connection, debug: false).Properties;

        Assert.Equal(
            ["kafka1:9092", "SASL_SSL", "u", "a secret", "60000", "all", "true", "0", "none", ""],
            ((string[])["bootstrap.servers", "security.protocol", "sasl.username", "sasl.password", "delivery.timeout.ms", "acks",
                "enable.idempotence", "linger.ms", "compression.type", "client.id"]).Select(name => send.GetValueOrDefault(name, "")));
    }

    [Fact]
    public void What_a_configuration_says_of_writing_may_be_missing_or_wrong()
    {
        var result = Parse("""{"bootstrap_servers": ["kafka1:9092", "kafka2:9093"], "acks": 7, "linger_ms": "x", "topic_pattern": ""}""");

        Assert.Equal(("", "kafka1:9092,kafka2:9093 (PLAINTEXT)"),
            (string.Join(' ', result.Problems.Concat(result.Warnings)), ClusterConnection.Of(result.Config!).ToString()));
    }

    [Theory]
    [InlineData("""{"boostrap_servers": "kafka:9092"}""",
        "bootstrap_servers is missing. boostrap_servers is not a setting: did you mean bootstrap_servers?*")]
    [InlineData("""{"bootstrap_servers": "kafka"}""", "bootstrap_servers: its entry has no port.*")]
    [InlineData("""{"bootstrap_servers": "kafka:9092", "protocol": {"security_protocol": "SASL"}}""",
        "protocol.security_protocol: 'SASL' is not one of PLAINTEXT, SASL_PLAINTEXT, SASL_SSL, SSL.")]
    public void What_it_says_of_the_connection_has_to_be_right(string json, string problem) =>
        Assert.Matches(System.Text.RegularExpressions.Regex.Escape(problem).Replace("\\*", ".*", StringComparison.Ordinal),
            Assert.Single(Parse(json).Problems).Message);

    [Fact]
    public void A_login_among_the_addresses_is_not_repeated() => Assert.Equal(
        ("ConfigInvalid", false),
        Assert.Throws<AirbyteKafkaException>(() => ClusterConnection.ToServers("me:hunter2@kafka:9092", "-Connection")) is var failure
            ? (failure.Kind.Id, failure.Message.Contains("hunter2", StringComparison.Ordinal)) : default);

    private static AirbyteKafka.Settings.ConfigParseResult Parse(string json) =>
        ClusterConnection.TryParse(Encoding.UTF8.GetBytes(json), "-Connection");
}
