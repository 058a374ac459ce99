using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Settings;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;
using static AirbyteKafka.Tests.Connection.WireBytes;

namespace AirbyteKafka.Tests.Connection;

/// <summary>Peers that break in the middle: the message says what was seen, not what is usual.</summary>
public sealed class PeerWordsTests
{
    private static readonly byte[] Opaque = [.. Int16(0), .. Utf8(null)];

    public static readonly TheoryData<byte[]> MalformedVersions =
        new(new byte[][] { [], [.. Int16(42)], [.. Int16(0), 9, 0, 1], [.. Int16(35)],
            [.. Int16(0), .. Int32(2), .. Int16(3), .. Int16(0)] });

    public static readonly TheoryData<byte, string> Alerts = new()
    {
        { 40, "it takes no TLS version and cipher suite that are offered to it (TLS alert 40). Enable TLS 1.2 or 1.3 on the broker "
            + "(ssl.enabled.protocols, ssl.cipher.suites)." },
        { 70, "it takes neither TLS 1.2 nor TLS 1.3 (TLS alert 70). Enable one of them on the broker (ssl.enabled.protocols)." },
        { 71, "it takes no TLS version and cipher suite that are offered to it (TLS alert 71). Enable TLS 1.2 or 1.3 on the broker "
            + "(ssl.enabled.protocols, ssl.cipher.suites)." },
        { 80, "it reports a fault of its own (TLS alert 80). Its log says more." },
        { 112, "it does not know itself by the name '127.0.0.1' (TLS alert 112). Check the host in bootstrap_servers." },
        { 10, "it breaks the handshake off with TLS alert 10. Check the TLS versions and cipher suites it takes." },
    };

    public static readonly TheoryData<string, string> ScramServers = new()
    {
        { "r=NONCEx,s=c2FsdA==,i=4096|v=AAAA", "did not prove that it knows the password too" },
        { "r=NONCEx,s=c2FsdA==,i=4096|x=AAAA", "did not prove that it knows the password too" },
        { "r=another,s=c2FsdA==,i=4096", "did not keep to the rules of SCRAM in its answers" },
        { "r=NONCEx,s=c2FsdA==,i=none", "did not keep to the rules of SCRAM in its answers" },
        { "garbage", "did not keep to the rules of SCRAM in its answers" },
    };

    public static readonly TheoryData<byte[]> UnreadableClusters =
        new(new byte[][] { [], Cluster(Broker(1, "kafka1", 9092))[..^9], [.. Int32(int.MaxValue), .. Broker(1, "kafka1", 9092)] });

    public static readonly TheoryData<byte[], string> UnreadableLogins = new()
    {
        { [], "in a way that cannot be read" },
        { [.. Int16(0)], "in a way that cannot be read" },
        { [.. Opaque, .. Int32(int.MaxValue)], "in a way that cannot be read" },
        { [.. Int16(0), .. Int16(32_000), .. Int32(0)], "in a way that cannot be read" },
        { [.. Int16(0), .. Int16(-5), .. Int32(-7)], "in a way that cannot be read" },
        { [.. Int16(999), .. Utf8(null), .. Int32(-1)], "with an error that Kafka does not have" },
    };

    [Theory]
    [MemberData(nameof(MalformedVersions))]
    public async Task A_list_of_requests_that_cannot_be_read(byte[] answer)
    {
        await using var broker = new FakeBroker { Lies = { [FakeBroker.ApiVersions] = _ => answer } };
        Assert.Equal(
            ("ListenerMismatch", $"{broker.Address} answers in Kafka's protocol, but its list of the requests that it takes cannot be "
                + $"read. Check that a Kafka broker is behind this port in bootstrap_servers."),
            await OutcomeAsync(Config(broker.Address)));
    }

    [Theory]
    [InlineData(FakeBroker.ApiVersions)]
    [InlineData(FakeBroker.SaslHandshake)]
    [InlineData(FakeBroker.Metadata)]
    public async Task An_answer_that_stops_in_the_middle(short key)
    {
        var sent = 0;
        await using var broker = new FakeBroker
        {
            Mangle = (asked, frame) =>
            {
                sent = frame.Length - 3;
                return asked == key ? frame[..^3] : frame;
            },
        };

        var check = await RunAsync(Config(broker.Address), timeout: TimeSpan.FromSeconds(2));

        Assert.Equal(
            ("BrokerUnreachable", string.Create(CultureInfo.InvariantCulture, $"{broker.Address} begins an answer and does not end it: "
                + $"{sent} bytes of it came within 1 s. Check that a Kafka broker is behind this port and that it is healthy.")),
            Outcome(check));
    }

    [Fact]
    public async Task A_TLS_handshake_that_never_ends()
    {
        // The beginning of a ServerHello, whose rest does not come.
        await using var stub = new TcpStub(async (connection, stop) =>
        {
            await connection.WriteAsync((byte[])[0x16, 3, 3, 0, 80, 2], stop);
            await Task.Delay(System.Threading.Timeout.Infinite, stop);
        });

        var check = await RunAsync(Tls(stub.Address), timeout: TimeSpan.FromSeconds(2));

        Assert.Equal(
            ("BrokerUnreachable", $"{stub.Address} takes connections but ends no TLS handshake: it did not come to that within 1 s. "
                + $"Check that a Kafka broker is behind this port and that it is healthy."),
            Outcome(check));
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public async Task A_TLS_alert_is_put_into_words(byte alert, string words)
    {
        await using var stub = TcpStub.Answering(new byte[] { 0x15, 3, 1, 0, 2, 2, alert });
        Assert.Equal(("TlsFailed", $"Broker {stub.Address} refuses the TLS connection: {words}"), await OutcomeAsync(Tls(stub.Address)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broker_that_speaks_only_TLS_of_long_ago(bool renegotiatesSafely)
    {
        // A ServerHello of TLS 1.0 with a cipher suite of its time, and the extension of 2010 or none.
        byte[] extension = renegotiatesSafely ? [0, 5, 0xFF, 1, 0, 1, 0] : [];
        byte[] content = [3, 1, .. new byte[32], 0, 0, 0x2F, 0, .. extension];
        byte[] hello = [2, 0, 0, (byte)content.Length, .. content];
        await using var stub = TcpStub.Answering((byte[])[0x16, 3, 1, 0, (byte)hello.Length, .. hello]);
        Assert.Equal(
            ("TlsFailed", $"Broker {stub.Address} speaks TLS only in a version, or with a cipher suite, that is not taken any more. "
                + $"Enable TLS 1.2 or 1.3 on the broker (ssl.enabled.protocols)."),
            await OutcomeAsync(Tls(stub.Address)));
    }

    [Fact]
    public async Task A_certificate_without_a_name()
    {
        using var certificate = SelfSigned("");
        await using var broker = Secure(certificate);
        Assert.Equal(
            ("TlsFailed", $"The certificate of broker {broker.Address} names no host, so it is not for '127.0.0.1' either. Give the "
                + $"broker one with its names, or leave protocol.ssl_endpoint_identification_algorithm empty to accept any certificate "
                + $"of a trusted authority."),
            await OutcomeAsync(Tls(broker.Address, certificate.ExportCertificatePem())));
        Assert.Equal(
            ("TlsFailed", $"Broker {broker.Address} shows a certificate of an authority without a name, which this system does not "
                + $"trust. Put that authority's certificate into protocol.ssl_truststore_certificates."),
            await OutcomeAsync(Tls(broker.Address)));
    }

    [Fact]
    public async Task A_certificate_with_many_long_names()
    {
        var names = Enumerable.Range(0, 30).Select(
            number => string.Create(CultureInfo.InvariantCulture,
            $"{number}.{string.Join('.', Enumerable.Repeat(new string('n', 15), 15))}")).ToList();
        using var certificate = SelfSigned("CN=many", names);
        await using var broker = Secure(certificate);

        var (_, message) = await OutcomeAsync(Tls(broker.Address, certificate.ExportCertificatePem()));

        Assert.Equal(
            $"The certificate of broker {broker.Address} is for "
                + $"{string.Join(", ", names.Take(10).Select(name => $"'{name[..200]}… ({name.Length} characters)'"))} and 20 more, not "
                + $"for '127.0.0.1'. Connect by one of its names, or leave protocol.ssl_endpoint_identification_algorithm empty to "
                + $"accept any name.",
            message);
    }

    [Fact]
    public async Task An_authority_with_a_long_name()
    {
        var name = string.Join(",",
            Enumerable.Range(0, 50).Select(number => string.Create(CultureInfo.InvariantCulture, $"OU={number}{new string('u', 50)}")));
        using var certificate = SelfSigned(name);
        await using var broker = Secure(certificate);

        var (_, message) = await OutcomeAsync(Tls(broker.Address));

        Assert.Matches($"^Broker {broker.Address} shows a certificate of 'OU=.{{197}}… \\([0-9]+ characters\\)', an authority this "
            + $"system does not trust\\.", message);
    }

    [Theory]
    [MemberData(nameof(ScramServers))]
    public async Task A_SCRAM_server_that_this_side_does_not_believe(string script, string fault)
    {
        await using var broker = new FakeBroker { Mechanisms = ["SCRAM-SHA-256"], Login = Scram(script) };
        Assert.Equal(
            ("AuthenticationFailed", $"The login of user 'airbyte' (SCRAM-SHA-256) was broken off by this side: broker {broker.Address} "
                + $"{fault}. Check that bootstrap_servers leads to the right brokers."),
            await OutcomeAsync(WithLogin(broker.Address, "SCRAM-SHA-256")));
    }

    [Fact]
    public async Task A_SCRAM_server_that_refuses_the_password()
    {
        await using var broker = new FakeBroker
        {
            Mechanisms = ["SCRAM-SHA-256"],
            Login = Scram("r=NONCEx,s=c2FsdA==,i=4096|e=invalid-proof")
        };
        Assert.Equal(
            ("AuthenticationFailed", $"Broker {broker.Address} refused the credentials for user 'airbyte' (SCRAM-SHA-256)."),
            await OutcomeAsync(WithLogin(broker.Address, "SCRAM-SHA-256")));
    }

    [Theory]
    [MemberData(nameof(UnreadableClusters))]
    public async Task A_cluster_that_cannot_be_read_behind_a_login(byte[] cluster)
    {
        await using var broker = new FakeBroker
        {
            Mechanisms = ["PLAIN", "OAUTHBEARER"],
            Login = _ => [.. Opaque, .. Int32(0)],
            Lies = { [FakeBroker.Metadata] = _ => cluster }
        };
        Assert.Equal(
            ("ListenerMismatch", $"{broker.Address} was asked for its cluster's brokers, and its answer cannot be read. Check that a "
                + $"Kafka broker is behind this port in bootstrap_servers."),
            await OutcomeAsync(WithLogin(broker.Address, "PLAIN")));
        Assert.Equal(
            ("BrokerUnreachable", $"The cluster at {broker.Address} answered, but its answer cannot be read. Check that Kafka brokers "
                + $"are behind bootstrap_servers, and nothing that changes what they say."),
            await OutcomeAsync(WithLogin(broker.Address, "OAUTHBEARER")));
    }

    [Theory]
    [MemberData(nameof(UnreadableLogins))]
    public async Task An_answer_to_a_login_that_makes_no_sense(byte[] answer, string how)
    {
        await using var broker = new FakeBroker { Mechanisms = ["PLAIN"], Login = _ => answer };

        var check = await RunAsync(WithLogin(broker.Address, "PLAIN"), timeout: TimeSpan.FromSeconds(2));

        Assert.Equal(
            ("AuthenticationFailed", $"Broker {broker.Address} answers the login of user 'airbyte' (PLAIN) {how}. Check that a Kafka "
                + $"broker is behind that address."),
            Outcome(check));
    }

    [Theory]
    [InlineData("[[::1]]:9092")]
    [InlineData("[[::1]:9092")]
    public void Brackets_in_brackets_are_no_address(string entry)
    {
        var result = DestinationConfig.TryParse(Encoding.UTF8.GetBytes(Config(entry).ToJsonString()), "-Config");
        Assert.Equal($"bootstrap_servers: '{entry}' has no valid IPv6 address. Write host:port, with commas between several.",
            Assert.Single(result.Problems).Message);
    }

    [Fact]
    public async Task An_IPv6_address_that_is_advertised_in_brackets_is_shown_in_one_pair()
    {
        using var unused = new UnusedPort();
        var port = int.Parse(unused.Address.Split(':')[1], CultureInfo.InvariantCulture);
        await using var broker = new FakeBroker { Lies = { [FakeBroker.Metadata] = _ => Cluster(Broker(1, "[::1]", port)) } };

        var (_, message) = await OutcomeAsync(Config(broker.Address));

        Assert.StartsWith($"The cluster tells its clients to reach broker 1 at [::1]:{port} (advertised.listeners). ", message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("[[", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500 Internal Server Error", "answers with HTTP 500")]
    [InlineData("503 Service Unavailable", "answers with HTTP 503")]
    public async Task A_token_endpoint_that_fails(string status, string words)
    {
        await using var endpoint = TcpStub.Answering(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: "
            + $"close\r\n\r\n"));
        await using var broker = new FakeBroker { Mechanisms = ["OAUTHBEARER"] };
        var check = await RunAsync(
            Config(broker.Address, new JsonObject
            {
                ["security_protocol"] = "SASL_PLAINTEXT",
                ["sasl_mechanism"] = "OAUTHBEARER",
                ["sasl_jaas_config"] = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
                    + "clientId=\"airbyte\" clientSecret=\"any-secret\" scope=\"kafka\";",
                ["sasl_oauthbearer_token_endpoint_url"] = $"http://{endpoint.Address}/token",
            }),
            timeout: TimeSpan.FromSeconds(2));

        Assert.Matches(
            $"^The login of client 'airbyte' \\(OAUTHBEARER\\) did not end within [0-9.]+ s: http://{endpoint.Address}/token {words}\\. "
                + $"Check protocol\\.sasl_oauthbearer_token_endpoint_url, and that this machine can reach it\\.$",
            check.Message);
    }

    private static Func<byte[], byte[]> Scram(string script)
    {
        var answers = script.Split('|');
        return message =>
        {
            var said = Encoding.UTF8.GetString(message);
            var nonce = said.Split("r=")[1].Split(',')[0];
            var answer = Encoding.UTF8.GetBytes(
                (said.StartsWith('n') ? answers[0] : answers[1]).Replace("NONCE", nonce, StringComparison.Ordinal));
            return [.. Opaque, .. Int32(answer.Length), .. answer];
        };
    }

    private static JsonObject Tls(string address, string? authority = null) =>
        Config(address, new JsonObject { ["security_protocol"] = "SSL", ["ssl_truststore_certificates"] = authority });

    private static JsonObject WithLogin(string address, string mechanism)
    {
        var protocol = new JsonObject { ["security_protocol"] = "SASL_PLAINTEXT" };
        foreach (var (name, value) in Login(mechanism, "airbyte", "pass-word"))
        {
            protocol[name] = value;
        }

        return Config(address, protocol);
    }

    private static FakeBroker Secure(X509Certificate2 certificate) =>
        new() { Tls = new SslServerAuthenticationOptions { ServerCertificate = certificate } };

    private static X509Certificate2 SelfSigned(string name, params List<string> hosts)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (hosts.Count > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var host in hosts)
            {
                names.AddDnsName(host);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
