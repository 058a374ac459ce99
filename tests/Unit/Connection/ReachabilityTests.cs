using System.Globalization;
using AirbyteKafka.Check;
using AirbyteKafka.Tests.Brokers;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Connection;

/// <summary>The way to the brokers, without a real Kafka: names, ports, and whoever may be behind them.</summary>
public sealed class ReachabilityTests
{
    public static readonly TheoryData<string, string, string> Strangers = new()
    {
        { "HTTP/1.1 400 Bad Request\r\n\r\n", "ListenerMismatch", "ADDRESS answers as a web server, not as a Kafka broker. Check the "
            + "port in bootstrap_servers." },
        { "SSH-2.0-OpenSSH_9.6\r\n", "ListenerMismatch", "ADDRESS answers, but not as a Kafka broker. Check the port in "
            + "bootstrap_servers." },
        { "\u0015\u0003\u0003\0\u0002\u0002\u0032", "ListenerMismatch", "Broker ADDRESS speaks TLS on this port. Set "
            + "protocol.security_protocol to SSL, or use the port of a listener without TLS." },
        { "", "BrokerUnreachable", "ADDRESS takes the connection and ends it without an answer. Check that a Kafka broker is behind this "
            + "port, not a proxy without one." },
    };

    [Fact]
    public async Task A_broker_that_is_there_is_named_with_all_that_was_found()
    {
        await using var mock = new MockBroker();
        var check = await RunAsync(Config(mock.BootstrapServers, null, ("test_topic", "test.topic")));

        Assert.Equal(
            (true, $"Connected to {mock.BootstrapServers} (PLAINTEXT). A test record was written and acknowledged.",
                mock.BootstrapServers, 1, "mockCluster"),
            (check.Succeeded, check.Message, Assert.Single(check.Brokers).Address.ToString(), check.Brokers[0].Id, check.ClusterId?[..11]));
        Assert.Equal(
            ["Configuration", $"Port {mock.BootstrapServers}", $"Kafka {mock.BootstrapServers}", "Connection", "Cluster", "Topics",
                "Topic test_topic", "Test record"],
            check.Steps.Select(step => step.Name));
        Assert.InRange(check.Duration, check.Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Duration), Soon);
    }

    [Fact]
    public async Task The_test_record_is_the_one_of_the_Java_connector()
    {
        await using var mock = new MockBroker();
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await RunAsync(Config(mock.BootstrapServers, null, ("test_topic", "test-topic"), ("acks", "0")));

        var record = Assert.Single(await mock.ReadAllAsync("test_topic", TestContext.Current.CancellationToken));
        var key = System.Text.Encoding.UTF8.GetString(record.Key!);
        var value = System.Text.Encoding.UTF8.GetString(record.Value!);
        var emitted = long.Parse(value.Split("_airbyte_emitted_at\":")[1].Split(',')[0], CultureInfo.InvariantCulture);
        Assert.Equal(
            $$$"""{"_airbyte_ab_id":"{{{key}}}","_airbyte_stream":"test-topic-stream","_airbyte_emitted_at":{{{emitted}}},"_airbyte_data":{"test-key":"test-value"}}""",
            value);
        Assert.True(Guid.TryParseExact(key, "D", out _), key);
        Assert.InRange(emitted, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Nothing_is_written_without_a_test_topic()
    {
        await using var mock = new MockBroker();
        var check = await RunAsync(Config(mock.BootstrapServers));
        Assert.Equal(
            ((null, $"Connected to {mock.BootstrapServers} (PLAINTEXT). No record was written, because test_topic is not set."),
                (StepOutcome.Skipped, "Nothing was written: test_topic is not set.")),
            (Outcome(check), Step(check, "Test record")));
    }

    [Fact]
    public async Task A_name_that_does_not_resolve() => Assert.Equal(
        ("BrokerUnreachable", "The name 'kafka.invalid' does not resolve to an address. Check bootstrap_servers and the DNS settings of "
            + "this machine."),
        await OutcomeAsync(Config("kafka.invalid:9092")));

    [Fact]
    public async Task Nothing_listening()
    {
        using var unused = new UnusedPort();
        Assert.Equal(
            ("BrokerUnreachable", $"Nothing listens on {unused.Address} (connection refused). Check host and port in bootstrap_servers, "
                + $"and that the broker runs."),
            await OutcomeAsync(Config(unused.Address)));
    }

    [Theory]
    [InlineData("PLAINTEXT", "does not answer: nothing came")]
    [InlineData("SSL", "ends no TLS handshake: it did not come to that")]
    public async Task A_port_that_accepts_and_never_answers(string protocol, string what)
    {
        await using var silent = TcpStub.Silent();
        var limit = TimeSpan.FromSeconds(2);
        var check = await RunAsync(Config(silent.Address, new() { ["security_protocol"] = protocol }), timeout: limit);

        Assert.Equal(
            ("BrokerUnreachable", $"{silent.Address} takes connections but {what} within 1 s. Check that a Kafka broker is behind this "
                + $"port and that it is healthy."),
            Outcome(check));
        // Timers may fire a hair before their time.
        Assert.InRange(check.Duration, 0.9 * limit / 2, limit + Slack);
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_port_of_something_else(string answer, string failure, string message)
    {
        await using var stranger = TcpStub.Answering(System.Text.Encoding.Latin1.GetBytes(answer));
        Assert.Equal((failure, message.Replace("ADDRESS", stranger.Address, StringComparison.Ordinal)),
            await OutcomeAsync(Config(stranger.Address)));
    }

    [Fact]
    public async Task One_bootstrap_broker_is_enough_and_the_others_are_warned_about()
    {
        await using var mock = new MockBroker();
        using var dead = new UnusedPort();
        var check = await RunAsync(Config($"{dead.Address},{mock.BootstrapServers},kafka.invalid:1"));

        Assert.Equal(
            (true, StepOutcome.Warning, StepOutcome.Warning, "Steps with a warning: 2."),
            (check.Succeeded, Step(check, $"Port {dead.Address}").Outcome, Step(check, "Name kafka.invalid").Outcome,
                check.Message[^24..]));
    }

    [Fact]
    public async Task A_broker_of_the_cluster_that_is_down_is_warned_about()
    {
        using var unused = new UnusedPort();
        await using var broker = new FakeBroker { Brokers = own => [own, unused.Address] };
        var check = await RunAsync(Config(broker.Address));

        Assert.Equal(
            (true, (StepOutcome.Warning, $"The cluster tells its clients to reach broker 2 at {unused.Address} (advertised.listeners). "
                + $"Nothing listens on {unused.Address} (connection refused). Check host and port in that broker's advertised.listeners, "
                + $"and that the broker runs.")),
            (check.Succeeded, Step(check, $"Port {unused.Address}")));
    }

    [Fact]
    public async Task Brokers_that_give_out_addresses_nobody_here_can_reach()
    {
        await using var broker = new FakeBroker { Brokers = _ => ["kafka-internal.invalid:9092"] };
        Assert.Equal(
            ("BrokerUnreachable", "The cluster tells its clients to reach broker 1 at kafka-internal.invalid:9092 "
                + "(advertised.listeners). The name 'kafka-internal.invalid' does not resolve to an address. Check that broker's "
                + "advertised.listeners and the DNS settings of this machine."),
            await OutcomeAsync(Config(broker.Address)));
    }

    [Fact]
    public async Task A_broker_that_greets_and_then_falls_silent()
    {
        await using var broker = new FakeBroker { Brokers = null };
        var limit = TimeSpan.FromSeconds(2);
        var check = await RunAsync(Config(broker.Address), timeout: limit);
        Assert.Matches($"^The cluster at {broker.Address} did not answer within [0-9.]+ s\\.", check.Message);
        Assert.Equal("BrokerUnreachable", check.FailureKind?.Id);
        // Half of the time is for the way to the brokers; timers may fire a hair before their time.
        Assert.InRange(check.Duration, 0.9 * limit / 2, limit + Slack);
    }

    [Theory]
    [InlineData("Kafka ADDRESS")]
    [InlineData("Cluster")]
    public async Task A_broker_that_dies_in_the_middle(string after)
    {
        await using var mock = new MockBroker();
        var limit = TimeSpan.FromSeconds(2);
        var check = await RunAsync(
            Config(mock.BootstrapServers, null, ("test_topic", "t")),
            timeout: limit,
            observer: new OnStep(after.Replace("ADDRESS", mock.BootstrapServers, StringComparison.Ordinal), () =>
                mock.Cluster.SetBroker(1, up: false)));

        Assert.Matches(
            $"^The cluster at {mock.BootstrapServers} did not (answer|acknowledge a record for topic 't') within [0-9.]+ s\\. The Kafka "
                + $"client's last word: .*{mock.BootstrapServers}.*\\.$", check.Message);
        Assert.Equal("BrokerUnreachable", check.FailureKind?.Id);
    }

    [Fact]
    public async Task A_broker_that_falls_silent_when_asked_about_topics()
    {
        var speaks = true;
        await using var broker = new FakeBroker { CreatesTopics = true, Brokers = own => Volatile.Read(ref speaks) ? [own] : null };
        var check = await RunAsync(
            Config(broker.Address, null, ("topic_pattern", "t")), timeout: TimeSpan.FromSeconds(2),
                observer: new OnStep("Cluster", () => Volatile.Write(ref speaks, false)));
        Assert.Equal(("BrokerUnreachable", StepOutcome.Skipped), (check.FailureKind?.Id, Step(check, "Topic t").Outcome));
        Assert.Matches($"^The cluster at {broker.Address} did not answer within [0-9.]+ s\\.", check.Message);
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(4, "0.11")]
    [InlineData(11, "2.3")]
    [InlineData(13, "3.1")]
    [InlineData(99, "4.1")]
    public async Task An_old_brokers_release_follows_from_what_it_takes(short fetch, string? release)
    {
        await using var broker = new FakeBroker { Fetch = fetch };
        Assert.Equal(release, (await RunAsync(Config(broker.Address))).KafkaVersion);
    }

    [Fact]
    public async Task A_cluster_without_an_id()
    {
        await using var broker = new FakeBroker();
        var check = await RunAsync(Config(broker.Address));
        Assert.Equal((true, null, (StepOutcome.Passed, $"A cluster without an id, brokers {broker.Address} (id 1).")),
            (check.Succeeded, check.ClusterId, Step(check, "Cluster")));
    }

    [Fact]
    public async Task A_listener_that_wants_a_login_though_the_configuration_has_none()
    {
        await using var broker = new FakeBroker { Mechanisms = ["PLAIN", "GSSAPI"] };
        Assert.Equal(
            ("ListenerMismatch", $"Broker {broker.Address} wants a login (SASL) on this port; it offers PLAIN, GSSAPI. Set "
                + $"protocol.security_protocol to SASL_PLAINTEXT with sasl_mechanism and sasl_jaas_config."),
            await OutcomeAsync(Config(broker.Address)));
    }

    [Fact]
    public async Task The_caller_can_end_it()
    {
        await using var silent = TcpStub.Silent();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DestinationCheck.RunAsync(Parse(Config(silent.Address)), null, TimeSpan.FromMinutes(5), cancellation: stop.Token)
                .WaitAsync(Soon, TestContext.Current.CancellationToken));
    }

    /// <summary>Does something when a step has ended, before the next one begins.</summary>
    private sealed class OnStep(string name, Action act) : ICheckObserver
    {
        public void OnLog(AirbyteKafka.Airbyte.Output.LogLevel level, string message)
        {
        }

        void ICheckObserver.OnStep(StepResult checkStep)
        {
            if (checkStep.Name == name)
            {
                act();
            }
        }
    }
}
