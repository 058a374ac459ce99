using System.Text;
using AirbyteKafka.Errors;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Settings;

public sealed class ConfigValidationTests
{
    [Theory]
    [InlineData("", "config.json is empty. It has to hold a JSON object.")]
    [InlineData("\uFEFF \n", "config.json is empty. It has to hold a JSON object.")]
    [InlineData("[1]", "config.json has to hold a JSON object with the settings, as in {\"bootstrap_servers\": \"kafka:9092\", …}.")]
    [InlineData("\"kafka:9092\"", "config.json has to hold a JSON object with the settings, as in {\"bootstrap_servers\": "
        + "\"kafka:9092\", …}.")]
    [InlineData("{\"a\": \"é\", b}", "config.json is not valid JSON: line 1, column 12: what stands there is not expected.")]
    [InlineData("{\n \"a\": 1,\n}", "config.json is not valid JSON: line 3, column 1: '}' is not expected there.")]
    [InlineData("{\"a\": 1 /* why */}", "config.json is not valid JSON: line 1, column 9: what stands there is not expected.")]
    [InlineData("{\"a\": 1}}", "config.json is not valid JSON: line 1, column 9: '}' is not expected there.")]
    [InlineData("{\"sasl_jaas_config\": t0psecret}", "config.json is not valid JSON: line 1, column 23: what stands there is not "
        + "expected.")]
    [InlineData("{\"a\": ", "config.json is not valid JSON: line 1, column 7: the text ends too early.")]
    public void Text_that_is_no_json_object_is_refused_with_its_place(string text, string message) =>
        Assert.Equal(message, Assert.Throws<AirbyteKafkaException>(() => Parse(Encoding.UTF8.GetBytes(text))).Message);

    [Fact]
    public void Other_encodings_than_utf8_are_named() => Assert.Equal(
        ["config.json is encoded as UTF-16. Save it as UTF-8.", "config.json is encoded as UTF-16. Save it as UTF-8.",
            "config.json is not valid UTF-8. Save it as UTF-8."],
        new[] { [0xFF, 0xFE, (byte)'{', 0], [0xFE, 0xFF, 0, (byte)'{'],
            "{\"a\": \"\xE9\"}"u8.ToArray().Select(b => b == 0xC3 ? (byte)0xFF : b).ToArray() }.SelectMany(Messages));

    [Theory]
    [InlineData("\"bootstrap_servers\": null", "Missing bootstrap_servers")]
    [InlineData("\"topic_pattern\": \" \"", "Missing topic_pattern")]
    [InlineData("\"bootstrap_servers\": [\"a:1\", 2]", "WrongType bootstrap_servers")]
    [InlineData("\"topic_pattern\": {}", "WrongType topic_pattern")]
    [InlineData("\"client_id\": \"a\\u0000b\"", "UnusableText client_id")]
    [InlineData("\"client_id\": \"a\\ud83d\"", "UnusableText client_id")]
    [InlineData("\"acks\": \"2\"", "NotAllowed acks")]
    [InlineData("\"acks\": \"ALL\"", "NotAllowed acks")]
    [InlineData("\"sync_producer\": 1", "WrongType sync_producer")]
    [InlineData("\"sync_producer\": \"yes\"", "WrongType sync_producer")]
    [InlineData("\"compression_type\": \"brotli\"", "NotAllowed compression_type")]
    [InlineData("\"client_dns_lookup\": \"first\"", "NotAllowed client_dns_lookup")]
    [InlineData("\"batch_size\": -1", "OutOfRange batch_size")]
    [InlineData("\"batch_size\": 2147483648", "OutOfRange batch_size")]
    [InlineData("\"batch_size\": 1.5", "WrongType batch_size")]
    [InlineData("\"batch_size\": true", "WrongType batch_size")]
    [InlineData("\"batch_size\": \"16k\"", "WrongType batch_size")]
    [InlineData("\"linger_ms\": \"-1\"", "OutOfRange linger_ms")]
    [InlineData("\"linger_ms\": 1e400", "WrongType linger_ms")]
    [InlineData("\"buffer_memory\": 99999999999999999999", "OutOfRange buffer_memory")]
    [InlineData("\"buffer_memory\": 0", "OutOfRange buffer_memory")]
    [InlineData("\"max_request_size\": 0", "OutOfRange max_request_size")]
    [InlineData("\"max_in_flight_requests_per_connection\": 0", "OutOfRange max_in_flight_requests_per_connection")]
    [InlineData("\"request_timeout_ms\": 0", "OutOfRange request_timeout_ms")]
    [InlineData("\"receive_buffer_bytes\": -2", "OutOfRange receive_buffer_bytes")]
    [InlineData("\"delivery_timeout_ms\": 0", "Contradiction delivery_timeout_ms")]
    [InlineData("\"delivery_timeout_ms\": 29999", "Contradiction delivery_timeout_ms")]
    [InlineData("\"enable_idempotence\": \"true\", \"acks\": 1", "Contradiction acks")]
    [InlineData("\"protocol\": \"PLAINTEXT\"", "WrongType protocol")]
    [InlineData("\"protocol\": []", "WrongType protocol")]
    [InlineData("\"protocol\": {\"sasl_mechanism\": \"PLAIN\"}", "Missing protocol.security_protocol")]
    [InlineData("\"protocol\": {\"security_protocol\": \"TLS\"}", "NotAllowed protocol.security_protocol")]
    [InlineData("\"protocol\": {\"security_protocol\": \"SASL_SSL\"}", "Missing protocol.sasl_jaas_config")]
    [InlineData("\"protocol\": {\"security_protocol\": \"SSL\", \"ssl_endpoint_identification_algorithm\": \"http\"}",
        "NotAllowed protocol.ssl_endpoint_identification_algorithm")]
    public void Each_kind_of_mistake_has_its_id_and_path(string member, string problem) => Assert.Equal([problem], Problems(With(member)));

    [Theory]
    [InlineData("topic_pattern", "\u0301", 1, "gives a topic name that is empty")]
    [InlineData("topic_pattern", "n", 250, "gives a topic name that has 250 characters, 1 more than the 249 that Kafka allows")]
    [InlineData("topic_pattern", "{stream}/", 251, "gives a topic name that has 251 characters, 2 more than the 249 that Kafka allows")]
    [InlineData("test_topic", "\u0301", 2, "gives a topic name that is empty")]
    [InlineData("test_topic", "t", 300, "gives a topic name that has 300 characters, 51 more than the 249 that Kafka allows")]
    public void A_name_that_Kafka_refuses_is_told_with_all_else_that_is_wrong(string property, string part, int times, string problem)
    {
        var json = With($"\"{property}\": {Quote(string.Concat(Enumerable.Repeat(part, times)))}, \"acks\": 9");
        Assert.Equal([$"{property} {problem}. Change it.", "acks: '9' is not one of 0, 1, all."], Messages(json));
        Assert.Equal([$"TopicName {property}", "NotAllowed acks"], Problems(json));
    }

    [Theory]
    [InlineData("\"topic_pattern\": \"..\", \"test_topic\": \".\"")]
    [InlineData("\"topic_pattern\": \"{namespace}{stream}\"")]
    public void A_name_that_Kafka_takes_after_the_transformation_is_valid(string members) => Assert.Empty(Problems(With(members)));

    [Theory]
    [InlineData("kafka1", "its entry has no port")]
    [InlineData("a:1,b", "entry 2 of 2 has no port")]
    [InlineData("kafka1:0", "'kafka1:0' has no port from 1 to 65535")]
    [InlineData("kafka1:65536", "'kafka1:65536' has no port from 1 to 65535")]
    [InlineData("kafka1:+92", "'kafka1:+92' has no port from 1 to 65535")]
    [InlineData("kafka1:9092/x", "its entry has no port from 1 to 65535")]
    [InlineData(":9092", "':9092' has no host")]
    [InlineData("[::1]", "its entry has no port")]
    [InlineData("[::z]:9092", "'[::z]:9092' has no valid IPv6 address")]
    [InlineData("kaf ka:9092", "'kaf ka:9092' has a character in its host that host names cannot have")]
    [InlineData("käfka:9092", "'käfka:9092' has a character in its host that host names cannot have")]
    public void A_bootstrap_entry_that_cannot_be_read_is_named(string list, string reason) =>
        Assert.Equal([$"bootstrap_servers: {reason}. Write host:port, with commas between several."],
            Messages(With($"\"bootstrap_servers\": {Quote(list)}")));

    [Fact]
    public void Bootstrap_entries_are_read_as_javas_client_does() => Assert.Equal(
        "kafka-1.example.com:9092,127.0.0.1:1,[::1]:9093,[fe80::1]:65535,b_2:9092",
        Parse(With("\"bootstrap_servers\": \",SSL://kafka-1.example.com:9092, 127.0.0.1:1 "
            + ",,plaintext://[::1]:9093,fe80::1:65535,b_2:9092,127.0.0.1:1,\"")).BootstrapServers);

    [Fact]
    public void A_list_of_nothing_but_commas_names_no_broker() =>
        Assert.Equal(["bootstrap_servers names no broker. Write host:port, with commas between several."],
            Messages(With("\"bootstrap_servers\": \", ,\"")));

    [Theory]
    [InlineData("\"bootstrap_server\": \"x\"", "bootstrap_server is not a setting and has no effect. Did you mean bootstrap_servers?")]
    [InlineData("\"bootstrap.servers\": \"x\"", "bootstrap.servers is not a setting and has no effect. Did you mean bootstrap_servers?")]
    [InlineData("\"lingerMs\": 5", "lingerMs is not a setting and has no effect. Did you mean linger_ms?")]
    [InlineData("\"sasl_jaas_config\": \"\"", "sasl_jaas_config is not a setting and has no effect. Did you mean "
        + "protocol.sasl_jaas_config?")]
    [InlineData("\"transactional_id\": \"\"", "transactional_id is not a setting and has no effect.")]
    [InlineData("\"protocol\": {\"security_protocl\": \"SSL\"}", "protocol.security_protocl is not a setting and has no effect. Did you "
        + "mean protocol.security_protocol?")]
    [InlineData("\"protocol\": {\"acks\": \"all\"}", "protocol.acks is not a setting and has no effect. Did you mean acks?")]
    [InlineData("\"protocol\": {\"security_protocol\": \"PLAINTEXT\", \"sasl_mechanism\": \"PLAIN\"}",
        "protocol.sasl_mechanism has no effect with security_protocol PLAINTEXT.")]
    [InlineData("\"protocol\": {\"security_protocol\": \"ssl\", \"ssl_keystore_password\": \"xyz\"}",
        "protocol.ssl_keystore_password has no effect without ssl_keystore_key.")]
    [InlineData("\"socket_connection_setup_timeout_max_ms\": \"20000\"", "socket_connection_setup_timeout_max_ms has no effect: "
        + "librdkafka does not raise the connection setup timeout after a failure, it keeps socket_connection_setup_timeout_ms.")]
    [InlineData("\"bootstrap_servers\": \"SSL://a:1\"", "bootstrap_servers: the prefix of 'a:1' has no effect; the connection uses "
        + "PLAINTEXT from protocol.security_protocol.")]
    [InlineData("\"linger_ms\": 1000000", "linger_ms: 1000000 is used as 900000 for linger.ms, which takes 0 to 900000.",
        "delivery_timeout_ms is absent; its default of 120000 is raised to linger_ms + request_timeout_ms, 1030000.")]
    [InlineData("\"request_timeout_ms\": 400000, \"delivery_timeout_ms\": 500000", "request_timeout_ms: 400000 is used as 300000 for "
        + "socket.timeout.ms, which takes 10 to 300000.")]
    [InlineData("\"max_request_size\": 999", "max_request_size: 999 is used as 1000 for message.max.bytes, which takes 1000 to "
        + "1000000000.")]
    public void What_works_otherwise_than_one_may_think_gets_a_warning(string member, params string[] warnings) =>
        Assert.Equal(warnings, Warnings(With(member)));

    [Fact]
    public void A_key_given_twice_counts_the_last_time()
    {
        var result = TryParse(
            [
                .. "{\"bootstrap_servers\": \"a:1\", \"topic_pattern\": \"t\", \"acks\": \"0\", \"acks\": \"all\", "u8,
                .. "\"protocol\": {\"security_protocol\": \"TLS\"}, \"protocol\": {}}"u8,
            ]);
        Assert.Equal((AirbyteKafka.Settings.Acks.All, "acks is given twice; the last one counts. protocol is given twice; the last one "
            + "counts."), (result.Config!.Acks, string.Join(' ', result.Warnings.Select(warning => warning.Message))));
    }

    [Fact]
    public void Acks_of_an_idempotent_producer_are_all_when_absent() =>
        Assert.Equal(AirbyteKafka.Settings.Acks.All, Parse(With("\"enable_idempotence\": true")).Acks);

    [Fact]
    public void A_valid_result_says_so_and_an_invalid_one_has_no_config() => Assert.Equal(
        ("config.json is valid.", "The configuration in config.json cannot be used: acks: '9' is not one of 0, 1, all.", true),
        (TryParse(With()).ToString(), TryParse(With("\"acks\": 9")).ToString(), TryParse(With("\"acks\": 9")).Config is null));
}
