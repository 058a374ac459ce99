using System.Text;
using System.Text.Json;
using AirbyteKafka.Tests.Cmdlets;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Secrets;

/// <summary>
/// Texts of any form given where a configuration, a catalog or a file is expected: none comes back in any stream, object or error record.
/// </summary>
public sealed class TextsAsConfigurationTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Secret = "Zq7Wx";

    private const string EveryCommand = """
        param($text, $catalog)
        $all = @{ Verbose = $true; Debug = $true }
        $Error.Clear()
        try { Get-KafkaDestinationTopic $text $catalog @all } catch { $_ }
        try { Get-KafkaDestinationTopic @{ bootstrap_servers = 'a:1'; topic_pattern = 't' } $text @all } catch { $_ }
        try { Test-KafkaDestination $text $text @all } catch { $_ }
        try { '{}' | Write-AirbyteRecords $text $catalog @all } catch { $_ }
        try { '{}' | Write-AirbyteRecords @{ bootstrap_servers = 'a:1'; topic_pattern = 't' } $text @all } catch { $_ }
        try { Receive-KafkaRecord t -Connection $text @all } catch { $_ }
        try { New-KafkaDestinationConfig a:1 t -SecurityProtocol SSL -KeyStoreKey $text -TrustStoreCertificate $text @all } catch { $_ }
        try { New-KafkaDestinationConfig a:1 t -SecurityProtocol SASL_SSL -TokenEndpointUrl $text -SaslMechanism $text @all } catch { $_ }
        foreach ($record in @($Error)) {
            foreach ($property in @($record.PSObject.Properties) + @($record.InvocationInfo.PSObject.Properties)) { "$($property.Name): $($property.Value)" }
            for ($failure = $record.Exception; $failure; $failure = $failure.InnerException) {
                foreach ($property in $failure.PSObject.Properties) { "$($property.Name): $($property.Value)" }
            }
        }
        """;

    /// <summary>The forms that people have their configurations and passwords in; the secret stands at {0}.</summary>
    private static readonly string[] Forms =
    [
        "{0}", " {0}", "user:{0}", "user:{0}@kafka:9092", "https://user:{0}@kafka/x.json", "password={0}",
            "sasl.password={0}\nbootstrap.servers=a:1\n", "password: {0}\n",
        "protocol:\n  sasl_jaas_config: \"{0}\"\n", "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" "
            + "password=\"{0}\";",
        "KafkaClient {{ x required password=\"{0}\"; }};", "[{{\"password\": \"{0}\"}}]", "[\"{0}\"]", "\"{0}\"",
            "\"{{\\\"password\\\": \\\"{0}\\\"}}\"", "<a>{0}</a>", "{{\"{0}\": \"password\"}}",
        "{{\"bootstrap_servers\": \"a:1\", \"protocol\": {{\"{0}\": 1}}}}", "{{\"bootstrap_servers\": \"user:{0}@a:1\"}}",
            "{{\"streams\": \"{0}\"}}", "{{'password': '{0}'}}", "{{\"a\": {0}}}", "{{{0}",
        "/{0}", "{0}/{0}", "~/{0}", "{0}:x", "Env:{0}/x;", "C:\\{0}", "--config={0}", "-----BEGIN PRIVATE KEY-----\n{0}\n-----END "
            + "PRIVATE KEY-----", "\ufeff{0}", "{0}\0", "eyJ{0}.{0}.{0}", "*{0}*",
        "@{{ password = '{0}' }}",
    ];

    public static TheoryData<string> All => [.. Forms];

    [Theory]
    [MemberData(nameof(All))]
    public void A_text_in_a_form_that_people_have_is_not_repeated(string form) => AssertKept(string.Format(null, form, Secret));

    [Fact]
    public void Random_texts_around_a_secret_are_not_repeated()
    {
        var around = Gen.String["ab:/@=;{}[]\"'\\ \n\t.,-_$%<>#\ufeffé0"].Where(text => text.Length < 40);
        Gen.Select(around, around, Gen.Bool).Sample(
            (before, after, encoded) =>
            {
                var text = $"{before}{Secret}{after}";
                AssertKept(encoded ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text, encoded);
            },
            iter: 25,
            threads: 1);
    }

    private void AssertKept(string text, bool whole = false)
    {
        var said = Transcript.Of(session, EveryCommand, text, Samples.Catalog);
        var secret = whole ? text : Secret;
        var at = said.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
        Assert.True(at < 0, at < 0 ? "" : $"{JsonSerializer.Serialize(text)} in: "
            + $"{said[Math.Max(0, at - 300)..Math.Min(said.Length, at + 200)]}");
        Assert.Contains("ConfigInvalid", said, StringComparison.Ordinal);
    }
}
