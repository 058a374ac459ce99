using System.Text;
using AirbyteKafka.Errors;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;
using CsCheck;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;
using S = AirbyteKafka.Settings.DestinationSettings;

namespace AirbyteKafka.Tests.Settings;

public sealed class DestinationConfigTests
{
    [Fact]
    public void Two_settings_are_enough_and_the_rest_are_kafkas_defaults()
    {
        var config = Parse(With());

        Assert.Equal(
            ("kafka1:9092", "{namespace}.{stream}", null, false, "PLAINTEXT", null, Acks.Leader, false, "none", 16384, 0, 5),
            (config.BootstrapServers, config.TopicPattern, config.TestTopic, config.SyncProducer, config.Protocol.ToString(),
                config.Values.Get(S.ClientId),
                config.Acks, config.EnableIdempotence, config.CompressionType, config.BatchSize, config.Values.Get(S.LingerMs),
                config.MaxInFlightRequestsPerConnection));
        Assert.Equal(
            ("use_all_dns_ips", 33554432L, 1048576, int.MaxValue, 10_000, 60, 30_000, 120, 131072, 32768, 0),
            (config.Values.Get(S.ClientDnsLookup), config.BufferMemory, config.MaxRequestSize, config.Retries,
                config.Values.Get(S.SocketConnectionSetupTimeoutMs), (int)config.MaxBlock.TotalSeconds,
                    config.Values.Get(S.RequestTimeoutMs),
                (int)config.DeliveryTimeout.TotalSeconds, config.Values.Get(S.SendBufferBytes), config.Values.Get(S.ReceiveBufferBytes),
                    config.Warnings.Count));
    }

    [Fact]
    public void The_form_of_airbyte_is_read_with_its_numbers_in_strings()
    {
        var config = Parse(With("""
            "bootstrap_servers": " kafka1:9092 , [::1]:9093,", "topic_pattern": "t", "test_topic": "check", "sync_producer": true,
            "protocol": {"security_protocol": "PLAINTEXT"}, "client_id": "airbyte", "acks": "all", "enable_idempotence": true,
            "compression_type": "zstd", "batch_size": 1000, "linger_ms": "50", "max_in_flight_requests_per_connection": 1,
            "client_dns_lookup": "default", "buffer_memory": "5000000000", "max_request_size": 2000000, "retries": 7,
            "socket_connection_setup_timeout_ms": "1500", "socket_connection_setup_timeout_max_ms": "30000", "max_block_ms": "900",
            "request_timeout_ms": 2000, "delivery_timeout_ms": 3000, "send_buffer_bytes": -1, "receive_buffer_bytes": "-1"
            """));

        Assert.Equal(
            ("kafka1:9092,[::1]:9093", "check", true, "airbyte", Acks.All, true, "zstd", 1000, 50, 1, "default", 5_000_000_000L, 2000000,
                7),
            (config.BootstrapServers, config.TestTopic, config.SyncProducer, config.Values.Get(S.ClientId), config.Acks,
                config.EnableIdempotence,
                config.CompressionType, config.BatchSize, config.Values.Get(S.LingerMs), config.MaxInFlightRequestsPerConnection,
                config.Values.Get(S.ClientDnsLookup), config.BufferMemory, config.MaxRequestSize, config.Retries));
        Assert.Equal(
            (1500, 900, 2000, 3000, -1, -1, 0),
            (config.Values.Get(S.SocketConnectionSetupTimeoutMs), (int)config.MaxBlock.TotalMilliseconds,
                config.Values.Get(S.RequestTimeoutMs),
                (int)config.DeliveryTimeout.TotalMilliseconds, config.Values.Get(S.SendBufferBytes),
                    config.Values.Get(S.ReceiveBufferBytes),
                config.Warnings.Count));
    }

    [Fact]
    public void Everything_that_is_wrong_is_reported_at_once()
    {
        var exception = Assert.Throws<AirbyteKafkaException>(() => Parse(Encoding.UTF8.GetBytes("""
            {
              "bootstrap_servers": "kafka1", "acks": "1", "enable_idempotence": true, "retries": 0, "max_in_flight_requests_per_connection": 6,
              "compression_type": "zip", "batch_size": "many", "linger_ms": "50", "delivery_timeout_ms": 1000, "send_buffer_bytes": -2,
              "protocol": {"security_protocol": "SASL_SSL", "sasl_mechanism": "SCRAM", "ssl_keystore_key": 7}
            }
            """)));

        Assert.Equal(ErrorKind.ConfigInvalid, exception.Kind);
        Assert.Equal(
            """
            The configuration in config.json cannot be used, for 12 reasons:
            - protocol.sasl_mechanism: 'SCRAM' is not one of GSSAPI, OAUTHBEARER, SCRAM-SHA-256, SCRAM-SHA-512, PLAIN.
            - protocol.ssl_keystore_certificate_chain is missing. A client certificate takes two: ssl_keystore_key is set, ssl_keystore_certificate_chain is not.
            - protocol.ssl_keystore_key has to hold one private key in PEM format (-----BEGIN PRIVATE KEY----- or -----BEGIN ENCRYPTED PRIVATE KEY-----); none was found.
            - bootstrap_servers: its entry has no port. Write host:port, with commas between several.
            - topic_pattern is missing. Topic that records are written to. {namespace} and {stream} stand for those of the record, so that one pattern can serve many streams. Characters other than ASCII letters, digits and the underscore become underscores.
            - compression_type: 'zip' is not one of none, gzip, snappy, lz4, zstd.
            - batch_size must be a whole number, not a text of 4 characters (not shown: it may be a secret).
            - send_buffer_bytes: '-2' is out of range; it must be from -1 to 2147483647.
            - acks must be 'all' when enable_idempotence is true.
            - retries (0) must be greater than 0 when enable_idempotence is true.
            - max_in_flight_requests_per_connection (6) must be at most 5 when enable_idempotence is true.
            - delivery_timeout_ms (1000) must be at least linger_ms + request_timeout_ms (30050).
            """.ReplaceLineEndings("\n"),
            exception.Message);
    }

    [Fact]
    public void A_number_and_its_text_are_the_same()
    {
        NumberSetting[] numbers = [.. S.All.OfType<NumberSetting>()];
        Gen.Select(Gen.OneOf(numbers), Gen.OneOf(Gen.Long, Gen.Int.Select(i => (long)i), Gen.Long[-2, 70000]),
            Gen.OneOf("{0}", "{0}.0", "{0}e0"))
            .Sample((property, number, format) =>
            {
                var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, number);
                var asNumber = TryParse(With($"\"{property.Name}\": {text}"));
                var asText = TryParse(With($"\"{property.Name}\": \" {text} \""));
                Assert.Equal(asNumber.Config?.ToLibrdkafkaProperties(), asText.Config?.ToLibrdkafkaProperties());
                Assert.Equal(asNumber.Problems, asText.Problems);
                Assert.Equal(asNumber.Warnings, asText.Warnings);
            });
    }

    [Fact]
    public void No_json_in_any_property_throws_anything_but_problems()
    {
        var value = Gen.Recursive<string>((depth, self) => Gen.OneOf(
            Gen.OneOf("null", "true", "false", "1e400", "-0", "1.5", "99999999999999999999", "\"\"", "\" \"", "\"\\ud800\"",
                "\"\\u0000\"", "\"all\"", "\"-----BEGIN CERTIFICATE-----AA==-----END CERTIFICATE-----\""),
            Gen.Long.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Gen.String.Select(Quote),
            depth > 2 ? Gen.Const("[]") : self.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
            depth > 2 ? Gen.Const("{}") : Gen.Select(Gen.String.Select(Quote), self).Array[0,
                3].Select(items => $"{{{string.Join(',', items.Select(item => $"{item.Item1}:{item.Item2}"))}}}")));
        string[] names = [.. DestinationSettings.All.Select(property => property.Name), "unknown"];
        string[] protocolNames = [.. ProtocolSettings.All.Select(property => property.Name)];
        var protocol = Gen.Select(Gen.OneOf("PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL", "SSL"),
            Gen.OneOf([.. SaslMechanism.All.Select(mechanism => mechanism.Name)]), Gen.Select(Gen.OneOf(protocolNames), value).Array[0, 4])
            .Select((security, mechanism, members) =>
                $$"""{"security_protocol": "{{security}}", "sasl_mechanism": "{{mechanism}}"{{string.Concat(members.Select(member => $", \"{member.Item1}\": {member.Item2}"))}}}""");

        Gen.Select(Gen.Select(Gen.OneOf(names), value).Array[0, 6], protocol).Sample((members, protocolJson) =>
        {
            var json = Encoding.UTF8.GetBytes(
                $$"""{"bootstrap_servers": "k:1", "topic_pattern": "t", "protocol": {{protocolJson}}{{string.Concat(members.Select(member => $", \"{member.Item1}\": {member.Item2}"))}}}""");
            var result = TryParse(json);
            Assert.Equal(result.Problems.Count == 0, result.Config is not null);
            _ = result.Config?.ToLibrdkafkaProperties();
        });
    }

    [Fact]
    public void No_bytes_throw_anything_but_problems() =>
        Gen.OneOf(Gen.Byte.Array, Gen.String["{}[]\":,\\ u0n\u00e9"].Select(Encoding.UTF8.GetBytes),
            Gen.Int[0, 400].Select(length => With("\"acks\": \"all\"").Take(length).ToArray()))
            .Sample(bytes =>
            {
                var result = TryParse(bytes);
                Assert.Equal(result.Problems.Count == 0, result.Config is not null);
            });
}
