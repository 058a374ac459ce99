using System.Collections.Concurrent;
using System.Collections.Immutable;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using DotNet.Testcontainers.Builders;
using Xunit;

[assembly: AssemblyFixture(typeof(BrokerPool))]

namespace AirbyteKafka.Tests.Brokers;

/// <summary>
/// Hands out brokers: the first of an external one (<see cref="ExternalBroker.BootstrapServersVariable"/>), a Kafka from KAFKA_HOME, one in
/// a container and
/// librdkafka's mock cluster that has what the test needs. Each is started when first asked for, shared by all tests of the run, and ended
/// with it.
/// </summary>
/// <remarks>
/// A test class takes it as a constructor parameter. Tests that share a broker keep apart by <see cref="TestBroker.UniqueTopic"/>.
/// </remarks>
public sealed class BrokerPool : IAsyncDisposable
{
    /// <summary>
    /// The versions of <see cref="GetOldKafkaAsync"/>: the oldest that is served, and the last that most clusters with a ZooKeeper run.
    /// </summary>
    public static readonly ImmutableArray<string> OldVersions = ["1.0", "2.8"];

    private const int MockBrokers = 3;

    private readonly Func<string, string?> _environment;
    private readonly ConcurrentDictionary<(int Nodes, bool CreatesTopics), Lazy<Task<KafkaCluster>>> _clusters = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<OldKafka>>> _oldKafkas = new();
    private readonly LocalPorts _ports = new();
    private readonly SemaphoreSlim _starting = new(1);
    private readonly Lazy<Task<(ContainerBroker? Broker, string Reason)>> _container = new(StartContainerAsync);
    private readonly Lazy<MockBroker> _mock = new(() => new MockBroker(MockBrokers));

    /// <summary>Takes the variables of this process.</summary>
    public BrokerPool()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    internal BrokerPool(Func<string, string?> environment) => _environment = environment;

    /// <summary>A running broker with what the test needs; skips the test, with the reasons, where none of those at hand has it.</summary>
    public async Task<TestBroker> GetAsync(BrokerNeeds needs)
    {
        (TestBroker? broker, string reason) = await FindAsync(needs);
        Assert.SkipWhen(broker is null, reason);
        return broker!;
    }

    /// <summary>
    /// A shared Kafka with every listener, for a test that uses its certificates; skips the test where there is no KAFKA_HOME.
    /// </summary>
    public async Task<KafkaCluster> GetKafkaAsync(BrokerNeeds needs)
    {
        KafkaInstallation? kafka = FindKafka(out string reason);
        Assert.SkipWhen(kafka is null, $"Needs a real Kafka with TLS and SASL, but {reason}.");
        return await GetSharedAsync(kafka!, needs);
    }

    /// <summary>
    /// A Kafka that only this test has, to break as it likes; the caller disposes it. Skips the test where there is no KAFKA_HOME.
    /// </summary>
    public async Task<KafkaCluster> StartKafkaAsync(KafkaOptions options, CancellationToken cancellation)
    {
        KafkaInstallation? kafka = FindKafka(out string reason);
        Assert.SkipWhen(kafka is null, $"Needs a real Kafka of its own, but {reason}.");
        return await StartAsync(kafka!, options, cancellation);
    }

    /// <summary>A shared Kafka of an old version; skips the test where there is no KAFKA_OLD_HOME.</summary>
    /// <param name="version">One of <see cref="OldVersions"/>.</param>
    public async Task<OldKafka> GetOldKafkaAsync(string version)
    {
        string? home = OldKafka.Find(_environment(OldKafka.HomeVariable), out string reason);
        Assert.SkipWhen(home is null, $"Needs a real Kafka {version}, but {reason}.");

        // Whoever asks for one will ask for the others, and each spends half of its start waiting.
        Task<OldKafka>[] starting = [.. OldVersions.Select(each => _oldKafkas.GetOrAdd(each, Start).Value)];
        return await starting[OldVersions.IndexOf(version)];

        Lazy<Task<OldKafka>> Start(string each) => new(() => OldKafka.StartAsync(home!, each, _ports, CancellationToken.None));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<OldKafka>> kafka in _oldKafkas.Values)
        {
            if (await Task.WhenAny(kafka.Value) is { IsCompletedSuccessfully: true } started)
            {
                await started.Result.DisposeAsync();
            }
        }
        foreach (Lazy<Task<KafkaCluster>> cluster in _clusters.Values)
        {
            if (await Task.WhenAny(cluster.Value) is { IsCompletedSuccessfully: true } started)
            {
                await started.Result.DisposeAsync();
            }
        }
        if (_container.IsValueCreated && (await _container.Value).Broker is { } container)
        {
            await container.DisposeAsync();
        }
        if (_mock.IsValueCreated)
        {
            await _mock.Value.DisposeAsync();
        }
        _starting.Dispose();
    }

    internal async Task<(TestBroker? Broker, string Reason)> FindAsync(BrokerNeeds needs)
    {
        var reasons = new List<string>();
        if (FindExternal(out string noExternal) is { } external && Meets(external, needs, reasons))
        {
            return (external, "");
        }
        if (noExternal.Length > 0)
        {
            reasons.Add(noExternal);
        }
        if (FindKafka(out string noKafka) is { } kafka)
        {
            return (await GetSharedAsync(kafka, needs), "");
        }
        reasons.Add(noKafka);
        (ContainerBroker? container, string noContainer) = (needs & ~BrokerNeeds.RealKafka) == 0 ? await _container.Value : (null,
            "a container would not have it");
        if (container is not null)
        {
            return (container, "");
        }
        reasons.Add(noContainer);
        return Meets(_mock.Value, needs, reasons) ? (_mock.Value, "") : (null, $"Needs {needs}, but {string.Join("; ", reasons)}.");
    }

    private static bool Meets(TestBroker broker, BrokerNeeds needs, List<string> reasons)
    {
        BrokerNeeds missing = needs & ~broker.Capabilities;
        if (missing == 0)
        {
            return true;
        }
        reasons.Add($"{broker.Description} lacks {missing}");
        return false;
    }

    private ExternalBroker? FindExternal(out string reason)
    {
        string? servers = _environment(ExternalBroker.BootstrapServersVariable);
        reason = string.IsNullOrWhiteSpace(servers) ? $"{ExternalBroker.BootstrapServersVariable} is not set" : "";
        if (reason.Length > 0)
        {
            return null;
        }
        string? declared = _environment(ExternalBroker.CapabilitiesVariable);
        BrokerNeeds capabilities = string.IsNullOrWhiteSpace(declared) ? BrokerNeeds.RealKafka : Enum.Parse<BrokerNeeds>(declared);
        return (capabilities & ~ExternalBroker.Declarable) == 0
            ? new ExternalBroker(servers!, capabilities)
            : throw new InvalidOperationException($"{ExternalBroker.CapabilitiesVariable} ('{declared}') can only declare "
                + $"{ExternalBroker.Declarable}.");
    }

    private KafkaInstallation? FindKafka(out string reason) =>
        KafkaInstallation.Find(_environment(KafkaInstallation.HomeVariable), out reason);

    private Task<KafkaCluster> GetSharedAsync(KafkaInstallation kafka, BrokerNeeds needs)
    {
        KafkaOptions options = KafkaOptions.For(needs);
        return _clusters.GetOrAdd((options.Nodes, options.CreatesTopics), _ =>
            new(() => StartAsync(kafka, options, CancellationToken.None))).Value;
    }

    // One at a time: three nodes starting beside another one on a small machine only make both slow.
    private async Task<KafkaCluster> StartAsync(KafkaInstallation kafka, KafkaOptions options, CancellationToken cancellation)
    {
        await _starting.WaitAsync(cancellation);
        try
        {
            return await KafkaCluster.StartAsync(kafka, options, _ports, cancellation);
        }
        finally
        {
            _starting.Release();
        }
    }

    private static async Task<(ContainerBroker? Broker, string Reason)> StartContainerAsync()
    {
        try
        {
            return (await ContainerBroker.StartAsync(), "");
        }
        catch (DockerUnavailableException)
        {
            return (null, "no Docker engine answers");
        }
        catch (Exception exception)
        {
            // An engine that cannot get the image (no network, a limit of the registry) is as good as none: there is still the mock
            // cluster.
            return (null, $"the container could not be started: {exception.Message}");
        }
    }
}
