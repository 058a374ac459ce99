using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Security;

public sealed class TlsTests : IDisposable
{
    private const string Chain = "ssl_keystore_certificate_chain";
    private const string Key = "ssl_keystore_key";
    private const string Passphrase = "ssl_keystore_password";
    private const string Trust = "ssl_truststore_certificates";

    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public void Pem_texts_become_librdkafkas_properties() => Assert.Equal(
        $"ssl.ca.pem={_pki.AuthorityPem}|ssl.certificate.pem={_pki.ClientPem}|ssl.key.pem={_pki.KeyPem}\n|ssl.endpoint.identification.algorithm=https",
        Ssl((Trust, _pki.AuthorityPem), (Chain, _pki.ClientPem), (Key, _pki.KeyPem)));

    [Fact]
    public void An_encrypted_key_goes_on_encrypted_with_its_passphrase()
    {
        var key = _pki.EncryptedKeyPem("open sesame");
        Assert.Equal(
            $"ssl.certificate.pem={_pki.ClientPem}|ssl.key.pem={key}\n|ssl.key.password=open "
                + $"sesame|ssl.endpoint.identification.algorithm=https",
            Ssl((Chain, _pki.ClientPem), (Key, key), (Passphrase, "open sesame")));
    }

    /// <summary>A form with one line per field turns line ends into blanks, or people write them as \n.</summary>
    [Theory]
    [InlineData(" ")]
    [InlineData("\\n")]
    [InlineData("\\r\\n")]
    [InlineData("\r\n")]
    [InlineData("\n\n  ")]
    public void Texts_that_lost_their_line_ends_are_mended(string lineEnd)
    {
        var text = ("Bag attributes: none\n" + _pki.ClientPem).Replace("\n", lineEnd, StringComparison.Ordinal);
        var key = _pki.KeyPem.Replace("\n", lineEnd, StringComparison.Ordinal);
        Assert.Equal(
            $"ssl.certificate.pem={_pki.ClientPem}|ssl.key.pem={_pki.KeyPem}\n|ssl.endpoint.identification.algorithm=https",
            Ssl((Chain, text), (Key, key)));
    }

    [Theory]
    [InlineData("", "none")]
    [InlineData(" ", "none")]
    [InlineData("none", "none")]
    [InlineData("https", "https")]
    [InlineData("HTTPS", "https")]
    [InlineData(null, "https")]
    public void Host_names_are_compared_unless_told_otherwise(string? value, string expected) =>
        Assert.Equal($"ssl.endpoint.identification.algorithm={expected}", Ssl(("ssl_endpoint_identification_algorithm", value)));

    [Fact]
    public void What_cannot_work_is_said_before_connecting()
    {
        var damaged = _pki.AuthorityPem.Replace("MII", "AAA", StringComparison.Ordinal);
        Assert.Equal(
            [
                "protocol.ssl_truststore_certificates holds no certificate in PEM format (-----BEGIN CERTIFICATE----- … -----END "
                    + "CERTIFICATE-----).",
                "protocol.ssl_truststore_certificates holds a private key (block 1). Only certificates belong there.",
                "protocol.ssl_truststore_certificates: certificate 2 cannot be read; its text is damaged or cut off.",
                "protocol.ssl_truststore_certificates: block 1 is no certificate. It has to begin with -----BEGIN CERTIFICATE-----.",
                "protocol.ssl_keystore_certificate_chain is missing. A client certificate takes two: ssl_keystore_key is set, "
                    + "ssl_keystore_certificate_chain is not.",
                "protocol.ssl_keystore_key is missing. A client certificate takes two: ssl_keystore_certificate_chain is set, "
                    + "ssl_keystore_key is not.",
                "protocol.ssl_keystore_key does not belong to the first certificate in ssl_keystore_certificate_chain. The client's own "
                    + "certificate has to come first.",
                "protocol.ssl_keystore_key has to hold one private key in PEM format (-----BEGIN PRIVATE KEY----- or -----BEGIN "
                    + "ENCRYPTED PRIVATE KEY-----); none was found.",
                "protocol.ssl_keystore_key has to hold one private key in PEM format (-----BEGIN PRIVATE KEY----- or -----BEGIN "
                    + "ENCRYPTED PRIVATE KEY-----); more than one was found.",
                "protocol.ssl_keystore_key cannot be read; its text is damaged or cut off, or it is neither an RSA nor an elliptic curve "
                    + "key.",
                "protocol.ssl_keystore_password is missing: the key in ssl_keystore_key is encrypted.",
                "protocol.ssl_keystore_password does not open the key in ssl_keystore_key: the passphrase is wrong, or the key is damaged.",
            ],
            new (string, string?)[][]
            {
                [(Trust, "my certificate")],
                [(Trust, _pki.KeyPem)],
                [(Trust, _pki.AuthorityPem + damaged)],
                [(Trust, "-----BEGIN X509 CRL-----\nAA==\n-----END X509 CRL-----")],
                [(Key, _pki.KeyPem)],
                [(Chain, _pki.ClientPem)],
                [(Chain, _pki.ClientPem), (Key, _pki.OtherKeyPem)],
                [(Chain, _pki.ClientPem), (Key, _pki.ClientPem)],
                [(Chain, _pki.ClientPem), (Key, _pki.KeyPem + "\n" + _pki.KeyPem)],
                [(Chain, _pki.ClientPem), (Key, "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----")],
                [(Chain, _pki.ClientPem), (Key, _pki.EncryptedKeyPem("right"))],
                [(Chain, _pki.ClientPem), (Key, _pki.EncryptedKeyPem("right")), (Passphrase, "shut sesame")],
            }.SelectMany(members => Messages(WithProtocol([("security_protocol", "SSL"), .. members]))));
    }

    [Fact]
    public void Old_keys_work_and_old_encryption_is_left_to_openssl()
    {
        const string Legacy = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA "
            + "PRIVATE KEY-----\n";
        Assert.Equal(
            [
                $"ssl.certificate.pem={_pki.ClientPem}|ssl.key.pem={_pki.Pkcs1KeyPem}\n|ssl.endpoint.identification.algorithm=https",
                $"ssl.certificate.pem={_pki.ClientPem}|ssl.key.pem={Legacy}|ssl.key.password=abc|ssl.endpoint.identification.algorithm=https",
            ],
            [Ssl((Chain, _pki.ClientPem), (Key, _pki.Pkcs1KeyPem)), Ssl((Chain, _pki.ClientPem), (Key, Legacy), (Passphrase, "abc"))]);
    }

    [Fact]
    public void Certificates_out_of_their_time_and_idle_passphrases_get_a_warning()
    {
        var today = DateTime.UtcNow;
        Assert.Equal(
            [
                $"protocol.ssl_keystore_certificate_chain: certificate 1 expired on {today.AddDays(-2):yyyy-MM-dd}. Brokers may refuse "
                    + $"it, and it may not vouch for theirs.",
                $"protocol.ssl_keystore_certificate_chain: certificate 2 is not valid before {today.AddDays(5):yyyy-MM-dd}. Brokers may "
                    + $"refuse it, and it may not vouch for theirs.",
                "protocol.ssl_keystore_password has no effect: the key in ssl_keystore_key is not encrypted.",
            ],
            Warnings(WithProtocol(("security_protocol", "SSL"), (Chain, _pki.Issue(-9, -2) + _pki.Issue(5, 9)), (Key, _pki.KeyPem),
                (Passphrase, "for nothing"))));
    }

    [Fact]
    public void Sasl_over_tls_takes_the_same_settings()
    {
        var properties = Properties(WithLogin("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule required username=u "
            + "password=p;", (Trust, _pki.AuthorityPem)));
        Assert.Equal(("SASL_SSL", _pki.AuthorityPem, "https"),
            (properties["security.protocol"], properties["ssl.ca.pem"], properties["ssl.endpoint.identification.algorithm"]));
    }

    private static string Ssl(params (string Name, string? Value)[] members) =>
        string.Join('|', Parse(WithProtocol([("security_protocol", "SSL"), .. members]))
        .ToLibrdkafkaProperties().Where(property => property.Key.StartsWith("ssl.", StringComparison.Ordinal)).Select(
            property => $"{property.Key}={property.Value}"));
}
