using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Cmdlets;
using AirbyteKafka.Tests.Connection;
using Xunit;
using static AirbyteKafka.Tests.Connection.WireBytes;

namespace AirbyteKafka.Tests.Text;

/// <summary>
/// A text that clears screens and turns lines around, said by everybody from whom a text can come: no outlet of a session passes it on as
/// it is.
/// </summary>
public sealed class HostileTextTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Hostile = "h\u001b[2J\u202ex\u0000y\u2028z";
    private const string Shown = @"h\u001b[2J\u202ex\u0000y\u2028z";

    // What a name of a file can hold.
    private const string HostileFile = "h\u001b[2J\u202ex\ny";
    private const string ShownFile = @"h\u001b[2J\u202ex\u000ay";

    private const string Servers = "kafka:9092";

    private static readonly string Folder = Directory.CreateTempSubdirectory("airbyte-kafka-").FullName;

    public static readonly TheoryData<string> Peers = ["mechanism", "refusal", "host", "TLS", "frame"];

    [Fact]
    public void A_catalog_and_a_configuration()
    {
        var said = Run(
            "param($config, $catalog) Get-KafkaDestinationTopic $config $catalog",
            Config(Servers, "{stream}"),
            Catalog([Hostile], "overwrite"));

        Assert.Contains(said, text => text.Contains($"The records of stream '{Shown}' are appended", StringComparison.Ordinal));

        Run("param($config, $catalog) Get-KafkaDestinationTopic $config $catalog", Config(Servers, Hostile),
            Catalog([Hostile, Hostile], "append"));
        Run("param($config, $catalog) Get-KafkaDestinationTopic $config $catalog", Config($"{Hostile}:1,kafka:9092", "t"),
            Catalog(["a"], "append"));
        Run("param($config, $catalog) Get-KafkaDestinationTopic $config $catalog",
            new JsonObject { [Hostile] = Hostile, ["acks"] = Hostile }.ToJsonString(), Catalog(["a"], Hostile));
        Run("param($path) Get-KafkaDestinationTopic $path '{}'", Path.Combine(Folder, HostileFile));
    }

    [Fact]
    public void Objects_keep_their_values()
    {
        var topic = (DestinationTopic)session.Run(
            "param($config, $catalog) Get-KafkaDestinationTopic $config $catalog", Config(Servers, "{stream}"),
                Catalog([Hostile], "append")).Output.Single().BaseObject;

        Assert.Equal(Hostile, topic.Stream);
    }

    [Fact]
    public async Task Records_of_an_input()
    {
        await using var mock = new MockBroker();
        var record = new JsonObject
        {
            ["type"] = "RECORD",
            ["record"] = new JsonObject { ["stream"] = Hostile, ["namespace"] = Hostile, ["emitted_at"] = 1, ["data"] = new JsonObject() },
        }.ToJsonString();

        var said = Run(
            "param($config, $catalog, $line) $line | Write-AirbyteRecords $config $catalog -Verbose -Debug",
                Config(mock.BootstrapServers, "t"), Catalog(["a"], "append"), record);

        Assert.Contains(said, text => text.Contains($"is a record of stream '{Shown}' in namespace '{Shown}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_of_files_and_of_streams_in_results_and_progress()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such file names.");
        await using var mock = new MockBroker();
        var stream = new JsonObject { ["stream"] = Hostile, ["emitted_at"] = 1, ["data"] = new JsonObject { ["x"] = "\uFFFD" } };
        var line = Encoding.UTF8.GetBytes(
            new JsonObject { ["type"] = "RECORD", ["record"] = stream }.ToJsonString().Replace("\\uFFFD", "\u0001",
            StringComparison.Ordinal));
        line[Array.IndexOf(line, (byte)1)] = 0xFF;
        var paths = new[] { HostileFile, "z" + HostileFile }.Select(name => Path.Combine(Folder, name)).ToArray();
        foreach (var path in paths)
        {
            await File.WriteAllBytesAsync(path, line, TestContext.Current.CancellationToken);
        }

        var said = Run(
            "param($config, $catalog, $paths) Write-AirbyteRecords $config $catalog -LiteralPath ($paths + $paths) -Verbose -Debug",
            Config(mock.BootstrapServers, "{stream}"),
            Catalog([Hostile], "append"),
            paths);

        Assert.Contains(said, text => text.Contains($"has data of stream '{Shown}' that is not UTF-8", StringComparison.Ordinal));
        Assert.Contains(said, text => text.Contains(ShownFile, StringComparison.Ordinal));
        var result = (WriteResult)session.Run(
            "param($config, $catalog, $paths) Write-AirbyteRecords $config $catalog -LiteralPath $paths[0]",
                Config(mock.BootstrapServers, "{stream}"), Catalog([Hostile], "append"), paths).Output.Single().BaseObject;
        Assert.Equal((paths[0], Hostile), (result.Source, result.Streams[0].Stream));
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task A_peer(string kind)
    {
        await using var peer = new FakeBroker
        {
            Mechanisms = kind is "mechanism" ? [Hostile, "PLAIN"] : kind is "refusal" ? ["PLAIN"] : [],
            Login = kind is "refusal" ? _ => [.. Int16(58), .. Utf8(Hostile), .. Int32(-1)] : null,
            Lies = { [kind is "host" ? FakeBroker.Metadata : (short)-1] = _ =>
                Cluster(Broker(1, Hostile, 9092), Broker(2, "127.0.0.1", 1)) },
            Mangle = (_, frame) => kind is "frame" or "TLS" ? Encoding.UTF8.GetBytes(Hostile) : frame,
        };
        var config = kind switch
        {
            "TLS" => $$$"""{"bootstrap_servers":"{{{peer.Address}}}","topic_pattern":"t","protocol":{"security_protocol":"SSL"}}""",
            "refusal" => new JsonObject
            {
                ["bootstrap_servers"] = peer.Address,
                ["topic_pattern"] = "t",
                ["protocol"] = new JsonObject
                {
                    ["security_protocol"] = "SASL_PLAINTEXT",
                    ["sasl_mechanism"] = "PLAIN",
                    ["sasl_jaas_config"] = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" "
                        + "password=\"pass-word\";",
                },
            }.ToJsonString(),
            _ => Config(peer.Address, "t"),
        };

        var check = Run(
            "param($config) Test-KafkaDestination $config -TimeoutSeconds 3 -Verbose -Debug", config);
        Assert.NotEmpty(check);
        if (kind is not ("TLS" or "frame"))
        {
            Assert.Contains(check, text => text.Contains(@"h\u001b[2J\u202ex", StringComparison.Ordinal));
        }
    }

    /// <summary>Runs a script and gives all that its session shows or keeps for a screen.</summary>
    private List<string> Run(string script, params IReadOnlyList<object?> arguments)
    {
        using var shell = session.Create(script, arguments);
        var said = new List<string>();
        try
        {
            said.AddRange(shell.Invoke().SelectMany(TextsOf));
        }
        catch (RuntimeException failure)
        {
            said.Add(failure.ErrorRecord.ToString());
        }

        said.AddRange(shell.Streams.Error.Select(error => error.ToString()));
        said.AddRange(shell.Streams.Warning.Select(warning => warning.Message));
        said.AddRange(shell.Streams.Verbose.Select(verbose => verbose.Message));
        said.AddRange(shell.Streams.Debug.Select(debug => debug.Message));
        said.AddRange(shell.Streams.Information.Select(information => information.ToString()));
        said.AddRange(shell.Streams.Progress.SelectMany(progress =>
            (string[])[progress.Activity, progress.StatusDescription, progress.CurrentOperation ?? ""]));
        Assert.All(said, text => Assert.DoesNotContain(text, IsHidden));
        return said;
    }

    /// <summary>What an object says in sentences; how its values are shown is FormatTests' matter.</summary>
    private static IEnumerable<string> TextsOf(PSObject output) => output.BaseObject switch
    {
        ConnectionCheck check =>
            [check.Message, .. check.Steps.Select(step => step.ToString()), .. check.Brokers.Select(broker => broker.ToString())],
        WriteResult result => [result.ToString(), result.Failure?.Message ?? ""],
        DestinationTopic => [],
        var other => [other.ToString() ?? ""],
    };

    private static bool IsHidden(char character) => character is not ('\n' or '\r')
        && (char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator);

    private static string Config(string servers, string pattern) =>
        new JsonObject { ["bootstrap_servers"] = servers, ["topic_pattern"] = pattern, ["acks"] = "all" }.ToJsonString();

    private static string Catalog(string[] streams, string mode) => new JsonObject
    {
        ["streams"] = new JsonArray(
            [.. streams.Select(name =>
            new JsonObject { ["stream"] = new JsonObject { ["name"] = name }, ["destination_sync_mode"] = mode })]),
    }.ToJsonString();
}
