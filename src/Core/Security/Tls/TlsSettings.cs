namespace AirbyteKafka.Security.Tls;

/// <summary>How TLS is spoken with the brokers. Holds a private key; <see cref="ToString"/> does not show it.</summary>
/// <param name="TrustedCertificatesPem">Whom to trust, as PEM; <see langword="null"/> for the authorities of the system.</param>
/// <param name="CertificateChainPem">The client's certificate and its chain, as PEM, or <see langword="null"/>.</param>
/// <param name="PrivateKeyPem">The key of that certificate, as PEM; a secret.</param>
/// <param name="PrivateKeyPassword">The passphrase of the key, or <see langword="null"/>; a secret.</param>
/// <param name="VerifyHostName">Whether a broker's certificate has to name the host connected to.</param>
public sealed record TlsSettings(
    string? TrustedCertificatesPem,
    string? CertificateChainPem,
    string? PrivateKeyPem,
    string? PrivateKeyPassword,
    bool VerifyHostName)
{
    /// <summary>What is set, without the texts.</summary>
    public override string ToString() =>
        $"{(TrustedCertificatesPem is null ? "system authorities" : "own authorities")}, "
        + $"{(CertificateChainPem is null ? "no client certificate" : "client certificate")}, "
        + $"host names {(VerifyHostName ? "checked" : "not checked")}";

    internal void AddProperties(List<KeyValuePair<string, string>> properties)
    {
        Add("ssl.ca.pem", TrustedCertificatesPem);
        Add("ssl.certificate.pem", CertificateChainPem);
        Add("ssl.key.pem", PrivateKeyPem);
        Add("ssl.key.password", PrivateKeyPassword);
        Add("ssl.endpoint.identification.algorithm", VerifyHostName ? "https" : "none");

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                properties.Add(new(name, value));
            }
        }
    }

    internal void AddSecrets(SecretRedactor secrets)
    {
        secrets.AddLines(PrivateKeyPem);
        secrets.Add(PrivateKeyPassword);
        secrets.Add(TrustedCertificatesPem);
        secrets.Add(CertificateChainPem);
    }
}
