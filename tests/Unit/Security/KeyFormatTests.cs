using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AirbyteKafka.Security.Tls;
using Confluent.Kafka;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Security;

/// <summary>Certificates and keys in the forms that people have them in.</summary>
public sealed class KeyFormatTests : IDisposable
{
    private const string Chain = "ssl_keystore_certificate_chain";
    private const string Key = "ssl_keystore_key";
    private const string Passphrase = "ssl_keystore_password";
    private const string Trust = "ssl_truststore_certificates";

    // Made for this test: openssl pkcs8 -topk8 -scrypt, and openssl ec -aes128; the passphrase of both is "open sesame".
    private const string Scrypt = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHkME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAhrgdbTxBCplQICBAAC
        AQgCAQEwHQYJYIZIAWUDBAEqBBDewiOvOr0BScoyFQVuFzWqBIGQOycvIRZuLbEx
        9ZECgu+pJHES9YSAFw7W82j3tq54w3zXxAa5nplZEl8Y2F5BjNfJxxasQssYKyiq
        hU9xVsm1RCUguX+0p2gk1CAQ9hmgVQwbozDBIar7E9GBD93wyRepLyIO6TGNS17S
        TB0KpjlRVyVDDCcBOiumwCZE/BCArUuU1ZJaqaQuZCfsuvoantzL
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    private const string OldEncryption = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,2273DCC7BBEAA1FF63B421C636C26A64

        wJHdIKK1hzhMaIqG8KiV9F3MgXhiQIZz9vIXD9ZXWwx9hIQc+7g5ib9l05BeMA9y
        Ud2U8gznM0nY4dLaUs06JjR8IphCoS0Wd22a70cqkgcHZl/11AA9uOoQ4pq+BSjr
        gbUzdZkmkUzvHc2rI2Na8xnSPRJwqKrGXV+D5sy0s+o=
        -----END EC PRIVATE KEY-----
        """;

    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Theory]
    [InlineData(Scrypt, "\n")]
    [InlineData(Scrypt, " ")]
    [InlineData(OldEncryption, "\n")]
    [InlineData(OldEncryption, " ")]
    [InlineData(OldEncryption, "\\n")]
    [InlineData(OldEncryption, "\r\n")]
    public void Keys_that_DotNet_cannot_open_are_handed_to_the_Kafka_client_which_can(string key, string lineEnd)
    {
        var properties = Properties(
            WithProtocol(("security_protocol", "SSL"), (Chain, _pki.ClientPem),
            (Key, key.Replace("\n", lineEnd, StringComparison.Ordinal)), (Passphrase, "open sesame")));

        Assert.Equal((true, false), (Opens(properties["ssl.key.pem"], "open sesame"), Opens(properties["ssl.key.pem"], "shut")));
    }

    [Fact]
    public void An_old_key_whose_lines_ran_together_is_said_to_be_one() => Assert.Equal(
        ["protocol.ssl_keystore_key has a key in OpenSSL's old encryption (Proc-Type, DEK-Info) whose lines cannot be told apart. Put it "
            + "in with its line ends, or convert it: openssl pkcs8 -topk8."],
        Messages(WithProtocol(("security_protocol", "SSL"), (Chain, _pki.ClientPem),
            (Key, OldEncryption.Replace("\n", "", StringComparison.Ordinal)), (Passphrase, "open sesame"))));

    [Fact]
    public void A_passphrase_that_begins_with_a_blank_opens_the_key()
    {
        var properties = Properties(
            WithProtocol(("security_protocol", "SSL"), (Chain, _pki.ClientPem), (Key, _pki.EncryptedKeyPem(" open sesame")),
            (Passphrase, " open sesame")));

        Assert.False(properties.ContainsKey("ssl.key.password"));
        Assert.True(Opens(properties["ssl.key.pem"], null));
        Assert.Equal(
            ["protocol.ssl_keystore_password begins with a blank, which the Kafka client would cut off. Encrypt the key anew, as openssl "
                + "pkcs8 -topk8 does, or with another passphrase."],
            Messages(WithProtocol(("security_protocol", "SSL"), (Chain, _pki.ClientPem), (Key, Scrypt), (Passphrase, " open sesame"))));
    }

    [Fact]
    public void A_byte_order_mark_is_no_content() => Assert.Equal(
        (_pki.AuthorityPem, _pki.KeyPem + "\n"),
        Properties(WithProtocol(("security_protocol", "SSL"), (Trust, "\ufeff" + _pki.AuthorityPem), (Chain, "\ufeff" + _pki.ClientPem),
            (Key, "\ufeff" + _pki.KeyPem))) is var found
            ? (found["ssl.ca.pem"], found["ssl.key.pem"])
            : default);

    [Fact]
    public void Other_formats_are_named()
    {
        using var certificate = X509Certificate2.CreateFromPem(_pki.AuthorityPem);
        var store = certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "x");
        Assert.Equal(
            [
                "is a PKCS#12 store (.p12, .pfx). Convert it: openssl pkcs12 -in FILE -out FILE.pem",
                "is in DER format, the binary one. Convert it: openssl x509 (pkey for a key) -inform DER -in FILE -out FILE.pem",
                "is encoded as UTF-16. Save it as UTF-8",
                "is encoded as UTF-16. Save it as UTF-8",
                null,
                null,
            ],
            new[]
            {
                store, certificate.RawData, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(_pki.AuthorityPem)],
                Encoding.BigEndianUnicode.GetBytes(_pki.AuthorityPem), Encoding.UTF8.GetBytes(_pki.AuthorityPem),
                    "0 Bag attributes"u8.ToArray(),
            }.Select(bytes => PemFormat.NameOther(bytes)));
        const string None = "protocol.ssl_truststore_certificates holds no certificate in PEM format (-----BEGIN CERTIFICATE----- … "
            + "-----END CERTIFICATE-----).";
        Assert.Equal(
            [
                $"{None} In Base64 it is a PKCS#12 store (.p12, .pfx). Convert it: openssl pkcs12 -in FILE -out FILE.pem.",
                $"{None} It is PEM text in Base64: decode it once.",
                "protocol.ssl_truststore_certificates holds a text that is encoded as UTF-16 and was read as something else, which "
                    + "cannot be sent to a broker. Remove it.",
            ],
            new[] { Convert.ToBase64String(store), Convert.ToBase64String(Encoding.UTF8.GetBytes(_pki.AuthorityPem)),
                string.Concat(_pki.AuthorityPem.Select(c => $"{c}\0")) }
                .SelectMany(text => Messages(WithProtocol(("security_protocol", "SSL"), (Trust, text)))));
    }

    /// <summary>
    /// Java's client trusts a broker through either (run against Kafka 4.3.1 with a chain of three); librdkafka has no partial chains.
    /// </summary>
    [Fact]
    public void A_trust_store_without_a_root_names_the_one_that_is_missing()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (intermediate, leaf) = (Issue("CN=Issuing CA", "CN=Root CA"), Issue("CN=broker", "CN=Issuing CA"));
        Assert.Equal(
            [
                "protocol.ssl_truststore_certificates holds 'CN=Issuing CA', but not the certificate of 'CN=Root CA', which issued it, "
                    + "nor any other root. The Kafka client follows a chain up to a root and trusts nothing less: add the root's "
                    + "certificate.",
                "protocol.ssl_truststore_certificates holds 'CN=broker', but not the certificate of 'CN=Issuing CA', which issued it, "
                    + "nor any other root. The Kafka client follows a chain up to a root and trusts nothing less: add the root's "
                    + "certificate.",
            ],
            new[] { intermediate, leaf }.SelectMany(pem => Messages(WithProtocol(("security_protocol", "SSL"), (Trust, pem)))));
        Assert.Equal(
            ["protocol.ssl_truststore_certificates holds 'CN=Issuing CA', but not the certificate of 'CN=Root CA', which issued it. The "
                + "Kafka client follows chains up to a root: brokers that only 'CN=Issuing CA' vouches for are refused."],
            Warnings(WithProtocol(("security_protocol", "SSL"), (Trust, _pki.AuthorityPem + intermediate))));

        string Issue(string subject, string issuer)
        {
            var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
            using var certificate = request.Create(
                new X500DistinguishedName(issuer), X509SignatureGenerator.CreateForECDsa(rootKey), DateTimeOffset.UtcNow.AddDays(-1),
                    DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
            return certificate.ExportCertificatePem() + "\n";
        }
    }

    // The client opens the key and then misses the certificate, or does not come so far.
    private static bool Opens(string key, string? passphrase)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = "127.0.0.1:1",
            SecurityProtocol = Confluent.Kafka.SecurityProtocol.Ssl,
            SslKeyPem = key,
            SslKeyPassword = passphrase
        };
        var refusal = Assert.Throws<InvalidOperationException>(() => new ProducerBuilder<Null,
            string>(config).SetLogHandler((_, _) => { }).Build());
        return refusal.Message.Contains("no certificate assigned", StringComparison.Ordinal);
    }
}
