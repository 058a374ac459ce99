using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Tests.Brokers.Kafka;

/// <summary>
/// A real Apache Kafka of long ago with its ZooKeeper, run by the scripts of an installation, with every listener, user and access rule.
/// </summary>
public sealed class OldKafka : TestBroker
{
    /// <summary>Names the folder of the installation.</summary>
    public const string HomeVariable = "KAFKA_OLD_HOME";

    private const string PortBaseVariable = "KAFKA_PORT_BASE";
    private const string StartScript = "start-broker";
    private const string StopScript = "stop-broker";
    private const int ZooKeeperPort = 1081;
    private static readonly TimeSpan ScriptTimeLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RequestTimeLimit = TimeSpan.FromSeconds(30);

    private readonly string _home;
    private readonly string _version;
    private readonly string _directory;
    private readonly int _portBase;
    private readonly Watchdog _watchdog;

    private OldKafka(string home, string version, int portBase)
    {
        _home = home;
        _version = version;
        _portBase = portBase;
        _directory = Directory.CreateTempSubdirectory("airbytekafka-old-").FullName;
        _watchdog = new Watchdog(_directory);
    }

    /// <inheritdoc/>
    public override string Description => $"Apache Kafka {_version} from {HomeVariable}";

    /// <inheritdoc/>
    public override BrokerNeeds Capabilities => BrokerNeeds.RealKafka | BrokerNeeds.Tls | BrokerNeeds.Sasl | BrokerNeeds.AccessRules;

    /// <summary>The authority that signed what its TLS listeners use, in PEM.</summary>
    public string Authority => File.ReadAllText(Path.Combine(_directory, "certs", "ca.crt"));

    /// <summary>
    /// The certificate and the key (PKCS#8) of a client that the access rules know as <see cref="TestCertificates.ClientPrincipal"/>, in
    /// PEM.
    /// </summary>
    public (string Certificate, string Key) Client =>
        (File.ReadAllText(Path.Combine(_directory, "certs", "client.crt")),
            File.ReadAllText(Path.Combine(_directory, "certs", "client.key")));

    /// <summary>Where the partitions of its topics lie.</summary>
    public string DataDirectory => Path.Combine(_directory, "data");

    /// <inheritdoc/>
    public override string GetBootstrapServers(BrokerListener listener) =>
        string.Create(CultureInfo.InvariantCulture, $"localhost:{_portBase + PortOf(listener)}");

    /// <inheritdoc/>
    public override async Task CreateTopicAsync(string topic, int partitions = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        using IAdminClient admin = BuildAdminClient();

        // Before 2.4 a broker's own number of replicas cannot be asked for.
        var specification = new TopicSpecification
        {
            Name = topic,
            NumPartitions = partitions,
            ReplicationFactor = 1,
            Configs = settings?.ToDictionary()
        };
        await admin.CreateTopicsAsync([specification],
            new CreateTopicsOptions { RequestTimeout = RequestTimeLimit, OperationTimeout = RequestTimeLimit });
    }

    /// <summary>Ends the broker without warning (SIGKILL).</summary>
    public Task KillAsync(CancellationToken cancellation) => RunAsync(StopScript, [_directory, "KILL"], cancellation);

    /// <summary>Brings a broker back that was killed, with its data.</summary>
    public Task StartAsync(CancellationToken cancellation) => RunAsync(StartScript, [_version, _directory], cancellation);

    /// <summary>Kills it and deletes its data.</summary>
    public override ValueTask DisposeAsync() => _watchdog.DisposeAsync();

    /// <summary>Finds the installation.</summary>
    /// <param name="home">The value of <see cref="HomeVariable"/>.</param>
    /// <param name="reason">Why there is none.</param>
    internal static string? Find(string? home, out string reason)
    {
        reason = OperatingSystem.IsWindows() ? "the scripts that start one run on Linux and macOS only"
            : string.IsNullOrEmpty(home) ? $"{HomeVariable} is not set"
            : !File.Exists(Path.Combine(home, StartScript)) ? $"{HomeVariable} ({home}) has no program '{StartScript}'"
            : "";
        return reason.Length == 0 ? Path.GetFullPath(home!) : null;
    }

    /// <summary>Starts one and waits until it serves.</summary>
    internal static async Task<OldKafka> StartAsync(string home, string version, LocalPorts freePorts, CancellationToken cancellation)
    {
        int[] ports = [ZooKeeperPort, .. Listeners.Select(PortOf)];
        var kafka = new OldKafka(home, version, freePorts.PickBase(ports));
        try
        {
            await kafka.StartAsync(cancellation);
            return kafka;
        }
        catch
        {
            await kafka.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its listeners.</summary>
    internal static readonly IReadOnlyList<BrokerListener> Listeners =
        [BrokerListener.Plaintext, BrokerListener.Tls, BrokerListener.SaslPlaintext, BrokerListener.SaslTls];

    private static int PortOf(BrokerListener listener) => listener switch
    {
        BrokerListener.Plaintext => 1092,
        BrokerListener.Tls => 1093,
        BrokerListener.SaslPlaintext => 1095,
        BrokerListener.SaslTls => 1096,
        _ => throw new InvalidOperationException($"A Kafka from {HomeVariable} has no listener {listener}."),
    };

    private async Task RunAsync(string script, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeLimit.CancelAfter(ScriptTimeLimit);
        string logFile = Path.Combine(_directory, $"{script}.log");
        var start = new ProcessStartInfo(Path.Combine(_home, script), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                [PortBaseVariable] = _portBase.ToString(CultureInfo.InvariantCulture),
                ["JAVA_TOOL_OPTIONS"] = string.Join(' ', Java.QuickStart),
            },
        };
        using LoggedProcess process = LoggedProcess.Start(start, logFile);
        _watchdog.Watch([process.Id]);
        try
        {
            await process.WaitAsync(timeLimit.Token);
        }
        finally
        {
            process.Send(LoggedProcess.Signal.Kill);
            _watchdog.Watch([]);
        }
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{script} for {Description} ended with exit code {process.ExitCode}; it needs Java 17 "
                + $"and openssl:\n{process.ReadTail()}");
        }
    }
}
