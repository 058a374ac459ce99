using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AirbyteKafka.Tests.Security;

/// <summary>An authority and a client certificate made for one test.</summary>
internal sealed class TestPki : IDisposable
{
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _clientKey = RSA.Create(2048);
    private readonly X509Certificate2 _authority;

    public TestPki()
    {
        var request = new CertificateRequest("CN=Test authority", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
        ClientPem = Issue(-1, 10) + AuthorityPem;
    }

    public string AuthorityPem => _authority.ExportCertificatePem() + "\n";

    /// <summary>The client's certificate followed by its authority's.</summary>
    public string ClientPem { get; }

    public string KeyPem => _clientKey.ExportPkcs8PrivateKeyPem();

    public string Pkcs1KeyPem => _clientKey.ExportRSAPrivateKeyPem();

    public string OtherKeyPem => _authorityKey.ExportPkcs8PrivateKeyPem();

    public string EncryptedKeyPem(string passphrase) =>
        _clientKey.ExportEncryptedPkcs8PrivateKeyPem(passphrase, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

    /// <summary>A certificate for the client's key that is valid in these days, counted from today.</summary>
    public string Issue(int fromDay, int toDay)
    {
        var request = new CertificateRequest("CN=client", _clientKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(
            _authority.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_authorityKey),
            DateTimeOffset.UtcNow.AddDays(fromDay),
            DateTimeOffset.UtcNow.AddDays(toDay),
            [1, 2, 3, 4]);
        return certificate.ExportCertificatePem() + "\n";
    }

    public void Dispose()
    {
        _authority.Dispose();
        _authorityKey.Dispose();
        _clientKey.Dispose();
    }
}
