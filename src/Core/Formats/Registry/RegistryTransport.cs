using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AirbyteKafka.Errors;
using AirbyteKafka.Security.Tls;

namespace AirbyteKafka.Formats.Registry;

/// <summary>Speaks HTTP with a schema registry and with the endpoint of its tokens: TLS, proxies, limits on time and size.</summary>
/// <remarks>
/// Certificates and keys come as texts and never touch the disk. Redirects are not followed: credentials would go where nobody sent them.
/// A proxy is that of the environment (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c>).
/// </remarks>
internal sealed class RegistryTransport : IDisposable
{
    // Schemas of thousands of columns have megabytes.
    private const int MaxAnswer = 32 * 1024 * 1024;
    private const int MaxConnections = 32;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _client;
    private readonly List<X509Certificate2> _certificates = [];

    /// <summary>Makes it; nothing is connected yet.</summary>
    /// <param name="tls">Whom to trust, and the client's certificate.</param>
    /// <exception cref="AirbyteKafkaException">The certificate or the key cannot be used.</exception>
    internal RegistryTransport(TlsSettings? tls)
    {
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectLimit,
            MaxConnectionsPerServer = MaxConnections,
        };
        try
        {
            _handler.SslOptions = Options(tls);
        }
        catch (CryptographicException unusable)
        {
            Dispose();
            throw new AirbyteKafkaException(
                ErrorKind.TlsFailed,
                "The client certificate or key for the schema registry cannot be used. Check schema_registry_client_certificate_chain, "
                    + "schema_registry_client_key and schema_registry_client_key_password.",
                unusable);
        }

        _client = new HttpClient(_handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswer };
    }

    /// <summary>Sends a request and reads all of its answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="address">The registry's address, for <see cref="RegistryAnswer.Address"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HttpRequestException">No answer.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal async Task<RegistryAnswer> SendAsync(HttpRequestMessage request, Uri address, CancellationToken cancellation)
    {
        using var response = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        var after = response.Headers.RetryAfter;
        return new RegistryAnswer(
            address,
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false),
            after?.Delta ?? (after?.Date - DateTimeOffset.UtcNow));
    }

    /// <summary>Whether TLS is what failed, which another attempt does not mend.</summary>
    internal static bool IsTlsFault(HttpRequestException fault) =>
        fault.HttpRequestError == HttpRequestError.SecureConnectionError || fault.InnerException is AuthenticationException;

    /// <summary>What is at the bottom of a fault, for a sentence.</summary>
    internal static string Reason(Exception fault)
    {
        while (fault.InnerException is { } inner)
        {
            fault = inner;
        }

        return fault.Message.TrimEnd('.');
    }

    /// <summary>Basic authentication.</summary>
    internal static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}")));

    public void Dispose()
    {
        _client?.Dispose();
        _handler.Dispose();
        _certificates.ForEach(certificate => certificate.Dispose());
    }

    private SslClientAuthenticationOptions Options(TlsSettings? tls)
    {
        var options = new SslClientAuthenticationOptions();
        if (tls?.TrustedCertificatesPem is { } authorities)
        {
            var policy = new X509ChainPolicy
            {
                RevocationMode = X509RevocationMode.NoCheck,
                TrustMode = X509ChainTrustMode.CustomRootTrust,
            };
            policy.CustomTrustStore.ImportFromPem(authorities);
            _certificates.AddRange(policy.CustomTrustStore);
            options.CertificateChainPolicy = policy;
        }

        if (tls is { CertificateChainPem: { } chain, PrivateKeyPem: { } key })
        {
            options.ClientCertificateContext = ClientCertificate(chain, key, tls.PrivateKeyPassword);
        }

        return options;
    }

    private SslStreamCertificateContext ClientCertificate(string chain, string key, string? password)
    {
        var certificate = password is null
            ? X509Certificate2.CreateFromPem(chain, key)
            : X509Certificate2.CreateFromEncryptedPem(chain, key, password);
        _certificates.Add(certificate);
        if (OperatingSystem.IsWindows())
        {
            // TLS of Windows takes no key that was read from a text.
            certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
            _certificates.Add(certificate);
        }

        var others = new X509Certificate2Collection();
        others.ImportFromPem(chain);
        _certificates.AddRange(others);
        return SslStreamCertificateContext.Create(certificate, others, offline: true);
    }
}
