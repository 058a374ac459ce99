using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Settings;

/// <summary>Secrets, keys and values where none of their kind belongs: what is said of them.</summary>
public sealed class WrongPlaceTests
{
    [Theory]
    [InlineData("bootstrap_servers", "user:Zq7W@kafka:9092")]
    [InlineData("bootstrap_servers", "a:1,SASL_SSL://user:pa,Zq7W@kafka:9092")]
    [InlineData("bootstrap_servers", "Zq7W")]
    [InlineData("bootstrap_servers", "user:Zq7W")]
    [InlineData("topic_pattern", "https://user:Zq7W@kafka/{stream}")]
    [InlineData("test_topic", "user:Zq7W@topic")]
    [InlineData("client_id", "https://user:Zq7W@host")]
    [InlineData("acks", "Zq7W")]
    [InlineData("compression_type", "Zq7W")]
    [InlineData("batch_size", "Zq7W")]
    [InlineData("sync_producer", "Zq7W")]
    [InlineData("protocol.security_protocol", "Zq7W")]
    [InlineData("protocol.sasl_mechanism", "Zq7W")]
    [InlineData("protocol.ssl_truststore_certificates", "Zq7W")]
    [InlineData("protocol.ssl_keystore_key", "Zq7W")]
    [InlineData("protocol.ssl_endpoint_identification_algorithm", "Zq7W")]
    [InlineData("protocol.sasl_oauthbearer_token_endpoint_url", "https://user:Zq7W@idp/token")]
    public void A_secret_as_another_settings_value_is_not_repeated(string path, string value)
    {
        var json = path.Split('.') is [_, var name]
            ? WithProtocol([("security_protocol", name == "security_protocol" ? value : "SASL_SSL"),
                ("sasl_mechanism", name == "sasl_mechanism" ? value : "OAUTHBEARER"),
                .. name is "security_protocol" or "sasl_mechanism" ? Array.Empty<(string, string?)>() : [(name, value)]])
            : With($"\"{path}\": {Quote(value)}");
        var result = TryParse(json);
        var said = string.Join('\n', result.Problems.Select(problem => $"{problem}").Concat(result.Warnings.Select(warning => $"{warning}")).Append($"{result} {result.Config} {result.Config?.Redact(value)} {result.Config?.Redact(AirbyteKafka.Topics.TopicNameTransformer.Transform(value))}"));
        Assert.DoesNotContain("Zq7W", said, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("\"hunter2\": \"sasl_password\"", "Key 3 at the top level is not a setting and has no effect. Its name is a text of 7 "
        + "characters (not shown: it may be a secret).")]
    [InlineData("\"protocol\": {\"P@ss word\": \"password\"}", "Key 1 of protocol is not a setting and has no effect. Its name is a text "
        + "of 9 characters (not shown: it may be a secret).")]
    [InlineData("\"sasl.mechanisms\": \"PLAIN\"", "sasl.mechanisms is not a setting and has no effect. Did you mean "
        + "protocol.sasl_mechanism?")]
    [InlineData("\"reconnect.backoff.ms\": 5", "reconnect.backoff.ms is not a setting and has no effect.")]
    public void An_unknown_key_is_shown_only_where_it_is_nearly_a_known_one(string member, string warning) =>
        Assert.Equal([warning], Warnings(With(member)));

    [Theory]
    [InlineData("bootstrapServers")]
    [InlineData("boostrap_servers")]
    [InlineData("bootstrap.servers")]
    [InlineData("bootstrap-servers")]
    [InlineData("BOOTSTRAP_SERVERS")]
    [InlineData("BootstrapServers")]
    [InlineData("bootstrap_server")]
    [InlineData("brokers")]
    [InlineData("metadata.broker.list")]
    public void A_misspelt_key_is_named_where_the_right_one_is_missing(string key) => Assert.StartsWith(
        $"bootstrap_servers is missing. {key} is not a setting: did you mean bootstrap_servers? ",
        Assert.Single(Messages(Encoding.UTF8.GetBytes($"{{{Quote(key)}: \"a:1\", \"topic_pattern\": \"t\"}}"))),
        StringComparison.Ordinal);

    [Fact]
    public void Keys_in_the_wrong_object_and_other_misspellings_are_named_too() => Assert.Equal(
        [
            "protocol.sasl_jaas_config is missing. sasl_jaas_config stands at the top level, where it has no effect: move it. PLAIN "
                + "needs the login module org.apache.kafka.common.security.plain.PlainLoginModule there, with its options.",
            "bootstrap_servers is missing. protocol.bootstrap_servers stands inside of protocol, where it has no effect: move it. "
                + DestinationSettings.BootstrapServers.Description,
            "topic_pattern is missing. topic_patern is not a setting: did you mean topic_pattern? "
                + DestinationSettings.TopicPattern.Description,
        ],
        Messages("""{"topic_patern": "t", "sasl_jaas_config": "x", "protocol": {"security_protocol": "SASL_SSL", "sasl_mechanism": "PLAIN", "bootstrap_servers": "a:1"}}"""u8.ToArray()));

    [Fact]
    public void Brokers_may_come_as_a_list() =>
        Assert.Equal("a:1,b:2,c:3", Parse(With("\"bootstrap_servers\": [\"a:1\", \"b:2,c:3\"]")).BootstrapServers);

    [Fact]
    public void A_copied_object_that_had_no_secrets_is_as_good_as_the_first() => Assert.Equal(
        ("a:1", "t", "SSL"),
        TryParse("""
            {"BootstrapServers": "a:1", "TopicPattern": "t", "Connection": "SSL", "Settings": {"protocol.security_protocol": "SSL"}}
            """u8.ToArray()).Config is { } config ? (config.BootstrapServers, config.TopicPattern, config.Protocol.ToString()) : default);

    [Theory]
    [InlineData("protocol.sasl_jaas_config", false, "*no secrets: protocol.sasl_jaas_config is missing. Give*-Credential*Export-Kafka*")]
    [InlineData("protocol.sasl_jaas_config", true, null)]
    [InlineData("protocol.ssl_keystore_key", true, "*no secrets: protocol.ssl_keystore_key is missing. Save*Export-Kafka*")]
    public void A_copied_object_says_which_secrets_it_has_lost(string secret, bool withCredential, string? problem)
    {
        var result = AirbyteKafka.Settings.DestinationConfig.TryParse(
            Encoding.UTF8.GetBytes($$$"""
                {"BootstrapServers": "a:1", "TopicPattern": "t", "Settings":
                    {"protocol.security_protocol": "SASL_SSL", "protocol.sasl_mechanism": "PLAIN", "{{{secret}}}": "***"}}
                """),
            "config.json",
            withCredential ? new("me", "hunter2") : null);

        Assert.Equal(problem is null, result.Config is not null);
        if (problem is not null)
        {
            Assert.Matches(problem.Replace("*", ".*", StringComparison.Ordinal), Assert.Single(result.Problems).Message);
        }
    }

    [Theory]
    [InlineData(999, null)]
    [InlineData(1000, "config.json is nested too deep: at line 1, column 1005 more than 1000 objects and lists lie in each other.")]
    [InlineData(5000, "config.json is nested too deep: at line 1, column 1005 more than 1000 objects and lists lie in each other.")]
    public void Deep_nesting_is_called_so(int depth, string? message)
    {
        var text = $"{{\"a\":{new string('[', depth)}{new string(']', depth)},\"bootstrap_servers\":\"b:1\",\"topic_pattern\":\"t\"}}";
        Assert.Equal(message, TryParse(Encoding.UTF8.GetBytes(text)).Problems.SingleOrDefault()?.Message);
        var schema = $"{{\"streams\":[{{\"stream\":{{\"name\":\"s\",\"json_schema\":{new string('[', depth)}{new string(']', depth)}}}}}]}}";
        Assert.Equal(depth > 990,
            Record.Exception(() => ConfiguredCatalog.Parse(Encoding.UTF8.GetBytes(schema),
            "-Catalog")) is AirbyteKafkaException { Message: var said } && said.StartsWith("-Catalog is nested too deep",
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("utf-16", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", false)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32BE", false)]
    public void Other_encodings_are_named_with_and_without_a_mark(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] text = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("{\"bootstrap_servers\": \"a:1\"}")];
        Assert.Equal([$"config.json is encoded as {name[..6].ToUpperInvariant()}. Save it as UTF-8."], Messages(text));
    }

    [Theory]
    [InlineData("ab", "ab", "***")]
    [InlineData("ab", "password \"ab\", 'ab' and password=ab; x: ab", "password \"***\", '***' and password=***; x: ***")]
    [InlineData("ab", "about a cab, ab, 'abc' and sab=abx", "about a cab, ab, 'abc' and sab=abx")]
    [InlineData("7", "port 9077, 'user7' '7' YjY= Nw==", "port 9077, 'user7' '***' YjY= ***")]
    public void A_short_secret_is_blotted_out_where_it_is_a_whole_value(string secret, string said, string shown) =>
        Assert.Equal(shown, Parse(WithLogin("PLAIN", new PasswordLogin("PLAIN", "airbyte", secret).ToJaas().ToJaasText())).Redact(said));

    [Fact]
    public void What_follows_the_path_of_a_token_endpoint_is_a_secret() => Assert.DoesNotContain(
        "Zq7W",
        Parse(WithLogin("OAUTHBEARER", new OidcLogin("a", "b", null, [], new Uri("http://x"), null).ToJaas().ToJaasText(),
            ("sasl_oauthbearer_token_endpoint_url", "https://idp/token?client_secret=Zq7W%2B1#k=Zq7W"))).Redact(
            "POST https://idp/token?client_secret=Zq7W%2B1#k=Zq7W with Zq7W+1"),
        StringComparison.Ordinal);
}
