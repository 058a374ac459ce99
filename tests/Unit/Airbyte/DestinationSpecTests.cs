using System.Text.Json;
using System.Text.Json.Nodes;
using AirbyteKafka.Airbyte.Spec;
using AirbyteKafka.Settings;
using Xunit;

namespace AirbyteKafka.Tests.Airbyte;

public sealed class DestinationSpecTests
{
    /// <summary>
    /// Names, order, titles, types, defaults, enums, examples, required and secrets of <c>airbyte/destination-kafka</c> 0.1.11; not its
    /// descriptions.
    /// </summary>
    private const string Spec0111 = """
        {
          "documentationUrl": "https://docs.airbyte.com/integrations/destinations/kafka",
          "supportsIncremental": true,
          "supportsNormalization": false,
          "supportsDBT": false,
          "supported_destination_sync_modes": ["append"],
          "connectionSpecification": {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "Kafka Destination Spec",
            "type": "object",
            "required": [
              "bootstrap_servers", "topic_pattern", "protocol", "acks", "enable_idempotence", "compression_type", "batch_size", "linger_ms",
              "max_in_flight_requests_per_connection", "client_dns_lookup", "buffer_memory", "max_request_size", "retries",
              "socket_connection_setup_timeout_ms", "socket_connection_setup_timeout_max_ms", "max_block_ms", "request_timeout_ms",
              "delivery_timeout_ms", "send_buffer_bytes", "receive_buffer_bytes"
            ],
            "additionalProperties": true,
            "properties": {
              "bootstrap_servers": {"title": "Bootstrap Servers", "type": "string", "examples": ["kafka-broker1:9092,kafka-broker2:9092"]},
              "topic_pattern": {"title": "Topic Pattern", "type": "string", "examples": ["sample.topic", "{namespace}.{stream}.sample"]},
              "test_topic": {"title": "Test Topic", "type": "string", "examples": ["test.topic"]},
              "sync_producer": {"title": "Sync Producer", "type": "boolean", "default": false},
              "protocol": {
                "title": "Protocol", "type": "object",
                "oneOf": [
                  {
                    "title": "PLAINTEXT", "required": ["security_protocol"],
                    "properties": {"security_protocol": {"type": "string", "enum": ["PLAINTEXT"], "default": "PLAINTEXT"}}
                  },
                  {
                    "title": "SASL PLAINTEXT", "required": ["security_protocol", "sasl_mechanism", "sasl_jaas_config"],
                    "properties": {
                      "security_protocol": {"type": "string", "enum": ["SASL_PLAINTEXT"], "default": "SASL_PLAINTEXT"},
                      "sasl_mechanism": {"title": "SASL Mechanism", "type": "string", "default": "PLAIN", "enum": ["GSSAPI", "OAUTHBEARER", "SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN"]},
                      "sasl_jaas_config": {"title": "SASL JAAS Config", "type": "string", "default": "", "airbyte_secret": true}
                    }
                  },
                  {
                    "title": "SASL SSL", "required": ["security_protocol", "sasl_mechanism", "sasl_jaas_config"],
                    "properties": {
                      "security_protocol": {"type": "string", "enum": ["SASL_SSL"], "default": "SASL_SSL"},
                      "sasl_mechanism": {"title": "SASL Mechanism", "type": "string", "default": "GSSAPI", "enum": ["GSSAPI", "OAUTHBEARER", "SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN"]},
                      "sasl_jaas_config": {"title": "SASL JAAS Config", "type": "string", "default": "", "airbyte_secret": true}
                    }
                  }
                ]
              },
              "client_id": {"title": "Client ID", "type": "string", "examples": ["airbyte-producer"]},
              "acks": {"title": "ACKs", "type": "string", "default": "1", "enum": ["0", "1", "all"]},
              "enable_idempotence": {"title": "Enable Idempotence", "type": "boolean", "default": false},
              "compression_type": {"title": "Compression Type", "type": "string", "default": "none", "enum": ["none", "gzip", "snappy", "lz4", "zstd"]},
              "batch_size": {"title": "Batch Size", "type": "integer", "examples": [16384]},
              "linger_ms": {"title": "Linger ms", "type": "string", "examples": [0]},
              "max_in_flight_requests_per_connection": {"title": "Max in Flight Requests per Connection", "type": "integer", "examples": [5]},
              "client_dns_lookup": {
                "title": "Client DNS Lookup", "type": "string", "default": "use_all_dns_ips",
                "enum": ["default", "use_all_dns_ips", "resolve_canonical_bootstrap_servers_only", "use_all_dns_ips"]
              },
              "buffer_memory": {"title": "Buffer Memory", "type": "string", "examples": [33554432]},
              "max_request_size": {"title": "Max Request Size", "type": "integer", "examples": [1048576]},
              "retries": {"title": "Retries", "type": "integer", "examples": [2147483647]},
              "socket_connection_setup_timeout_ms": {"title": "Socket Connection Setup Timeout", "type": "string", "examples": [10000]},
              "socket_connection_setup_timeout_max_ms": {"title": "Socket Connection Setup Max Timeout", "type": "string", "examples": [30000]},
              "max_block_ms": {"title": "Max Block ms", "type": "string", "examples": [60000]},
              "request_timeout_ms": {"title": "Request Timeout", "type": "integer", "examples": [30000]},
              "delivery_timeout_ms": {"title": "Delivery Timeout", "type": "integer", "examples": [120000]},
              "send_buffer_bytes": {"title": "Send Buffer bytes", "type": "integer", "examples": [131072]},
              "receive_buffer_bytes": {"title": "Receive Buffer bytes", "type": "integer", "examples": [32768]}
            }
          }
        }
        """;

    private static readonly string[] Additions =
    [
        "sasl_oauthbearer_token_endpoint_url", "sasl_oauthbearer_token_endpoint_certificates", "ssl_truststore_certificates",
        "ssl_keystore_certificate_chain", "ssl_keystore_key", "ssl_keystore_password", "ssl_endpoint_identification_algorithm",
    ];

    [Fact]
    public void Without_the_additions_it_is_the_spec_of_0_1_11()
    {
        var spec = JsonNode.Parse(DestinationSpec.ToJson())!.AsObject();
        var topLevel = spec["connectionSpecification"]!["properties"]!.AsObject();
        foreach (var addition in TopicSettings.All)
        {
            topLevel.Remove(addition.Name);
        }

        var variants = topLevel["protocol"]!["oneOf"]!.AsArray();
        variants.RemoveAt(3);
        foreach (var properties in variants.Select(variant => variant!["properties"]!.AsObject()))
        {
            foreach (var addition in Additions)
            {
                properties.Remove(addition);
            }
        }

        foreach (var addition in RecordSettings.All)
        {
            spec["connectionSpecification"]!["properties"]!.AsObject().Remove(addition.Name);
        }

        var expected = JsonNode.Parse(Spec0111)!.AsObject();
        RemoveDescriptions(spec);
        Assert.True(JsonNode.DeepEquals(expected, spec), spec.ToJsonString());
        Assert.Equal(Orders(expected), Orders(spec));
    }

    [Fact]
    public void Additions_are_optional_and_secrets_are_marked()
    {
        using var spec = JsonDocument.Parse(DestinationSpec.ToJson());
        var variants = spec.RootElement.GetProperty("connectionSpecification").GetProperty("properties").GetProperty("protocol")
            .GetProperty("oneOf").EnumerateArray().ToArray();
        Assert.Equal(
            [
                "PLAINTEXT: security_protocol!",
                "SASL PLAINTEXT: security_protocol! sasl_mechanism! sasl_jaas_config!* sasl_oauthbearer_token_endpoint_url "
                    + "sasl_oauthbearer_token_endpoint_certificates*",
                "SASL SSL: security_protocol! sasl_mechanism! sasl_jaas_config!* sasl_oauthbearer_token_endpoint_url "
                    + "sasl_oauthbearer_token_endpoint_certificates* ssl_truststore_certificates* ssl_keystore_certificate_chain* "
                    + "ssl_keystore_key* ssl_keystore_password* ssl_endpoint_identification_algorithm",
                "SSL: security_protocol! ssl_truststore_certificates* ssl_keystore_certificate_chain* ssl_keystore_key* "
                    + "ssl_keystore_password* ssl_endpoint_identification_algorithm",
            ],
            variants.Select(variant =>
                $"{variant.GetProperty("title")}: {string.Join(' ', variant.GetProperty("properties").EnumerateObject().Select(property =>
                property.Name
                + (variant.GetProperty("required").EnumerateArray().Any(name => name.GetString() == property.Name) ? "!" : "")
                + (property.Value.TryGetProperty("airbyte_secret", out var secret) && secret.GetBoolean() ? "*" : "")))}"));
    }

    [Fact]
    public void What_the_java_connector_does_not_have_is_optional_and_not_sent_by_itself()
    {
        using var spec = JsonDocument.Parse(DestinationSpec.ToJson());
        var form = spec.RootElement.GetProperty("connectionSpecification");
        var required = form.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet();
        Assert.Equal(
            [
                "topic_name_transform string airbyte none", "topic_names_lowercase boolean", "topic_num_partitions integer",
                "topic_replication_factor integer", "topic_config string multiline", "on_record_error string fail dead_letter",
                "dead_letter_topic string", "producer_properties string multiline",
            ],
            TopicSettings.All.Select(setting => (setting.Name, Property: form.GetProperty("properties").GetProperty(setting.Name))).Select(
                setting => string.Join(
                    ' ',
                    (string[])
                    [
                        setting.Name,
                        setting.Property.GetProperty("type").GetString()!,
                        .. setting.Property.TryGetProperty("enum", out var values)
                            ? values.EnumerateArray().Select(value => value.GetString()!) : [],
                        .. setting.Property.TryGetProperty("multiline", out _) ? (string[])["multiline"] : [],
                        .. setting.Property.TryGetProperty("default", out _) ? (string[])["DEFAULT"] : [],
                        .. required.Contains(setting.Name) ? (string[])["REQUIRED"] : [],
                    ])));
    }

    [Fact]
    public void Every_property_is_described_in_a_sentence() =>
        Assert.All(DestinationSettings.All.Concat(ProtocolSettings.All), property =>
            Assert.Matches("^[A-Zh].{20,}[.;]$", property.Description));

    [Fact]
    public void What_the_form_offers_by_default_is_valid()
    {
        var members = DestinationSettings.All.Where(property => property is not ProtocolSetting)
            .Where(property => property.SpecDefault is not null || property.SpecExamples.Count > 0)
            .Select(property => $"\"{property.Name}\": {property.SpecDefault ?? property.SpecExamples[0]}");
        Assert.Empty(DestinationConfig.TryParse(System.Text.Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}"), "form").Problems);
    }

    private static void RemoveDescriptions(JsonObject node)
    {
        // A property may be called description; only texts are descriptions.
        if (node["description"] is JsonValue)
        {
            node.Remove("description");
        }

        foreach (var (_, child) in node)
        {
            foreach (var inner in child is JsonArray array ? array.OfType<JsonObject>() : child is JsonObject one ? [one] : [])
            {
                RemoveDescriptions(inner);
            }
        }
    }

    /// <summary>The order of properties, which the form follows, top level and per variant.</summary>
    private static string Orders(JsonObject spec)
    {
        var properties = spec["connectionSpecification"]!["properties"]!.AsObject();
        var variants = properties["protocol"]!["oneOf"]!.AsArray().Select(variant => variant!["properties"]!.AsObject());
        return string.Join('\n', variants.Prepend(properties).Select(shape => string.Join(' ', shape.Select(property => property.Key))));
    }
}
