using System.Text.Json;
using AirbyteKafka.Errors;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;
using CsCheck;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Security;

public sealed class SecretTests
{
    private const string Scram = "org.apache.kafka.common.security.scram.ScramLoginModule";

    /// <summary>Passwords of any kind, marked so that a piece of one is recognised wherever it turns up.</summary>
    private static readonly Gen<string> Password = Gen.Select(Gen.String["ab\"'\\;=/*\n\t #äß日"], Gen.String["xy\"';= "]).Select(
        parts => $"{parts.Item1}Zq7W{parts.Item2}");

    [Fact]
    public void A_password_shows_in_nothing_a_config_says_of_itself() => Password.Sample(password =>
    {
        var config = Parse(WithLogin("SCRAM-SHA-512", new PasswordLogin("SCRAM-SHA-512", "airbyte", password).ToJaas().ToJaasText()));
        Assert.Contains(password, config.Secrets);
        Assert.DoesNotContain("Zq7W",
            string.Join('\n', config, config.Protocol, config.Protocol.Login, config.Warnings.Count, config.Redactor),
            StringComparison.Ordinal);
    });

    [Fact]
    public void No_message_about_a_broken_text_repeats_a_piece_of_it() =>
        Gen.Select(Password, Gen.Int[0, 200], Gen.OneOf("", "\"", ";", "=", "/", "\n", "'")).Sample((password, at, breaker) =>
        {
            // The password unquoted, unescaped, cut, or with a character too many.
            var jaas = $"{Scram} required username=\"airbyte\" password=\"{password}\";";
            jaas = jaas.Insert(at % jaas.Length, breaker);
            foreach (var text in (string[])[jaas, jaas[..^1], jaas.Replace("\"", "", StringComparison.Ordinal), password])
            {
                var result = TryParse(WithLogin("SCRAM-SHA-512", text));
                Assert.DoesNotContain("Zq7W", string.Join('\n', result.Problems.Concat(result.Warnings).Append((object)result)),
                    StringComparison.Ordinal);
            }
        });

    [Theory]
    [InlineData("sasl_mechanism")]
    [InlineData("security_protocol")]
    [InlineData("ssl_endpoint_identification_algorithm")]
    [InlineData("sasl_oauthbearer_token_endpoint_url")]
    public void A_login_in_the_wrong_field_is_not_repeated(string field)
    {
        var members = new Dictionary<string,
            string?>
        {
            ["security_protocol"] = "SASL_SSL",
            ["sasl_mechanism"] = "PLAIN",
            [field] = $"{Scram} required username=\"airbyte\" password=\"Zq7W\";"
        };
        var result = TryParse(WithProtocol([.. members.Select(member => (member.Key, member.Value))]));
        Assert.NotEmpty(result.Problems);
        Assert.DoesNotContain("Zq7W", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_spelling_of_a_secret_is_blotted_out()
    {
        const string Secret = "p\"w\\é&1";
        var jaas = new PasswordLogin("PLAIN", "airbyte", Secret).ToJaas().ToJaasText();
        var config = Parse(WithLogin("PLAIN", jaas));
        var spellings = new[]
        {
            jaas, Secret, JsonSerializer.Serialize(jaas), JsonSerializer.Serialize(Secret), "p\\\"w\\\\é&1", Uri.EscapeDataString(Secret),
            Convert.ToBase64String("p\"w\\é&1"u8), Convert.ToBase64String("\0airbyte\0p\"w\\é&1"u8),
        };
        Assert.Equal(
            ["***", "***", "\"***\"", "\"***\"", "***", "***", "***", "***", "a *** b *** c"],
            spellings.Append($"a {Secret} b {jaas} c").Select(config.Redact));
    }

    [Fact]
    public void A_private_key_is_blotted_out_line_by_line()
    {
        using var pki = new TestPki();
        var config = Parse(WithProtocol(("security_protocol", "SSL"), ("ssl_keystore_certificate_chain", pki.ClientPem),
            ("ssl_keystore_key", pki.EncryptedKeyPem("open sesame")), ("ssl_keystore_password", "open sesame")));
        var lines = config.Protocol.Tls!.PrivateKeyPem!.Split('\n').Where(line => line.Length == 64).ToArray();
        Assert.True(lines.Length > 10);
        Assert.All(lines.Append("open sesame"), line => Assert.Equal("<***>", config.Redact($"<{line}>")));
    }

    [Fact]
    public void Secrets_under_unknown_or_idle_keys_are_secrets_too()
    {
        var config = Parse(With("\"sasl_jaas_config\": \"alpha bravo\", \"api_token\": \"charlie\", \"protocol\": "
            + "{\"security_protocol\": \"PLAINTEXT\", \"sasl_jaas_config\": \"delta echo\"}"));
        Assert.Equal("*** *** ***", config.Redact("alpha bravo charlie delta echo"));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("SCRAM-SHA-256")]
    public void A_credential_takes_the_place_of_the_one_in_the_config(string mechanism)
    {
        var given = WithLogin(mechanism, new PasswordLogin(mechanism, "old", "old password").ToJaas().ToJaasText());
        var config = DestinationConfig.Parse(given, "-Config", new("new", "new password"));
        Assert.Equal((new PasswordLogin(mechanism, "new", "new password"), "*** ***"),
            ((PasswordLogin)config.Protocol.Login!, config.Redact("old password new password")));
        Assert.Equal(config.Protocol,
            DestinationConfig.Parse(WithLogin(mechanism, ""), "-Config", new("new", "new password"))
            .Protocol with
            { Tls = config.Protocol.Tls });
    }

    [Fact]
    public void A_credential_is_client_id_and_secret_for_an_identity_provider()
    {
        const string Jaas = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=a clientSecret=b "
            + "scope=s;";
        var json = WithLogin("OAUTHBEARER", Jaas, ("sasl_oauthbearer_token_endpoint_url", "https://idp/token"));
        var expected = "sasl.oauthbearer.client.id=id sasl.oauthbearer.client.secret=password sasl.oauthbearer.scope=s";
        string[] names = [.. expected.Split(' ').Select(property => property.Split('=')[0])];
        var properties = DestinationConfig.Parse(json, "-Config", new("id", "password")).ToLibrdkafkaProperties().Where(
            property => names.Contains(property.Key));
        Assert.Equal(expected, string.Join(' ', properties.Select(property => $"{property.Key}={property.Value}")));
    }

    [Fact]
    public void A_credential_for_a_connection_that_takes_none_is_refused()
    {
        const string Rest = ", which takes no user name and password. Set protocol.security_protocol to SASL_SSL or SASL_PLAINTEXT and "
            + "protocol.sasl_mechanism to PLAIN or SCRAM.";
        const string Ticket = "com.sun.security.auth.module.Krb5LoginModule required useTicketCache=true serviceName=kafka;";
        Assert.Equal(
            [
                "The configuration in config.json cannot be used: The credential cannot be used: config.json connects by PLAINTEXT" + Rest,
                "The configuration in config.json cannot be used: The credential cannot be used: config.json connects by SASL_SSL with "
                    + "GSSAPI" + Rest,
                "The configuration in config.json cannot be used: The user name of the credential is empty.",
                "The configuration in config.json cannot be used: The password of the credential is empty.",
            ],
            new Func<object>[]
            {
                () => DestinationConfig.Parse(With(), Source, new("a", "bcd")),
                () => DestinationConfig.Parse(WithLogin("GSSAPI", Ticket), Source, new("a", "bcd")),
                () => DestinationConfig.Parse(WithLogin("PLAIN", ""), Source, new("", "bcd")),
                () => DestinationConfig.Parse(WithLogin("PLAIN", new PasswordLogin("PLAIN", "a", "b").ToJaas().ToJaasText()), Source,
                    new("a", "")),
            }.Select(attempt => Assert.Throws<AirbyteKafkaException>(attempt).Message));
    }
}
