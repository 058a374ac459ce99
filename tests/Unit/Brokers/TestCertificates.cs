using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AirbyteKafka.Tests.Brokers;

/// <summary>An authority and the certificates it signed, made for one cluster; all in PEM.</summary>
public sealed class TestCertificates
{
    /// <summary>The name of the client certificate's holder, as Kafka writes it.</summary>
    public const string ClientPrincipal = "CN=airbyte";

    /// <summary>What <see cref="EncryptedClientKey"/> is encrypted with.</summary>
    public const string ClientKeyPassphrase = "changeit";

    private const int PassphraseIterations = 10_000;
    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);
    private static readonly TimeSpan Validity = TimeSpan.FromDays(2);

    /// <summary>Makes them.</summary>
    public TestCertificates()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 authority = CreateAuthority("CN=test-ca", now);
        using X509Certificate2 other = CreateAuthority("CN=other-test-ca", now);
        Authority = authority.ExportCertificatePem();
        OtherAuthority = other.ExportCertificatePem();
        Server = Issue(authority, "CN=localhost", now + Validity, "localhost").Chain;
        OtherHostServer = Issue(authority, "CN=kafka.example.org", now + Validity, "kafka.example.org").Chain;
        ExpiredServer = Issue(authority, "CN=localhost", now - TimeSpan.FromHours(1), "localhost").Chain;
        (ClientCertificate, ClientKey, EncryptedClientKey, _) = Issue(authority, ClientPrincipal, now + Validity, "airbyte");
        (ExpiredClientCertificate, ExpiredClientKey, _, _) = Issue(authority, ClientPrincipal, now - TimeSpan.FromHours(1), "airbyte");
        (UntrustedClientCertificate, UntrustedClientKey, _, _) = Issue(other, ClientPrincipal, now + Validity, "airbyte");
    }

    /// <summary>The authority that signed everything but the untrusted ones.</summary>
    public string Authority { get; }

    /// <summary>Another authority.</summary>
    public string OtherAuthority { get; }

    /// <summary>Certificate of <see cref="ClientPrincipal"/>.</summary>
    public string ClientCertificate { get; }

    /// <summary>Its key (PKCS#8).</summary>
    public string ClientKey { get; }

    /// <summary>Its key, encrypted with <see cref="ClientKeyPassphrase"/>.</summary>
    public string EncryptedClientKey { get; }

    /// <summary>Another certificate of <see cref="ClientPrincipal"/>, expired an hour ago.</summary>
    public string ExpiredClientCertificate { get; }

    /// <summary>Its key.</summary>
    public string ExpiredClientKey { get; }

    /// <summary>A client certificate that <see cref="OtherAuthority"/> signed.</summary>
    public string UntrustedClientCertificate { get; }

    /// <summary>Its key.</summary>
    public string UntrustedClientKey { get; }

    /// <summary>Key and certificate chain for localhost and 127.0.0.1, as a broker's key store takes it.</summary>
    internal string Server { get; }

    /// <summary>The same for a name that nobody connects to.</summary>
    internal string OtherHostServer { get; }

    /// <summary>The same for localhost and 127.0.0.1, expired an hour ago.</summary>
    internal string ExpiredServer { get; }

    private static X509Certificate2 CreateAuthority(string subject, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - ClockSkew, now + Validity + ClockSkew);
    }

    private static Issued Issue(X509Certificate2 authority, string subject, DateTimeOffset notAfter, string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (host == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 certificate = request.Create(authority, authority.NotBefore, notAfter, RandomNumberGenerator.GetBytes(16));
        string pem = certificate.ExportCertificatePem();
        string keyPem = key.ExportPkcs8PrivateKeyPem();
        string encrypted = key.ExportEncryptedPkcs8PrivateKeyPem(
            ClientKeyPassphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, PassphraseIterations));
        return new(pem, keyPem, encrypted, $"{keyPem}\n{pem}\n{authority.ExportCertificatePem()}\n");
    }

    private readonly record struct Issued(string Certificate, string Key, string EncryptedKey, string Chain);
}
