using AirbyteKafka.Settings;
using Xunit;

namespace AirbyteKafka.Tests.Settings;

/// <summary>The file that Kafka's own tools are given, in the format of Java's <c>Properties</c>.</summary>
public sealed class ClientPropertiesTests
{
    [Theory]
    [InlineData("a=b", "a", "b")]
    [InlineData("  a : b c ", "a", "b c ")]
    [InlineData("a b=c", "a", "b=c")]
    [InlineData("a\\=b=c", "a=b", "c")]
    [InlineData("a=b\\\n   c", "a", "bc")]
    [InlineData("a=b\\\\\nc=d", "a", "b\\")]
    [InlineData("a=\\u00e9\\t\\:x", "a", "é\t:x")]
    [InlineData("# a=1\n! a=2\n\r\na=3\r\n", "a", "3")]
    [InlineData("a=1\na=2", "a", "2")]
    [InlineData("a", "a", "")]
    public void Lines_are_read_as_Java_reads_them(string text, string key, string value) =>
        Assert.Equal(value, JavaProperties.Parse(text)[key]);

    [Fact]
    public void What_is_about_the_connection_becomes_settings()
    {
        var properties = ClientProperties.Read(
            """
            bootstrap.servers=kafka:9096
            security.protocol=SASL_SSL
            sasl.mechanism=PLAIN
            sasl.jaas.config=x required \
                username="u";
            ssl.truststore.location=ca.pem
            ssl.keystore.location=client.pem
            ssl.enabled.protocols=TLSv1.3
            acks=all
            request.timeout.ms=5000
            """)!;

        var settings = properties.ToSettings((name, path) => path == "ca.pem" ? "CA"
            : "-----BEGIN PRIVATE KEY-----\nk\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\nc\n-----END CERTIFICATE-----\n");

        Assert.Equal(
            [
                "bootstrap_servers=kafka:9096", "protocol.sasl_jaas_config=x required username=\"u\";", "protocol.sasl_mechanism=PLAIN",
                "protocol.security_protocol=SASL_SSL",
                "protocol.ssl_keystore_certificate_chain=-----BEGIN CERTIFICATE-----\nc\n-----END CERTIFICATE-----\n",
                "protocol.ssl_keystore_key=-----BEGIN PRIVATE KEY-----\nk\n-----END PRIVATE KEY-----\n",
                "protocol.ssl_truststore_certificates=CA", "request_timeout_ms=5000",
            ],
            settings.Select(setting => $"{setting.Key}={setting.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(["ssl.enabled.protocols"], properties.NotFollowed);
    }

    [Theory]
    [InlineData("{\"bootstrap_servers\": \"a:1\"}")]
    [InlineData("password=x")]
    [InlineData("")]
    public void Other_texts_are_no_such_file(string text) => Assert.Null(ClientProperties.Read(text));

    [Fact]
    public void Problems_go_by_the_names_in_the_file() => Assert.Equal(
        "bootstrap.servers is missing, and ssl.keystore.key is damaged.",
        ClientProperties.Rename("bootstrap_servers is missing, and protocol.ssl_keystore_key is damaged."));
}
