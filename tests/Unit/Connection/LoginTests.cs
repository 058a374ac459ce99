using System.Runtime.InteropServices;
using System.Text;
using AirbyteKafka.Check;
using AirbyteKafka.Kafka;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Delivery;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Connection;

/// <summary>
/// Every protocol with every mechanism, against a real Kafka: the right credentials, wrong ones, and a user without rights.
/// </summary>
public sealed class LoginTests(BrokerPool brokers)
{
    public static readonly MatrixTheoryData<BrokerListener, string> Ways = new(
        [BrokerListener.SaslPlaintext, BrokerListener.SaslTls],
        ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"]);

    public static readonly MatrixTheoryData<BrokerListener, string> PasswordWays = new(
        [BrokerListener.SaslPlaintext, BrokerListener.SaslTls],
        ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_right_user_writes_a_record(BrokerListener listener, string mechanism)
    {
        var kafka = await GetKafkaAsync();
        var topic = TestBroker.UniqueTopic();
        var check = await RunAsync(With(kafka, listener, mechanism, TestUser.Writer, TestUser.Writer.Password, topic));

        Assert.True(check.Succeeded, check.Message);
        Assert.Matches("^[A-Za-z0-9_-]{22}$", check.ClusterId);
        Assert.Matches("^[0-9]+\\.[0-9]+( or newer)?$", check.KafkaVersion);
        Assert.Equal(
            ((StepOutcome.Passed, $"Logged in by {mechanism} as 'airbyte'."), StepOutcome.Passed, 1),
            (Step(check, "Login"), Step(check, "Test record").Outcome,
                (await kafka.ReadAllAsync(topic, TestContext.Current.CancellationToken)).Count));
    }

    [Theory]
    [InlineData(BrokerListener.Plaintext, "PLAINTEXT")]
    [InlineData(BrokerListener.Tls, "SSL")]
    public async Task Where_no_login_is_wanted_a_record_is_written_without(BrokerListener listener, string protocol)
    {
        var kafka = await GetKafkaAsync();
        var topic = TestBroker.UniqueTopic();
        Assert.Equal(
            (null, $"Connected to {kafka.GetBootstrapServers(listener)} ({protocol}). A test record was written and acknowledged."),
            await OutcomeAsync(Config(kafka.GetBootstrapServers(listener), ProtocolOf(kafka, listener), ("test_topic", topic))));
        Assert.Single(await kafka.ReadAllAsync(topic, TestContext.Current.CancellationToken));
    }

    /// <summary>
    /// librdkafka's configuration parser cuts blanks off the front of every value; Kafka's Java client logs these users in (run against
    /// 4.3.1).
    /// </summary>
    [Theory]
    [InlineData(" lead", " two words ")]
    [InlineData("trail ", "\tx ")]
    public async Task Blanks_around_user_and_password_are_theirs(string name, string password)
    {
        var kafka = await GetKafkaAsync();
        var topic = TestBroker.UniqueTopic();
        var user = name + topic;
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await admin.AlterUserScramCredentialsAsync([new UserScramCredentialUpsertion
        {
            User = user,
            ScramCredentialInfo = new ScramCredentialInfo { Mechanism = ScramMechanism.ScramSha512, Iterations = 4096 },
            Password = Encoding.UTF8.GetBytes(password),
        }]);
        await admin.CreateAclsAsync([new AclBinding
        {
            Pattern = new ResourcePattern { Type = ResourceType.Topic, Name = topic, ResourcePatternType = ResourcePatternType.Literal },
            Entry = new AccessControlEntry { Principal = $"User:{user}", Host = "*", Operation = AclOperation.All,
                PermissionType = AclPermissionType.Allow },
        }]);
        await kafka.CreateTopicAsync(topic);
        var login = ProtocolOf(kafka, BrokerListener.SaslPlaintext, Login("SCRAM-SHA-512", user, password));
        var servers = kafka.GetBootstrapServers(BrokerListener.SaslPlaintext);

        // The cluster may take a moment to know the user.
        var check = await RunAsync(Config(servers, login.DeepClone().AsObject(), ("test_topic", topic)));
        for (var i = 0; i < 20 && !check.Succeeded; i++)
        {
            check = await RunAsync(Config(servers, login.DeepClone().AsObject(), ("test_topic", topic)));
        }

        Assert.True(check.Succeeded, check.Message);
        var write = WriteRun.Of(servers, $"\"topic_pattern\":\"{topic}\",\"protocol\":{login.ToJsonString()}", "a",
            WriteRun.Record("a", "{}"), TestContext.Current.CancellationToken);
        var connection = ClusterConnection.Of(Parse(Config(servers, login)));
        Assert.Equal(("none", 2),
            (write.FailureId, TopicContents.Read(connection, topic, TestContext.Current.CancellationToken).Count));
    }

    [Theory]
    [MemberData(nameof(PasswordWays))]
    public async Task A_wrong_password_is_refused(BrokerListener listener, string mechanism)
    {
        var kafka = await GetKafkaAsync();
        Assert.Equal(
            ("AuthenticationFailed", $"Broker {kafka.GetBootstrapServers(listener)} refused the credentials for user 'airbyte' "
                + $"({mechanism})."),
            await OutcomeAsync(With(kafka, listener, mechanism, TestUser.Writer, "not-the-password", TestBroker.UniqueTopic())));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_user_without_rights_logs_in_and_may_not_write(BrokerListener listener, string mechanism)
    {
        var kafka = await GetKafkaAsync();
        var topic = TestBroker.UniqueTopic();
        Assert.Equal(
            ("AuthorizationFailed", $"The user may not write to topic '{topic}', nor see whether it exists. Grant it WRITE and DESCRIBE, "
                + $"and where topics are created on first use CREATE on the cluster (from Kafka 2.0 on, on the topic is enough)."),
            await OutcomeAsync(With(kafka, listener, mechanism, TestUser.Nobody, TestUser.Nobody.Password, topic)));
    }

    [Theory]
    [InlineData(BrokerListener.SaslPlaintext)]
    [InlineData(BrokerListener.SaslTls)]
    public async Task A_mechanism_that_the_broker_does_not_have(BrokerListener listener)
    {
        var kafka = await GetKafkaAsync();
        var address = kafka.GetBootstrapServers(listener);
        var (failure, message) = await OutcomeAsync(With(kafka, listener, "GSSAPI", TestUser.Writer, "", TestBroker.UniqueTopic()));
        Assert.Equal("ListenerMismatch", failure);
        Assert.Matches($"^Broker {address} does not take GSSAPI; it offers ([A-Z0-9-]+(, |\\. )){{4}}Change protocol.sasl_mechanism, or "
            + $"enable it on the broker\\.$", message);
    }

    // The Kafka client turns to whichever it likes, and a write ends with the first login that fails: what works now and then is no
    // success.
    [Fact]
    public async Task One_bootstrap_broker_without_the_login_spoils_the_list()
    {
        var kafka = await GetKafkaAsync();
        var (right, wrong) = (kafka.GetBootstrapServers(BrokerListener.SaslPlaintext), kafka.GetBootstrapServers(BrokerListener.Plaintext));
        var protocol = ProtocolOf(kafka, BrokerListener.SaslPlaintext, Login("PLAIN", TestUser.Writer.Name, TestUser.Writer.Password));
        var expected = ("ListenerMismatch", $"Broker {wrong} takes no login (SASL) on this port. Set protocol.security_protocol to "
            + $"PLAINTEXT, or use the port of a SASL listener.");
        Assert.Equal(
            [expected, expected],
            [await OutcomeAsync(Config($"{right},{wrong}", (System.Text.Json.Nodes.JsonObject)protocol.DeepClone())),
                await OutcomeAsync(Config($"{wrong},{right}", protocol))]);
    }

    [Fact]
    public async Task The_port_that_controllers_have_for_each_other()
    {
        var kafka = await GetKafkaAsync();
        var address = FormattableString.Invariant($"127.0.0.1:{kafka.Nodes[0].Ports[^1]}");
        Assert.Equal(
            ("ListenerMismatch", $"{address} is the port of a Kafka controller, which takes no records. Use a port that the brokers have "
                + $"for clients in bootstrap_servers."),
            await OutcomeAsync(Config(address)));
    }

    [Fact]
    public async Task Kerberos_where_the_native_client_has_none()
    {
        await using var broker = new FakeBroker { Mechanisms = ["GSSAPI"] };
        var (failure, message) = await OutcomeAsync(Config(broker.Address, new()
        {
            ["security_protocol"] = "SASL_PLAINTEXT",
            ["sasl_mechanism"] = "GSSAPI",
            ["sasl_jaas_config"] = Login("GSSAPI", "airbyte", "")[1].Value,
        }));
        Assert.SkipUnless(failure == "NativeLibraryMissing", "The native Kafka client has Kerberos on this machine.");
        Assert.Equal(
            RuntimeInformation.ProcessArchitecture == Architecture.X64
                ? "Kerberos (GSSAPI) is not to be had on this machine: the native Kafka client did not find libsasl2.so.3. On Debian and "
                    + "Ubuntu install krb5-user, "
                    + "libsasl2-2 and libsasl2-modules-gssapi-mit, and make the link that those lack: ln -s libsasl2.so.2 "
                        + "/usr/lib/x86_64-linux-gnu/libsasl2.so.3. "
                    + "On Red Hat's systems install krb5-workstation and cyrus-sasl-gssapi. The image has all of it. Do so, or choose "
                        + "another protocol.sasl_mechanism."
                : "Kerberos (GSSAPI) is not to be had on this machine: the native Kafka client for arm64 is built without it. "
                    + "Run the sync on a machine with an x64 processor, or choose another protocol.sasl_mechanism.",
            message);
    }

    [Theory]
    [InlineData(BrokerListener.Plaintext, "SASL_PLAINTEXT", "takes no login (SASL) on this port. Set protocol.security_protocol to "
        + "PLAINTEXT, or use the port of a SASL listener.")]
    [InlineData(BrokerListener.Plaintext, "SASL_SSL", "speaks no TLS on this port. Use the port of its TLS listener, or "
        + "protocol.security_protocol PLAINTEXT.")]
    [InlineData(BrokerListener.Plaintext, "SSL", "speaks no TLS on this port. Use the port of its TLS listener, or "
        + "protocol.security_protocol PLAINTEXT.")]
    [InlineData(BrokerListener.Tls, "PLAINTEXT", "speaks TLS on this port. Set protocol.security_protocol to SSL, or use the port of a "
        + "listener without TLS.")]
    [InlineData(BrokerListener.Tls, "SASL_PLAINTEXT", "speaks TLS on this port. Set protocol.security_protocol to SASL_SSL, or use the "
        + "port of a listener without TLS.")]
    [InlineData(BrokerListener.Tls, "SASL_SSL", "takes no login (SASL) on this port. Set protocol.security_protocol to SSL, or use the "
        + "port of a SASL listener.")]
    [InlineData(BrokerListener.SaslPlaintext, "PLAINTEXT", "wants a login (SASL) on this port; it offers OFFER. Set "
        + "protocol.security_protocol to SASL_PLAINTEXT with sasl_mechanism and sasl_jaas_config.")]
    [InlineData(BrokerListener.SaslPlaintext, "SASL_SSL", "speaks no TLS on this port. Use the port of its TLS listener, or "
        + "protocol.security_protocol SASL_PLAINTEXT.")]
    [InlineData(BrokerListener.SaslTls, "SSL", "wants a login (SASL) on this port; it offers OFFER. Set protocol.security_protocol to "
        + "SASL_SSL with sasl_mechanism and sasl_jaas_config.")]
    [InlineData(BrokerListener.SaslTls, "SASL_PLAINTEXT", "speaks TLS on this port. Set protocol.security_protocol to SASL_SSL, or use "
        + "the port of a listener without TLS.")]
    public async Task A_listener_of_another_kind(BrokerListener listener, string protocol, string message)
    {
        var kafka = await GetKafkaAsync();
        var tls = protocol.EndsWith("SSL", StringComparison.Ordinal);
        var config = ProtocolOf(kafka, tls ? BrokerListener.SaslTls : BrokerListener.SaslPlaintext,
            protocol.StartsWith("SASL", StringComparison.Ordinal) ? Login("PLAIN", "airbyte", "x-secret") : []);
        config["security_protocol"] = protocol;

        var (failure, found) = await OutcomeAsync(Config(kafka.GetBootstrapServers(listener), config));

        var offer = found.Contains("it offers ", StringComparison.Ordinal) ? found.Split("it offers ")[1].Split('.')[0] : "";
        Assert.Equal(("ListenerMismatch", $"Broker {kafka.GetBootstrapServers(listener)} "
            + $"{message.Replace("OFFER", offer, StringComparison.Ordinal)}"), (failure, found));
    }

    private static System.Text.Json.Nodes.JsonObject With(KafkaCluster kafka, BrokerListener listener, string mechanism, TestUser user,
        string password, string topic) =>
        Config(kafka.GetBootstrapServers(listener), ProtocolOf(kafka, listener, Login(mechanism, user.Name, password)),
            ("test_topic", topic));

    private Task<KafkaCluster> GetKafkaAsync() => brokers.GetKafkaAsync(BrokerNeeds.None);
}
