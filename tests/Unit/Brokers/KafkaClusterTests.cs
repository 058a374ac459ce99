using AirbyteKafka.Tests.Brokers.Kafka;
using Confluent.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Brokers;

public sealed class KafkaClusterTests(BrokerPool brokers)
{
    public static readonly MatrixTheoryData<BrokerListener, SaslMechanism> SaslWays = new(
        [BrokerListener.SaslPlaintext, BrokerListener.SaslTls],
        [SaslMechanism.Plain, SaslMechanism.ScramSha256, SaslMechanism.ScramSha512]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_certificate_is_demanded_by_one_listener_and_taken_by_the_other()
    {
        KafkaCluster kafka = await GetKafkaAsync();
        TestCertificates certificates = kafka.Certificates;
        string topic = TestBroker.UniqueTopic();
        string[] outcomes =
        [
            await WriteAsync(BrokerListener.Plaintext, _ => { }),
            await WriteAsync(BrokerListener.Tls, _ => { }),
            await WriteAsync(BrokerListener.Tls, config => UseClient(config, certificates.ClientKey)),
            await WriteAsync(BrokerListener.MutualTls, _ => { }),
            await WriteAsync(BrokerListener.MutualTls, config => UseClient(config, certificates.ClientKey)),
            await WriteAsync(BrokerListener.MutualTls, config =>
            {
                UseClient(config, certificates.EncryptedClientKey);
                config.SslKeyPassword = TestCertificates.ClientKeyPassphrase;
            }),
            await WriteAsync(BrokerListener.MutualTls, config =>
            {
                config.SslCertificatePem = certificates.UntrustedClientCertificate;
                config.SslKeyPem = certificates.UntrustedClientKey;
            }),
        ];
        Assert.Equal(["delivered", "delivered", "delivered", "Local_Transport", "delivered", "delivered", "Local_Transport"], outcomes);

        Task<string> WriteAsync(BrokerListener listener, Action<ProducerConfig> configure)
        {
            ProducerConfig config = Probe.Connect(kafka, listener);
            configure(config);
            return Probe.WriteAsync(config, topic, [1], Cancellation);
        }

        void UseClient(ProducerConfig config, string key)
        {
            config.SslCertificatePem = certificates.ClientCertificate;
            config.SslKeyPem = key;
        }
    }

    [Fact]
    public async Task A_server_is_refused_for_another_authority_another_host_name_or_its_age()
    {
        KafkaCluster kafka = await GetKafkaAsync();
        ProducerConfig otherAuthority = Probe.Connect(kafka, BrokerListener.Tls);
        otherAuthority.SslCaPem = kafka.Certificates.OtherAuthority;
        ProducerConfig anyHost = Probe.Connect(kafka, BrokerListener.OtherHostTls);
        anyHost.SslEndpointIdentificationAlgorithm = SslEndpointIdentificationAlgorithm.None;
        string topic = TestBroker.UniqueTopic();
        Assert.Equal(
            ["Local_Ssl", "Local_Ssl", "delivered", "Local_Ssl"],
            [
                await Probe.WriteAsync(otherAuthority, topic, [1], Cancellation),
                await Probe.WriteAsync(Probe.Connect(kafka, BrokerListener.OtherHostTls), topic, [1], Cancellation),
                await Probe.WriteAsync(anyHost, topic, [1], Cancellation),
                await Probe.WriteAsync(Probe.Connect(kafka, BrokerListener.ExpiredTls), topic, [1], Cancellation),
            ]);
    }

    [Theory]
    [MemberData(nameof(SaslWays))]
    public async Task A_user_is_known_by_name_and_password(BrokerListener listener, SaslMechanism mechanism)
    {
        KafkaCluster kafka = await GetKafkaAsync();
        string topic = TestBroker.UniqueTopic();
        string right = await Probe.WriteAsync(Probe.Connect(kafka, listener, mechanism, TestUser.Writer.Name, TestUser.Writer.Password),
            topic, [1], Cancellation);
        string wrong = await Probe.WriteAsync(Probe.Connect(kafka, listener, mechanism, TestUser.Writer.Name, "wrong"), topic, [1],
            Cancellation);
        Assert.Equal(("delivered", "Local_Authentication"), (right, wrong));
    }

    [Theory]
    [InlineData(BrokerListener.SaslPlaintext)]
    [InlineData(BrokerListener.SaslTls)]
    public async Task An_unsecured_token_is_believed(BrokerListener listener)
    {
        KafkaCluster kafka = await GetKafkaAsync();
        string topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic);
        Assert.Equal(
            ["delivered", "TopicAuthorizationFailed"],
            [
                await Probe.WriteAsync(Probe.Connect(kafka, listener, SaslMechanism.OAuthBearer, TestUser.Writer.Name, ""), topic, [1],
                    Cancellation),
                await Probe.WriteAsync(Probe.Connect(kafka, listener, SaslMechanism.OAuthBearer, TestUser.Nobody.Name, ""), topic, [1],
                    Cancellation),
            ]);
    }

    [Fact]
    public async Task Users_write_where_they_may()
    {
        KafkaCluster kafka = await GetKafkaAsync();
        string allowed = TestBroker.UniqueTopic();
        string other = "other_" + allowed;
        await kafka.CreateTopicAsync(allowed);
        await kafka.CreateTopicAsync(other);
        Assert.Equal(
            ["delivered", "delivered", "TopicAuthorizationFailed", "TopicAuthorizationFailed", "TopicAuthorizationFailed"],
            [
                await WriteAsync(TestUser.Admin, other),
                await WriteAsync(TestUser.Writer, allowed),
                await WriteAsync(TestUser.Writer, other),
                await WriteAsync(TestUser.Reader, allowed),
                await WriteAsync(TestUser.Nobody, allowed),
            ]);

        Task<string> WriteAsync(TestUser user, string topic) => Probe.WriteAsync(
            Probe.Connect(kafka, BrokerListener.SaslPlaintext, SaslMechanism.Plain, user.Name, user.Password), topic, [1], Cancellation);
    }

    [Fact]
    public async Task Topics_are_not_created_on_first_use_where_a_test_asks_for_that()
    {
        TestBroker broker = await brokers.GetAsync(BrokerNeeds.NoTopicCreation);
        string topic = TestBroker.UniqueTopic();
        var config = new ProducerConfig { BootstrapServers = broker.BootstrapServers, TopicMetadataPropagationMaxMs = 500 };
        string before = await Probe.WriteAsync(config, topic, [1], Cancellation);
        await broker.CreateTopicAsync(topic);
        Assert.Equal(("UnknownTopicOrPart", "delivered"), (before, await Probe.WriteAsync(config, topic, [1], Cancellation)));
    }

    private Task<KafkaCluster> GetKafkaAsync() => brokers.GetKafkaAsync(BrokerNeeds.None);
}
