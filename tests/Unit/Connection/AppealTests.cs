using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AirbyteKafka.Check;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Connection;

/// <summary>Where .NET's TLS and the Kafka client's differ, the client is right: it is the one that will write.</summary>
public sealed class AppealTests
{
    [Fact]
    public async Task A_cipher_suite_that_only_the_Kafka_client_takes()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Only on Linux does .NET let a server choose its cipher suites.");
            return;
        }

        using var certificate = SelfSigned();
        await using var broker = new FakeBroker
        {
            Tls = new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                EnabledSslProtocols = SslProtocols.Tls12,
                CipherSuitesPolicy = new CipherSuitesPolicy([TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384]),
            },
        };

        var check = await RunAsync(Trusting(broker, certificate));

        Assert.SkipWhen(Step(check, $"TLS {broker.Address}").Outcome == StepOutcome.Passed, "OpenSSL is set up on this machine to let "
            + ".NET take this cipher suite.");
        Assert.Equal(
            (true, StepOutcome.Warning, (StepOutcome.Passed, "The Kafka client connects all the same.")),
            (check.Succeeded, Step(check, $"TLS {broker.Address}").Outcome, Step(check, "Connection")));
        Assert.StartsWith(
            $"Broker {broker.Address} refuses the TLS connection: it takes no TLS version and cipher suite that are offered to it (TLS "
                + $"alert 40). ", Step(check, $"TLS {broker.Address}").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_TLS_and_without_Kafka()
    {
        await using var stranger = TcpStub.Answering("220 mail.example.org ESMTP\r\n"u8.ToArray());
        Assert.Equal(
            ("ListenerMismatch", $"{stranger.Address} answers, but not with TLS. Check that this is the port of a TLS listener."),
            await OutcomeAsync(Config(stranger.Address, new() { ["security_protocol"] = "SSL" })));
    }

    private static System.Text.Json.Nodes.JsonObject Trusting(FakeBroker broker, X509Certificate2 certificate) =>
        Config(broker.Address, new()
        {
            ["security_protocol"] = "SSL",
            ["ssl_truststore_certificates"] = certificate.ExportCertificatePem()
        });

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
