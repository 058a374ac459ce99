using System.Management.Automation;
using System.Security;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Spec;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;
using AirbyteKafka.Tests.Security;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class NewConfigTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Password = "Zq7W \"\\;é";
    private const string Login = "-SecurityProtocol SASL_SSL -SaslMechanism SCRAM-SHA-512 -Credential $login";

    private static readonly PSCredential Credential = new("airbyte", Secure(Password));

    public static TheoryData<string, string[]> Lists => new(
        SettingParameters.All.Where(setting => setting.Value is ChoiceSetting).Select(setting => new TheoryDataRow<string,
            string[]>(setting.Key, [.. SettingParameters.Values(setting.Value)])));

    [Fact]
    public void Every_setting_has_its_parameter_and_there_are_no_others()
    {
        var parameters = session.Run("(Get-Command New-KafkaDestinationConfig).Parameters.Keys").Values.Cast<string>().Except(
            [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters]);

        Assert.Equal(SettingParameters.All.Keys.Concat(["Credential", "AsJson", "OutFile", "Force"]).Order(StringComparer.Ordinal),
            parameters.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Values_of_a_list_are_completed(string parameter, string[] values)
    {
        var input = $"New-KafkaDestinationConfig -{parameter} ";
        using var shell = session.Create("");

        var all = CommandCompletion.CompleteInput(input, input.Length, null, shell).CompletionMatches;
        var begun = input + SettingCompleter.Quote(values[^1]).TrimEnd('\'')[..^1].ToLowerInvariant();
        var one = CommandCompletion.CompleteInput(begun, begun.Length, null, shell).CompletionMatches;

        Assert.Equal(values.Select(SettingCompleter.Quote), all.Select(match => match.CompletionText));
        Assert.Contains(SettingCompleter.Quote(values[^1]), one.Select(match => match.CompletionText));
        Assert.All(all, match => Assert.Equal(SettingParameters.All[parameter].Description, match.ToolTip));
    }

    [Fact]
    public void Every_parameter_reaches_its_setting()
    {
        using var pki = new TestPki();
        const string Script = """
            param($login, $pem, $chain, $key, $passphrase)
            New-KafkaDestinationConfig -BootstrapServers a:1, b:2 -TopicPattern '{stream}' -TestTopic t -SecurityProtocol sasl_ssl -SaslMechanism scram-sha-256 -Credential $login `
                -TrustStoreCertificate $pem -KeyStoreCertificateChain $chain -KeyStoreKey $key -KeyStorePassword $passphrase -EndpointIdentificationAlgorithm none `
                -Acks -1 -EnableIdempotence -SyncProducer -ClientId c -CompressionType zstd -BatchSize 1 -LingerMs 2 -MaxInFlightRequestsPerConnection 3 `
                -ClientDnsLookup resolve_canonical_bootstrap_servers_only -BufferMemory 4000000000 -MaxRequestSize 5000 -Retries 6 -SocketConnectionSetupTimeoutMs 7000 `
                -SocketConnectionSetupTimeoutMaxMs 30000 -MaxBlockMs 8 -RequestTimeoutMs 90 -DeliveryTimeoutMs 1000 -SendBufferBytes 11 -ReceiveBufferBytes -1 `
                -ValueShape data -PartitionKeyField id, r.k -KeyFormat json -CdcDeletionMode 'Hard delete' -Headers airbyte -RecordTimestamp emitted_at -RecordKey uuid -AsJson
            """;
        var json = Assert.IsType<string>(
            Assert.Single(session.Run(Script, Credential, pki.AuthorityPem, pki.ClientPem, pki.EncryptedKeyPem("open sesame"),
            Secure("open sesame")).Values));

        using var document = JsonDocument.Parse(json);
        var protocol = document.RootElement.GetProperty("protocol");
        var flat = string.Join(' ',
            document.RootElement.EnumerateObject().Where(member => member.Name != "protocol").Select(member => member.Value.GetRawText()));
        Assert.Equal(
            """
            "a:1,b:2" "{stream}" "t" true "c" "all" true "zstd" 1 "2" 3 "resolve_canonical_bootstrap_servers_only" "4000000000" 5000 6 "7000" "30000" "8" 90 1000 11 -1 "data" "id,r.k" "uuid" "json" "Hard delete" "airbyte" "emitted_at"
            """,
            flat);
        Assert.Equal(
            ["SASL_SSL", "SCRAM-SHA-256", new PasswordLogin("SCRAM-SHA-256", "airbyte", Password).ToJaas().ToJaasText(), pki.AuthorityPem,
                pki.ClientPem, "open sesame", ""],
            protocol.EnumerateObject().Where(member => member.Name != "ssl_keystore_key").Select(member => member.Value.GetString()));
        Assert.StartsWith("-----BEGIN ENCRYPTED", protocol.GetProperty("ssl_keystore_key").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-EnableIdempotence")]
    [InlineData("-RequestTimeoutMs 200000")]
    [InlineData("-SecurityProtocol SSL")]
    [InlineData("-SecurityProtocol SASL_PLAINTEXT -Credential $login")]
    [InlineData(Login)]
    [InlineData("-SecurityProtocol SASL_SSL -SaslMechanism OAUTHBEARER -TokenEndpointUrl https://login.example.com/token -Credential "
        + "$login")]
    [InlineData("-SecurityProtocol SASL_SSL -SaslMechanism OAUTHBEARER -TokenEndpointUrl https://login.example.com/token -Credential "
        + "$login -SaslJaasConfig $oauth")]
    [InlineData("-SecurityProtocol SASL_SSL -SaslJaasConfig $kerberos")]
    public void Object_and_JSON_are_the_same_configuration_which_Airbytes_form_takes(string parameters)
    {
        var script = $"param($login, $oauth, $kerberos) $config = New-KafkaDestinationConfig kafka:9092 '{{stream}}' {parameters}; "
            + $"$config; New-KafkaDestinationConfig kafka:9092 '{{stream}}' {parameters} -AsJson";
        var outcome = session.Run(
            script,
            Credential,
            Secure("org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required scope=\"a b\" extension_x=y;"),
            Secure("com.sun.security.auth.module.Krb5LoginModule required serviceName=kafka useTicketCache=true;")).Values;
        var (config, json) = ((KafkaDestinationConfig)outcome[0], (string)outcome[1]);

        var parsed = DestinationConfig.Parse(Encoding.UTF8.GetBytes(json), "-Config");
        Assert.Equal(parsed.Describe(), config.ToString());
        Assert.Equal(json, Encoding.UTF8.GetString(config.ToJson()));
        Assert.Empty(parsed.Warnings);
        using var spec = JsonDocument.Parse(DestinationSpec.ToJson());
        using var document = JsonDocument.Parse(json);
        AssertFits(spec.RootElement.GetProperty("connectionSpecification"), document.RootElement);
    }

    [Fact]
    public void The_object_is_taken_by_other_commands_and_shows_no_secret()
    {
        var outcome = session.Run($"param($login, $catalog) $config = New-KafkaDestinationConfig kafka:9092 '{{stream}}' {Login} "
            + $"-LingerMs 5; $config; Get-KafkaDestinationTopic $config $catalog", Credential, Samples.Catalog);

        var config = Assert.IsType<KafkaDestinationConfig>(outcome.Values[0]);
        Assert.Equal(["users", "orders"], outcome.Values.Skip(1).Cast<DestinationTopic>().Select(topic => topic.Topic));
        Assert.Equal(
            ("kafka:9092", "{stream}", "SASL_SSL, SCRAM-SHA-512 as 'airbyte'", "5", "***"),
            (config.BootstrapServers, config.TopicPattern, config.Connection, config.Settings["linger_ms"],
                config.Settings["protocol.sasl_jaas_config"]));
        Assert.Equal("kafka:9092 (SASL_SSL, SCRAM-SHA-512 as 'airbyte'), topics {stream}", config.ToString());
        Assert.DoesNotContain("Zq7W", config + PSSerializer.Serialize(config, 5) + string.Join(' ', config.Settings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Each_problem_is_an_error_of_its_own_before_the_one_that_ends_it()
    {
        var outcome = session.Run("New-KafkaDestinationConfig kafka '{stream}' -Acks 2 -SecurityProtocol SASL_SSL -SaslMechanism PLAIN "
            + "-BatchSize -5");

        Assert.Equal(
            [
                ("ConfigInvalid.Missing", "protocol.sasl_jaas_config"), ("ConfigInvalid.BootstrapServers", "bootstrap_servers"),
                    ("ConfigInvalid.NotAllowed", "acks"),
                ("ConfigInvalid.OutOfRange", "batch_size"), ("ConfigInvalid", "protocol.sasl_jaas_config bootstrap_servers acks "
                    + "batch_size"),
            ],
            outcome.Errors.Select(error => (error.FullyQualifiedErrorId.Split(',')[0], Paths(error.TargetObject))));
        Assert.Equal("The configuration in New-KafkaDestinationConfig cannot be used, for the 4 reasons above.",
            outcome.Errors[^1].ToString());
        Assert.All(outcome.Errors.SkipLast(1), error =>
            Assert.Contains(error.Exception.Message, outcome.Errors[^1].Exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_preference_of_one_script_is_not_the_next_ones()
    {
        _ = session.Run("$ErrorActionPreference = 'Stop'").Values;
        Assert.Equal(ActionPreference.Continue, Assert.Single(session.Run("$ErrorActionPreference").Values));
    }

    [Theory]
    [InlineData("-ErrorAction Stop", "")]
    [InlineData("", "$ErrorActionPreference = 'Stop'")]
    public void Where_the_first_error_would_end_it_one_error_holds_all(string parameter, string preference)
    {
        var outcome = session.Run($"{preference}\n try {{ New-KafkaDestinationConfig kafka '{{stream}}' -Acks 2 {parameter} }} catch {{ "
            + $"$_ }}");

        var error = Assert.IsType<ErrorRecord>(Assert.Single(outcome.Values));
        Assert.Equal(("ConfigInvalid", "bootstrap_servers acks"), (error.FullyQualifiedErrorId.Split(',')[0], Paths(error.TargetObject)));
        Assert.Contains("acks: '2' is not one of 0, 1, all.", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-TrustStoreCertificate $pem")]
    [InlineData("-TrustStoreCertificate ($pem -split \"`n\")")]
    [InlineData("-TrustStoreCertificate $file")]
    [InlineData("-TrustStoreCertificate ([IO.FileInfo] $file)")]
    [InlineData("-TrustStoreCertificate $secret")]
    public void Certificates_are_taken_as_text_or_file(string parameter)
    {
        using var pki = new TestPki();
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, pki.AuthorityPem);
            var json = session.Run($"param($pem, $file, $secret) New-KafkaDestinationConfig kafka:1 t -SecurityProtocol SSL {parameter} "
                + $"-AsJson", pki.AuthorityPem, file, Secure(pki.AuthorityPem)).Values;
            Assert.Equal(pki.AuthorityPem,
                DestinationConfig.Parse(Encoding.UTF8.GetBytes((string)json[0]), "-Config").Protocol.Tls!.TrustedCertificatesPem);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("-SaslMechanism PLAIN -SaslJaasConfig $secret", "ParameterArgumentTransformationError", "Cannot process argument transformation on parameter 'SaslJaasConfig'. A secret has to be a SecureString, such as Read-Host -AsSecureString, Get-Secret or ConvertTo-SecureString give.")]
    [InlineData("-KeyStorePassword $secret", "ParameterArgumentTransformationError", "Cannot process argument transformation on "
        + "parameter 'KeyStorePassword'. A secret has to be a SecureString, such as Read-Host -AsSecureString, Get-Secret or "
        + "ConvertTo-SecureString give.")]
    [InlineData("-KeyStoreKey $secret", "FileUnreadable", "-KeyStoreKey was given neither PEM text (-----BEGIN …) nor the path of a file "
        + "that can be read. It is not shown here, as it may be a key.")]
    [InlineData("-KeyStoreKey \"Zq7W:$secret\"", "FileUnreadable", "-KeyStoreKey was given neither PEM text (-----BEGIN …) nor the path "
        + "of a file that can be read. It is not shown here, as it may be a key.")]
    public void A_secret_given_in_the_wrong_form_is_not_repeated(string parameter, string id, string message)
    {
        var outcome = session.Run($"param($secret) New-KafkaDestinationConfig kafka:1 t -SecurityProtocol SASL_SSL {parameter}",
            "Zq7Wsecret");

        Assert.Equal((id, message), (outcome.Error.Id, outcome.Error.Message));
        Assert.DoesNotContain("Zq7W", outcome.Errors[0].Exception.ToString(), StringComparison.Ordinal);
    }

    private static string Paths(object? target) =>
        string.Join(' ', target is ConfigIssue issue ? [issue.Path] : ((IEnumerable<ConfigIssue>)target!).Select(problem => problem.Path));

    private static SecureString Secure(string text)
    {
        var secret = new SecureString();
        foreach (var character in text)
        {
            secret.AppendChar(character);
        }

        return secret;
    }

    /// <summary>
    /// What Airbyte's platform checks of a configuration: required properties, types, enumerations, in the variant that fits.
    /// </summary>
    private static void AssertFits(JsonElement schema, JsonElement value)
    {
        foreach (var required in schema.GetProperty("required").EnumerateArray())
        {
            Assert.True(value.TryGetProperty(required.GetString()!, out _), $"{required} is missing");
        }

        foreach (var member in value.EnumerateObject())
        {
            var property = schema.GetProperty("properties").GetProperty(member.Name);
            if (property.TryGetProperty("oneOf", out var variants))
            {
                AssertFits(variants.EnumerateArray().Single(
                    variant => variant.GetProperty("properties").GetProperty("security_protocol").GetProperty("default")
                    .GetString() == member.Value.GetProperty("security_protocol").GetString()), member.Value);
                continue;
            }

            var type = member.Value.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => "boolean",
                JsonValueKind.Number =>
                "integer",
                _ => "string"
            };
            Assert.Equal((member.Name, property.GetProperty("type").GetString()), (member.Name, type));
            if (property.TryGetProperty("enum", out var allowed))
            {
                Assert.Contains(member.Value.GetString(), allowed.EnumerateArray().Select(entry => entry.GetString()));
            }
        }
    }
}
