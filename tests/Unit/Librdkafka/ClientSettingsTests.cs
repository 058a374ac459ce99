using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Tests.Settings;
using Xunit;

namespace AirbyteKafka.Tests.Librdkafka;

/// <summary>Clients differ by what they are opened for, and in nothing else.</summary>
public sealed class ClientSettingsTests
{
    private const string Scram = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" password=\"a secret\";";

    // What says where a client connects, as whom, and how it is encrypted.
    private static readonly string[] Connection = ["bootstrap.servers", "client.id", "client.dns.lookup", "security.", "sasl.", "ssl.",
        "socket."];

    [Fact]
    public void Clients_of_every_purpose_connect_and_log_in_alike()
    {
        var config = ConfigJson.Parse(ConfigJson.WithLogin("SCRAM-SHA-512", Scram));
        var expected = Connecting(ClientSettings.ForWrite(config, topics: 3, debug: false));
        Assert.Equal(
            ("kafka1:9092", "SASL_SSL", "u", "a secret"),
            (expected["bootstrap.servers"], expected["security.protocol"], expected["sasl.username"], expected["sasl.password"]));
        foreach (var settings in (ClientSettings[])
            [ClientSettings.ForCheck(config, TimeSpan.FromSeconds(20), debug: true), ClientSettings.ForAdmin(config),
                ClientSettings.ForRead(ClusterConnection.Of(config))])
        {
            Assert.Equal(expected, Connecting(settings));
        }
    }

    [Theory]
    [InlineData("0", "0", "1")]
    [InlineData("1", "1", "1")]
    [InlineData("all", "all", "all")]
    public void A_check_asks_for_an_acknowledgement_also_where_a_write_has_none(string acks, string write, string check)
    {
        var config = ConfigJson.Parse(ConfigJson.With($"\"acks\": \"{acks}\""));
        Assert.Equal(
            (write, check),
            (ClientSettings.ForWrite(config, 1, debug: false).Properties["acks"],
                ClientSettings.ForCheck(config, TimeSpan.FromSeconds(20), debug: false).Properties["acks"]));
    }

    [Theory]
    [InlineData("", false, null, null)]
    [InlineData("\"compression_type\": \"zstd\"", false, "feature", null)]
    [InlineData("\"enable_idempotence\": true, \"acks\": \"all\"", false, null, "eos")]
    [InlineData("\"compression_type\": \"zstd\", \"enable_idempotence\": true, \"acks\": \"all\"", true, "all", "all")]
    public void The_client_logs_in_detail_what_is_asked_for_or_read_here(string members, bool debug, string? write, string? check)
    {
        var config = ConfigJson.Parse(ConfigJson.With(members));
        Assert.Equal(
            (write, check, debug ? "all" : null),
            (Debug(ClientSettings.ForWrite(config, 1, debug)),
                Debug(ClientSettings.ForCheck(config, TimeSpan.FromSeconds(20), debug)),
                Debug(ClientSettings.ForRead(ClusterConnection.Of(config)).WithDebug(debug))));
    }

    [Fact]
    public void A_refusal_of_either_binding_is_one_sentence_without_a_secret()
    {
        // Only these properties are wrong: their values are what a secret would be.
        var settings = ClientSettings.ForRead(ClusterConnection.Of(ConfigJson.Parse(ConfigJson.WithLogin("SCRAM-SHA-512", Scram)))).With("socket.timeout.ms",
            "a secret");
        var producer = Assert.Throws<AirbyteKafkaException>(() => KafkaClient.OpenProducer(settings));
        var consumer = Assert.Throws<AirbyteKafkaException>(() => KafkaClient.OpenConsumer(settings, log: null, static _ => { }));
        var admin = Assert.Throws<AirbyteKafkaException>(() => KafkaClient.OpenAdmin(settings));
        Assert.All([producer, consumer, admin], refusal =>
        {
            Assert.Equal("ConfigInvalid", refusal.Kind.Id);
            Assert.StartsWith("The Kafka client does not take this configuration: ", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("socket.timeout.ms", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("a secret", refusal.Message, StringComparison.Ordinal);
        });
    }

    private static string? Debug(ClientSettings settings) => settings.Properties.GetValueOrDefault("debug");

    private static SortedDictionary<string, string> Connecting(ClientSettings settings) => new(
        settings.Properties
            .Where(property => Array.Exists(Connection, start => property.Key.StartsWith(start, StringComparison.Ordinal)))
            .ToDictionary(StringComparer.Ordinal),
        StringComparer.Ordinal);
}
