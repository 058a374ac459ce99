using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;
using AirbyteKafka.Tests.Security;
using Confluent.Kafka;
using CsCheck;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Settings;

public sealed class LibrdkafkaMappingTests
{
    [Fact]
    public void Defaults_are_those_of_kafkas_java_client_not_of_librdkafka() => Assert.Equal(
        """
        bootstrap.servers=kafka1:9092
        security.protocol=PLAINTEXT
        acks=1
        enable.idempotence=false
        compression.type=none
        batch.size=16384
        linger.ms=0
        max.in.flight.requests.per.connection=5
        client.dns.lookup=use_all_dns_ips
        queue.buffering.max.kbytes=33793
        message.max.bytes=1048576
        retries=2147483647
        socket.connection.setup.timeout.ms=10000
        topic.metadata.propagation.max.ms=60000
        request.timeout.ms=30000
        socket.timeout.ms=30000
        delivery.timeout.ms=120000
        socket.send.buffer.bytes=131072
        socket.receive.buffer.bytes=32768
        batch.num.messages=1000000
        queue.buffering.max.messages=0
        socket.keepalive.enable=true
        reconnect.backoff.ms=50
        reconnect.backoff.max.ms=1000
        """.ReplaceLineEndings("\n"),
        Lines(Parse(With()).ToLibrdkafkaProperties()));

    [Fact]
    public void Admin_clients_and_consumers_get_connection_and_security_only() => Assert.Equal(
        """
        bootstrap.servers=kafka1:9092
        security.protocol=PLAINTEXT
        client.id=me
        client.dns.lookup=use_all_dns_ips
        socket.connection.setup.timeout.ms=10000
        socket.timeout.ms=30000
        socket.send.buffer.bytes=131072
        socket.receive.buffer.bytes=32768
        socket.keepalive.enable=true
        reconnect.backoff.ms=50
        reconnect.backoff.max.ms=1000
        """.ReplaceLineEndings("\n"),
        Lines(Parse(With("\"client_id\": \"me\", \"acks\": \"all\"")).ToLibrdkafkaClientProperties()));

    [Theory]
    [InlineData("\"acks\": \"all\"", "acks=all")]
    [InlineData("\"acks\": \"-1\"", "acks=all")]
    [InlineData("\"acks\": 0", "acks=0")]
    [InlineData("\"batch_size\": 0", "batch.size=1")]
    [InlineData("\"send_buffer_bytes\": -1", "socket.send.buffer.bytes=0")]
    [InlineData("\"receive_buffer_bytes\": \"-1\"", "socket.receive.buffer.bytes=0")]
    [InlineData("\"client_dns_lookup\": \"default\"", "client.dns.lookup=use_all_dns_ips")]
    [InlineData("\"client_dns_lookup\": \"resolve_canonical_bootstrap_servers_only\"",
        "client.dns.lookup=resolve_canonical_bootstrap_servers_only")]
    [InlineData("\"request_timeout_ms\": 5", "request.timeout.ms=5", "socket.timeout.ms=10")]
    [InlineData("\"request_timeout_ms\": 1000000", "request.timeout.ms=900000", "socket.timeout.ms=300000", "delivery.timeout.ms=1000000")]
    [InlineData("\"linger_ms\": 0, \"request_timeout_ms\": 1, \"delivery_timeout_ms\": 1", "delivery.timeout.ms=1")]
    [InlineData("\"linger_ms\": \"9223372036854775807\"", "linger.ms=900000", "delivery.timeout.ms=2147483647")]
    [InlineData("\"buffer_memory\": \"9223372036854775807\"", "queue.buffering.max.kbytes=2147483647")]
    [InlineData("\"buffer_memory\": 1, \"max_request_size\": 1", "queue.buffering.max.kbytes=129", "message.max.bytes=1000")]
    [InlineData("\"buffer_memory\": 1048577, \"max_request_size\": 2048", "queue.buffering.max.kbytes=1028")]
    [InlineData("\"max_block_ms\": \"9223372036854775807\"", "topic.metadata.propagation.max.ms=3600000")]
    [InlineData("\"socket_connection_setup_timeout_ms\": 1", "socket.connection.setup.timeout.ms=1000")]
    [InlineData("\"max_in_flight_requests_per_connection\": 2147483647", "max.in.flight.requests.per.connection=1000000")]
    public void Values_with_a_meaning_of_their_own_keep_it(string member, params string[] properties)
    {
        var names = properties.Select(property => property.Split('=')[0]).ToHashSet();
        Assert.Equal(string.Join('\n', properties),
            Lines(Parse(With(member)).ToLibrdkafkaProperties().Where(property => names.Contains(property.Key))));
    }

    [Theory]
    [InlineData("\"acks\": \"all\"", 9, "max.in.flight.requests.per.connection=45")]
    [InlineData("\"acks\": \"all\"", 79, "max.in.flight.requests.per.connection=395")]
    [InlineData("\"acks\": \"all\"", 100, "max.in.flight.requests.per.connection=500 queue.buffering.backpressure.threshold=2")]
    [InlineData("\"acks\": \"all\"", 1_000_000, "max.in.flight.requests.per.connection=1000000 queue.buffering.backpressure.threshold=200")]
    [InlineData("\"max_in_flight_requests_per_connection\": 1", 100, "max.in.flight.requests.per.connection=1 "
        + "queue.buffering.backpressure.threshold=2")]
    [InlineData("\"acks\": \"all\", \"enable_idempotence\": true", 100, "max.in.flight.requests.per.connection=5")]
    public void Many_topics_get_many_requests(string member, int topics, string expected) => Assert.Equal(
        expected,
        string.Join(' ', Parse(With(member)).ToLibrdkafkaProperties(topics)
            .Where(property => property.Key is "max.in.flight.requests.per.connection" or "queue.buffering.backpressure.threshold").Select(
                property => $"{property.Key}={property.Value}")));

    /// <summary>The tables say what becomes what; the mapping does exactly that.</summary>
    [Fact]
    public void The_tables_name_every_property_that_is_set()
    {
        string[] configured = [.. DestinationSettings.All.Concat(ProtocolSettings.All).SelectMany(property => property.Librdkafka).Select(
            target => target.Name)];
        var all = AllConfigs().SelectMany(config => config.ToLibrdkafkaProperties()).Select(property => property.Key).ToHashSet();
        Assert.Equal(configured.Concat(FixedProperties.All.Select(property => property.Name)).Order(), all.Order());
    }

    /// <summary>The native library has the last word on names, ranges and combinations.</summary>
    [Fact]
    public void The_native_client_takes_whatever_was_found_valid()
    {
        int[] topicCounts = [1, 100, 1_000_000];
        Assert.All(AllConfigs(), config => Assert.All(topicCounts, topics => BuildProducer(config, topics)));
        NumberSetting[] numbers = [.. DestinationSettings.All.OfType<NumberSetting>()];
        var number = Gen.OneOf(Gen.OneOf(-1L, 0, 1, 2, 999, 1000, 900_000, 900_001, 100_000_001, 1_000_000_001, int.MaxValue,
            int.MaxValue + 1L, long.MaxValue), Gen.Long[0, 200_000]);
        Gen.Select(Gen.Select(Gen.OneOf(numbers), number).Array[1, 5], Gen.OneOf(topicCounts)).Sample(
            (members, topics) =>
            {
                var json = With(string.Join(',',
                    members.DistinctBy(member => member.Item1).Select(member => $"\"{member.Item1.Name}\": {member.Item2}")));
                if (TryParse(json).Config is { } config)
                {
                    BuildProducer(config, topics);
                }
            },
            iter: 30,
            threads: 1);
    }

    private static IEnumerable<DestinationConfig> AllConfigs()
    {
        using var pki = new TestPki();
        const string OAuth = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required ";
        yield return Parse(With("\"client_id\": \"me\""));
        yield return Parse(With("\"enable_idempotence\": true, \"compression_type\": \"zstd\", \"acks\": \"all\""));
        yield return Parse(WithLogin("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" "
            + "password=\"p\";"));
        yield return Parse(WithLogin("OAUTHBEARER", OAuth + "clientId=\"c\" clientSecret=\"s\" scope=\"a b\" extension_tenant=\"x\";",
            ("sasl_oauthbearer_token_endpoint_url", "https://127.0.0.1:1/token"),
            ("sasl_oauthbearer_token_endpoint_certificates", pki.AuthorityPem)));
        yield return Parse(WithLogin("OAUTHBEARER", OAuth + "unsecuredLoginStringClaim_sub=\"me\" "
            + "unsecuredLoginListClaim_scope=\"|a|b\";"));
        yield return Parse(WithProtocol(
            ("security_protocol", "SSL"), ("ssl_truststore_certificates", pki.AuthorityPem),
                ("ssl_keystore_certificate_chain", pki.ClientPem),
            ("ssl_keystore_key", pki.EncryptedKeyPem("passphrase")), ("ssl_keystore_password", "passphrase"),
                ("ssl_endpoint_identification_algorithm", "")));
        const string Kerberos = "com.sun.security.auth.module.Krb5LoginModule required serviceName=kafka ";
        yield return Parse(WithLogin("GSSAPI", Kerberos + "useTicketCache=true;"));
        yield return Parse(WithLogin("GSSAPI", Kerberos + "useKeyTab=true keyTab=\"/etc/me.keytab\" principal=\"me@EXAMPLE.COM\";"));
    }

    private static void BuildProducer(DestinationConfig config, int topics)
    {
        if (config.Protocol.Login is KerberosLogin)
        {
            // Starts kinit and needs libsasl2, neither of which a test machine has to have.
            return;
        }

        using var producer = new ProducerBuilder<Null,
            Null>(config.ToLibrdkafkaProperties(topics)).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        Assert.NotNull(producer.Name);
    }

    private static string Lines(IEnumerable<KeyValuePair<string, string>> properties) =>
        string.Join('\n', properties.Select(property => $"{property.Key}={property.Value}"));
}
