using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AirbyteKafka.Errors;
using AirbyteKafka.Security.Tls;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Check.Probe;

/// <summary>
/// Shakes hands with a broker over TLS for the sake of the reason why that fails: Kafka's client knows it only as a line of OpenSSL's.
/// </summary>
internal sealed class TlsHandshake(BrokerAddress broker, TlsSettings settings) : IDisposable
{
    private readonly X509Certificate2Collection _trusted = [];
    private readonly X509Certificate2Collection _chain = [];
    private X509Certificate2? _client;
    private string? _fault;

    /// <summary>Whether the broker has asked for a client certificate, and there is none to show.</summary>
    public bool MissesClientCertificate { get; private set; }

    /// <summary>The day on which the client certificate expired, if it has.</summary>
    public string? ClientCertificateExpiry => _client is { } client && DateTime.Now > client.NotAfter ? Day(client.NotAfter) : null;

    /// <summary>Reads the configuration's certificates and key.</summary>
    /// <returns><see langword="false"/> where .NET cannot open the key, though OpenSSL, and so Kafka's client, may.</returns>
    public bool TryLoad()
    {
        try
        {
            if (settings.TrustedCertificatesPem is { } trusted)
            {
                _trusted.ImportFromPem(trusted);
            }

            if (settings is { CertificateChainPem: { } chain, PrivateKeyPem: { } key })
            {
                _client = settings.PrivateKeyPassword is { } password
                    ? X509Certificate2.CreateFromEncryptedPem(chain, key, password)
                    : X509Certificate2.CreateFromPem(chain, key);
                _chain.ImportFromPem(chain);
            }

            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Shakes hands.</summary>
    /// <param name="connection">A connection on which nothing was said yet.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.TlsFailed"/>: this side does not accept the broker's certificate.
    /// </exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">
    /// What came back was no TLS, or the broker broke it off.
    /// </exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<SslStream> RunAsync(Stream connection, CancellationToken cancellation)
    {
        var stream = new SslStream(connection, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(Options(), cancellation).ConfigureAwait(false);
            return stream;
        }
        catch (Exception failure)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw _fault is null || failure is OperationCanceledException ? failure : new AirbyteKafkaException(ErrorKind.TlsFailed,
                _fault, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        foreach (var certificate in _trusted.Concat(_chain))
        {
            certificate.Dispose();
        }
    }

    private SslClientAuthenticationOptions Options()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (settings.TrustedCertificatesPem is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_trusted);
        }

        var options = new SslClientAuthenticationOptions
        {
            TargetHost = broker.Host,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accept(certificate as X509Certificate2, chain, errors),
        };
        if (_client is null)
        {
            options.LocalCertificateSelectionCallback = (_, _, _, remoteCertificate, _) =>
            {
                // The first call comes before the broker has said anything.
                MissesClientCertificate |= remoteCertificate is not null;
                return null!;
            };
        }
        else
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(_client, _chain, offline: true);
        }

        return options;
    }

    private bool Accept(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!settings.VerifyHostName)
        {
            errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
        }

        _fault = certificate is null ? $"Broker {broker} shows no certificate."
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? ChainFault(certificate, chain)
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? NameFault(certificate)
            : null;
        return _fault is null;
    }

    private string ChainFault(X509Certificate2 certificate, X509Chain? chain)
    {
        var now = DateTime.Now;
        foreach (var link in chain?.ChainElements.Select(element => element.Certificate) ?? [certificate])
        {
            var whose = link.Thumbprint == certificate.Thumbprint ? $"The certificate of broker {broker}"
                : $"The certificate '{Printable.Of(link.Subject)}', which vouches for broker {broker},";
            if (now > link.NotAfter)
            {
                return $"{whose} expired on {Day(link.NotAfter)}. It has to be renewed on the broker's side.";
            }

            if (now < link.NotBefore)
            {
                return $"{whose} is not valid before {Day(link.NotBefore)}. Check the clocks of this machine and the broker's.";
            }
        }

        var flags = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) == 0)
        {
            return $"The certificate of broker {broker} is not acceptable ({flags}).";
        }

        var name = chain is { ChainElements: [.., var top] } ? top.Certificate.Issuer : certificate.Issuer;
        var issuer = name.Length == 0 ? "an authority without a name, which" : $"'{Printable.Of(name)}', an authority";
        return settings.TrustedCertificatesPem is null
            ? $"Broker {broker} shows a certificate of {issuer} this system does not trust. Put that authority's certificate into "
                + $"protocol.ssl_truststore_certificates."
            : $"Broker {broker} shows a certificate of {issuer}{(name.Length == 0 ? "" : " that")} protocol.ssl_truststore_certificates "
                + $"does not hold. Put that authority's certificate there.";
    }

    private string NameFault(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension =>
                extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .DefaultIfEmpty(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))
            .Where(name => name.Length > 0)
            .ToList();
        return names.Count == 0
            ? $"The certificate of broker {broker} names no host, so it is not for '{broker.Host}' either. Give the broker one with its "
                + $"names, or leave protocol.ssl_endpoint_identification_algorithm empty to accept any certificate of a trusted authority."
            : $"The certificate of broker {broker} is for {Printable.Quoted(names)}, not for '{broker.Host}'. Connect by one of its "
                + $"names, or leave protocol.ssl_endpoint_identification_algorithm empty to accept any name.";
    }

    private static string Day(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
