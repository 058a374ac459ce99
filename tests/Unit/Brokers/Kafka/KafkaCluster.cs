using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Tests.Brokers.Kafka;

/// <summary>
/// A real Apache Kafka of one or three nodes, run from an installation: every listener, mechanism, user and access rule, and faults on
/// demand.
/// </summary>
public sealed class KafkaCluster : TestBroker
{
    private static readonly TimeSpan FormatTimeLimit = TimeSpan.FromSeconds(60);
    private static readonly string[] ScramMechanisms = ["SCRAM-SHA-256", "SCRAM-SHA-512"];
    private static readonly TimeSpan RequestTimeLimit = TimeSpan.FromSeconds(30);

    private readonly KafkaInstallation _kafka;
    private readonly KafkaOptions _options;
    private readonly Watchdog _watchdog;

    private KafkaCluster(KafkaInstallation kafka, KafkaOptions options, LocalPorts freePorts)
    {
        _kafka = kafka;
        _options = options;
        DirectoryPath = Directory.CreateTempSubdirectory("airbytekafka-").FullName;
        _watchdog = new Watchdog(DirectoryPath);
        IReadOnlyList<IReadOnlyList<int>> ports =
            [.. freePorts.Pick(options.Nodes * NodeConfiguration.PortsPerNode).Chunk(NodeConfiguration.PortsPerNode)];
        Nodes = [.. ports.Select((portsOfNode, index) => new KafkaNode(index + 1, portsOfNode, () => Launch(index + 1), WatchProcesses))];
        _kafka.Prepare(DirectoryPath);
        NodeConfiguration.WriteKeyStores(DirectoryPath, Certificates);
        foreach (KafkaNode node in Nodes)
        {
            File.WriteAllText(PropertiesFile(node.Id), new NodeConfiguration(node.Id, ports, options, DirectoryPath).ToProperties());
        }
    }

    /// <summary>Its nodes, by id from 1.</summary>
    public IReadOnlyList<KafkaNode> Nodes { get; }

    /// <summary>What its TLS listeners use, and what clients connect with.</summary>
    public TestCertificates Certificates { get; } = new();

    /// <summary>Where its configuration, logs and data lie until it is disposed.</summary>
    public string DirectoryPath { get; }

    /// <inheritdoc/>
    public override string Description => $"Apache Kafka from {KafkaInstallation.HomeVariable} with {_options.Nodes} node(s)";

    /// <inheritdoc/>
    public override BrokerNeeds Capabilities => _options.Capabilities;

    /// <inheritdoc/>
    public override string GetBootstrapServers(BrokerListener listener) =>
        string.Join(',', Nodes.Select(node => node.GetAddress(listener)));

    /// <inheritdoc/>
    public override async Task CreateTopicAsync(string topic, int partitions = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        await base.CreateTopicAsync(topic, partitions, settings);
        await Task.WhenAll(Nodes.Where(node => node.IsRunning).Select(node => node.WaitUntilItKnowsAsync(topic, CancellationToken.None)));
    }

    /// <summary>Kills its nodes and deletes their data.</summary>
    public override async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Nodes.Select(node => node.KillAsync(CancellationToken.None)));
        foreach (KafkaNode node in Nodes)
        {
            node.Dispose();
        }
        await _watchdog.DisposeAsync();
    }

    /// <summary>Starts a cluster and waits until all of its nodes serve.</summary>
    internal static async Task<KafkaCluster> StartAsync(KafkaInstallation kafka, KafkaOptions options, LocalPorts freePorts,
        CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnceAsync(kafka, options, freePorts, cancellation);
            }
            catch (InvalidOperationException taken) when (
                attempt < 3 && taken.Message.Contains("Address already in use", StringComparison.Ordinal))
            {
                // Another run on this machine took a port between our look and Kafka's start: look again.
            }
        }
    }

    private static async Task<KafkaCluster> StartOnceAsync(KafkaInstallation kafka, KafkaOptions options, LocalPorts freePorts,
        CancellationToken cancellation)
    {
        var cluster = new KafkaCluster(kafka, options, freePorts);
        try
        {
            await cluster.FormatAsync(cancellation);
            foreach (KafkaNode node in cluster.Nodes)
            {
                node.Launch();
            }
            int[] ids = [.. cluster.Nodes.Select(node => node.Id)];
            await AllOrFirstFailureAsync(
                cluster.Nodes.Select(node => (Func<CancellationToken, Task>)(stop => node.WaitUntilItSeesAsync(ids, stop))), cancellation);
            await cluster.GrantAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    // A node that has ended is the reason why the others never see it: it must not be waited for, nor hidden behind them.
    private static async Task AllOrFirstFailureAsync(IEnumerable<Func<CancellationToken, Task>> works, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task> running = [.. works.Select(work => work(stop.Token))];
        try
        {
            await foreach (Task ended in Task.WhenEach(running))
            {
                await ended;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private LoggedProcess Launch(int id) => LoggedProcess.Start(
        _kafka.Command(DirectoryPath, _options.JavaArguments, "kafka.Kafka", PropertiesFile(id)),
        Path.Combine(DirectoryPath, $"node{id}.log"));

    private void WatchProcesses() => _watchdog.Watch(Nodes.Select(node => node.ProcessId).OfType<int>());

    private string PropertiesFile(int id) => Path.Combine(DirectoryPath, $"node{id}.properties");

    private string DataDirectory(int id) => Path.Combine(DirectoryPath, $"data{id}");

    // The tool takes more than a second of Java; what it wrote for the first node serves the others but for two identifiers.
    private async Task FormatAsync(CancellationToken cancellation)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeLimit.CancelAfter(FormatTimeLimit);
        IEnumerable<string> users = TestUser.All.SelectMany(user => ScramMechanisms
            .SelectMany(mechanism => new[] { "--add-scram", $"{mechanism}=[name={user.Name},password={user.Password}]" }));
        using LoggedProcess tool = LoggedProcess.Start(
            _kafka.Command(DirectoryPath, _options.JavaArguments, "kafka.tools.StorageTool",
                ["format", "-t", NewId(), "-c", PropertiesFile(1), .. users]),
            Path.Combine(DirectoryPath, "format.log"));
        try
        {
            await tool.WaitAsync(timeLimit.Token);
        }
        finally
        {
            tool.Send(LoggedProcess.Signal.Kill);
        }
        if (tool.ExitCode != 0)
        {
            throw new InvalidOperationException($"Kafka's storage tool ended with exit code {tool.ExitCode}:\n{tool.ReadTail()}");
        }
        foreach (KafkaNode node in Nodes.Skip(1))
        {
            CopyStorage(node.Id);
        }
    }

    private void CopyStorage(int id)
    {
        Directory.CreateDirectory(DataDirectory(id));
        foreach (string file in Directory.EnumerateFiles(DataDirectory(1)))
        {
            File.Copy(file, Path.Combine(DataDirectory(id), Path.GetFileName(file)));
        }
        string meta = Path.Combine(DataDirectory(id), "meta.properties");
        File.WriteAllLines(meta, File.ReadAllLines(meta).Select(line => line.Split('=')[0] switch
        {
            "node.id" => string.Create(CultureInfo.InvariantCulture, $"node.id={id}"),
            "directory.id" => $"directory.id={NewId()}",
            _ => line,
        }));
    }

    // Kafka's identifiers are 16 bytes in URL-safe base64; one must not look like an option to a command line.
    private static string NewId() => "A"
        + Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_')[1..];

    private async Task GrantAsync()
    {
        using IAdminClient admin = BuildAdminClient();
        await admin.CreateAclsAsync(
            [
                Allow(TestUser.Writer.Name, AclOperation.All, TestUser.WritablePrefix, ResourcePatternType.Prefixed),
                Allow(TestCertificates.ClientPrincipal, AclOperation.All, TestUser.WritablePrefix, ResourcePatternType.Prefixed),
                Allow(TestUser.Reader.Name, AclOperation.Read, "*", ResourcePatternType.Literal),
                Allow(TestUser.Reader.Name, AclOperation.Describe, "*", ResourcePatternType.Literal),
            ],
            new CreateAclsOptions { RequestTimeout = RequestTimeLimit });

        static AclBinding Allow(string user, AclOperation operation, string topics, ResourcePatternType kind) => new()
        {
            Pattern = new ResourcePattern { Type = ResourceType.Topic, Name = topics, ResourcePatternType = kind },
            Entry = new AccessControlEntry
            {
                Principal = $"User:{user}",
                Host = "*",
                Operation = operation,
                PermissionType = AclPermissionType.Allow
            },
        };
    }
}
