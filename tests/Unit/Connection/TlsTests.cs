using System.Text.Json.Nodes;
using AirbyteKafka.Check;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Connection;

/// <summary>TLS with a real Kafka: whom either side accepts, and the reason where it does not.</summary>
public sealed class TlsTests(BrokerPool brokers)
{
    [Theory]
    [InlineData(BrokerListener.Tls)]
    [InlineData(BrokerListener.SaslTls)]
    public async Task The_right_authority(BrokerListener listener)
    {
        var kafka = await GetKafkaAsync();
        var check = await RunAsync(With(kafka, listener));
        Assert.Equal((true, StepOutcome.Passed), (check.Succeeded, Step(check, $"TLS {kafka.GetBootstrapServers(listener)}").Outcome));
        Assert.StartsWith("TLS 1.3, TLS_", Step(check, $"TLS {kafka.GetBootstrapServers(listener)}").Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BrokerListener.Tls)]
    [InlineData(BrokerListener.SaslTls)]
    public async Task Another_authority(BrokerListener listener)
    {
        var kafka = await GetKafkaAsync();
        Assert.Equal(
            ("TlsFailed", $"Broker {kafka.GetBootstrapServers(listener)} shows a certificate of 'CN=test-ca', an authority that "
                + $"protocol.ssl_truststore_certificates does not hold. Put that authority's certificate there."),
            await OutcomeAsync(With(kafka, listener, ("ssl_truststore_certificates", kafka.Certificates.OtherAuthority))));
    }

    [Theory]
    [InlineData(BrokerListener.Tls)]
    [InlineData(BrokerListener.SaslTls)]
    public async Task No_authority_but_the_systems(BrokerListener listener)
    {
        var kafka = await GetKafkaAsync();
        Assert.Equal(
            ("TlsFailed", $"Broker {kafka.GetBootstrapServers(listener)} shows a certificate of 'CN=test-ca', an authority this system "
                + $"does not trust. Put that authority's certificate into protocol.ssl_truststore_certificates."),
            await OutcomeAsync(With(kafka, listener, ("ssl_truststore_certificates", null))));
    }

    [Fact]
    public async Task A_certificate_for_another_host()
    {
        var kafka = await GetKafkaAsync();
        Assert.Equal(
            ("TlsFailed", $"The certificate of broker {kafka.GetBootstrapServers(BrokerListener.OtherHostTls)} is for "
                + $"'kafka.example.org', not for '127.0.0.1'. Connect by one of its names, or leave "
                + $"protocol.ssl_endpoint_identification_algorithm empty to accept any name."),
            await OutcomeAsync(With(kafka, BrokerListener.OtherHostTls)));
    }

    [Fact]
    public async Task A_certificate_for_another_host_where_names_are_not_compared()
    {
        var kafka = await GetKafkaAsync();
        Assert.Null((await OutcomeAsync(With(kafka, BrokerListener.OtherHostTls, ("ssl_endpoint_identification_algorithm", "")))).Failure);
    }

    [Fact]
    public async Task An_expired_certificate()
    {
        var kafka = await GetKafkaAsync();
        var (failure, message) = await OutcomeAsync(With(kafka, BrokerListener.ExpiredTls));
        Assert.Equal("TlsFailed", failure);
        Assert.Matches($"^The certificate of broker {kafka.GetBootstrapServers(BrokerListener.ExpiredTls)} expired on "
            + $"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\\. It has to be renewed on the broker's side\\.$", message);
    }

    [Fact]
    public async Task A_client_certificate_is_wanted()
    {
        var kafka = await GetKafkaAsync();
        Assert.Equal(
            ("TlsFailed", $"Broker {kafka.GetBootstrapServers(BrokerListener.MutualTls)} wants a client certificate. Set "
                + $"protocol.ssl_keystore_certificate_chain and protocol.ssl_keystore_key."),
            await OutcomeAsync(With(kafka, BrokerListener.MutualTls)));
    }

    [Fact]
    public async Task A_client_certificate_is_given()
    {
        var kafka = await GetKafkaAsync();
        var topic = TestBroker.UniqueTopic();
        var config = With(kafka, BrokerListener.MutualTls, ClientCertificate(kafka, kafka.Certificates.ClientKey));
        config["test_topic"] = topic;
        Assert.Null((await OutcomeAsync(config)).Failure);
        Assert.Single(await kafka.ReadAllAsync(topic, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_certificate_of_a_user_without_rights()
    {
        var kafka = await GetKafkaAsync();
        var topic = $"other_{TestBroker.UniqueTopic()}";
        var config = With(kafka, BrokerListener.MutualTls, ClientCertificate(kafka, kafka.Certificates.ClientKey));
        config["topic_pattern"] = topic;
        Assert.Equal(
            ("AuthorizationFailed", $"The user may not write to topic '{topic}', nor see whether it exists. Grant it WRITE and DESCRIBE, "
                + $"and where topics are created on first use CREATE on the cluster (from Kafka 2.0 on, on the topic is enough)."),
            await OutcomeAsync(config));
    }

    [Fact]
    public async Task A_client_certificate_with_an_encrypted_key()
    {
        var kafka = await GetKafkaAsync();
        Assert.Null((await OutcomeAsync(With(
            kafka, BrokerListener.MutualTls,
                [.. ClientCertificate(kafka, kafka.Certificates.EncryptedClientKey),
                ("ssl_keystore_password", TestCertificates.ClientKeyPassphrase)]))).Failure);
    }

    [Fact]
    public async Task A_client_certificate_of_an_authority_the_broker_does_not_know()
    {
        var kafka = await GetKafkaAsync();
        Assert.Equal(
            ("TlsFailed", $"Broker {kafka.GetBootstrapServers(BrokerListener.MutualTls)} refused the client certificate. The one in "
                + $"protocol.ssl_keystore_certificate_chain has to be valid and from an authority that the broker trusts."),
            await OutcomeAsync(With(
                kafka,
                BrokerListener.MutualTls,
                ("ssl_keystore_certificate_chain", kafka.Certificates.UntrustedClientCertificate),
                ("ssl_keystore_key", kafka.Certificates.UntrustedClientKey))));
    }

    [Fact]
    public async Task A_client_certificate_that_has_expired()
    {
        var kafka = await GetKafkaAsync();
        var (failure, message) = await OutcomeAsync(With(
            kafka,
            BrokerListener.MutualTls,
            ("ssl_keystore_certificate_chain", kafka.Certificates.ExpiredClientCertificate),
            ("ssl_keystore_key", kafka.Certificates.ExpiredClientKey)));
        Assert.Equal("TlsFailed", failure);
        Assert.Matches(
            $"^Broker {kafka.GetBootstrapServers(BrokerListener.MutualTls)} refused the client certificate, which expired on "
                + $"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\\. Renew the one in protocol\\.ssl_keystore_certificate_chain\\.$",
            message);
    }

    // .NET cannot open keys of this kind, so the Kafka client is the first to try.
    [Fact]
    public async Task A_key_of_the_old_kind_that_the_passphrase_does_not_open()
    {
        const string Key = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
            + "AES-128-CBC,88AC09E235D295DB80DB85AE9704C9FC\n\nAAAAAAAAAAAAAAAAAAAAAA==\n-----END RSA PRIVATE KEY-----\n";
        await using var broker = new FakeBroker();
        var protocol = new JsonObject
        {
            ["security_protocol"] = "SSL",
            ["ssl_keystore_certificate_chain"] = new TestCertificates().ClientCertificate,
            ["ssl_keystore_key"] = Key,
            ["ssl_keystore_password"] = "not the passphrase",
        };
        Assert.Equal(
            ("ConfigInvalid", "The key in protocol.ssl_keystore_key cannot be opened: protocol.ssl_keystore_password is wrong, or the "
                + "key is damaged."),
            await OutcomeAsync(Config(broker.Address, protocol)));
    }

    private static (string Name, JsonNode? Value)[] ClientCertificate(KafkaCluster kafka, string key) =>
        [("ssl_keystore_certificate_chain", kafka.Certificates.ClientCertificate), ("ssl_keystore_key", key)];

    private static JsonObject With(KafkaCluster kafka, BrokerListener listener, params (string Name, JsonNode? Value)[] more) => Config(
        kafka.GetBootstrapServers(listener),
        ProtocolOf(kafka, listener,
            listener == BrokerListener.SaslTls ? [.. Login("PLAIN", TestUser.Writer.Name, TestUser.Writer.Password), .. more] : more));

    private Task<KafkaCluster> GetKafkaAsync() => brokers.GetKafkaAsync(BrokerNeeds.None);
}
