using System.Text;
using System.Text.Json;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Processes;
using Xunit;
using static AirbyteKafka.Tests.Delivery.WriteRun;

namespace AirbyteKafka.Tests.Entrypoint;

/// <summary>The entrypoint as Airbyte runs it: a process, bytes on stdin, JSON lines on stdout, an exit code.</summary>
public sealed class EntrypointTests(BrokerPool brokers)
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private static readonly string Script = Path.Combine(ShellProcess.ModuleDirectory, "entrypoint.ps1");

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("spec")]
    [InlineData("--spec")]
    [InlineData("spec", "-Verbose")]
    public async Task Spec_is_one_message_and_does_not_wait_for_stdin(params string[] arguments)
    {
        var result = await ProcessRun.RunAsync(ShellProcess.File(Script, arguments) with { StandardInput = null }, Test);
        using var message = JsonDocument.Parse(Assert.Single(result.StdoutLines));
        Assert.Equal(
            (0, "SPEC", "Kafka Destination Spec", ""),
            (result.ExitCode, message.RootElement.GetProperty("type").GetString(),
                message.RootElement.GetProperty("spec").GetProperty("connectionSpecification").GetProperty("title").GetString(),
                result.Stderr));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("--write")]
    public async Task Write_echoes_the_states_and_the_records_can_be_read_back(string command)
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var prefix = TestBroker.UniquePrefix();
        using var files = new SyncFiles(
            $$"""{"bootstrap_servers":"{{broker.BootstrapServers}}","topic_pattern":"{{prefix}}{stream}","acks":"all"}""",
            CatalogJson("a n.b"));
        var lines = Enumerable.Range(0, 2000).Select(
            i => i % 1000 == 999 ? StreamState("a", i) : Record(i % 2 == 0 ? "a" : "n.b", $"{{\"i\":{i}}}"));

        var result = await RunAsync(Input(string.Join('\n', lines)), command, "--config", files.Config, "--catalog", files.Catalog,
            "-Verbose");

        Assert.Equal(
            (0, $"{StreamState("a", 999, Stats(500))}\n{StreamState("a", 1999, Stats(500))}", ""),
            (result.ExitCode, string.Join('\n', result.StdoutLines.Where(line => TypeOf(line) == "STATE")), result.Stderr));
        var records = (await broker.ReadAllAsync(prefix + "a", Test)).Concat(await broker.ReadAllAsync(prefix + "b", Test)).ToList();
        var keys = records.Select(record => Encoding.UTF8.GetString(record.Key!)).ToHashSet(StringComparer.Ordinal);
        var ids = records.Select(record => JsonDocument.Parse(record.Value).RootElement.GetProperty("_airbyte_ab_id").GetString()!)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal((1998, 1998, true), (records.Count, keys.Count, keys.SetEquals(ids)));
    }

    [Theory]
    [InlineData("", "config_error", "No command was given.")]
    [InlineData("sync", "config_error", "Unknown argument 'sync'.")]
    [InlineData("discover", "config_error", "'discover' is for sources; this is a destination.")]
    [InlineData("spec check", "config_error", "Two commands were given: spec and check.")]
    [InlineData("write --catalog c", "config_error", "write needs --config FILE.")]
    [InlineData("write --config CONFIG", "config_error", "write needs --catalog FILE.")]
    [InlineData("write --config CONFIG --catalog", "config_error", "--catalog needs the path of a file.")]
    [InlineData("write --config /none.json --catalog CATALOG", "config_error", "The file '/none.json' cannot be read: there is no such "
        + "file.")]
    [InlineData("write --config CONFIG --catalog /none.json", "config_error", "The file '/none.json' cannot be read: there is no such "
        + "file.")]
    [InlineData("write --config CATALOG --catalog CATALOG", "config_error", "bootstrap_servers")]
    [InlineData("write --config CATALOG --catalog CATALOG", "config_error", "topic_pattern")]
    [InlineData("write --config BROKEN --catalog CATALOG", "config_error", "line 2")]
    [InlineData("write --config CONFIG --catalog BROKEN", "config_error", "line 2")]
    public async Task Wrong_use_is_one_trace_and_exit_code_1(string arguments, string failureType, string expected)
    {
        using var files = new SyncFiles("""{"bootstrap_servers":"localhost:1","topic_pattern":"t"}""", CatalogJson("a"));
        string[] words = [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word switch
        {
            "CONFIG" => files.Config,
            "CATALOG" => files.Catalog,
            "BROKEN" => files.Broken,
            _ => word,
        })];

        var result = await RunAsync(Stream.Null, words);

        using var trace = JsonDocument.Parse(Assert.Single(result.StdoutLines));
        var error = trace.RootElement.GetProperty("trace").GetProperty("error");
        var message = error.GetProperty("message").GetString()!;
        Assert.Equal((1, failureType, ""), (result.ExitCode, error.GetProperty("failure_type").GetString(), result.Stderr));
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)^\s+at \w", message);
    }

    [Fact]
    public async Task Every_byte_of_stdin_is_taken_as_it_came()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var prefix = TestBroker.UniquePrefix();
        using var files = new SyncFiles(
            $$"""{"bootstrap_servers":"{{broker.BootstrapServers}}","topic_pattern":"{{prefix}}{stream}","acks":"all"}""",
            CatalogJson("a b"));
        const string data = "{\"text\":\"\u00e9\U0001f600\\ud83d \u2028\",\"n\":1.10}";
        string[] lines = ["\uFEFF" + Record("a", data), "", StreamState("a", 1), Record("b", "{\"$input\":null}"), StreamState("b", 2)];

        var result = await RunAsync(Input(string.Join("\r\n", lines)), "write", "--config", files.Config, "--catalog", files.Catalog);

        var values = new List<string>();
        foreach (var topic in (string[])["a", "b"])
        {
            values.AddRange((await broker.ReadAllAsync(prefix + topic, Test)).Select(record => Encoding.UTF8.GetString(record.Value!)));
        }

        Assert.Equal(
            (0, $"{StreamState("a", 1, Stats(1))}\n{StreamState("b", 2, Stats(1))}",
                $"\"_airbyte_data\":{data}}}\n\"_airbyte_data\":{{\"$input\":null}}}}", ""),
            (result.ExitCode, string.Join('\n', result.StdoutLines.Where(line => TypeOf(line) == "STATE")),
                string.Join('\n', values.Select(value => value[value.IndexOf("\"_airbyte_data\"", StringComparison.Ordinal)..])),
                    result.Stderr));
    }

    [Fact]
    public async Task A_broken_line_ends_the_write_after_the_states_that_were_safe()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        using var files = new SyncFiles(
            $$"""{"bootstrap_servers":"{{broker.BootstrapServers}}","topic_pattern":"{{TestBroker.UniqueTopic()}}","acks":"all"}""",
            CatalogJson("a"));
        var input = $"{Record("a", "{}")}\n{StreamState("a", 1)}\n{{\"type\":\"RECORD\",\"record\":{{\"stream\":\"a\",\"da";

        var result = await RunAsync(Input(input), "write", "--config", files.Config, "--catalog", files.Catalog);

        var messages = result.StdoutLines.Where(line => TypeOf(line) != "LOG").ToList();
        Assert.Equal((1, 2, StreamState("a", 1, Stats(1)), "TRACE", ""),
            (result.ExitCode, messages.Count, messages[0], TypeOf(messages[^1]), result.Stderr));
        Assert.Contains("Line 3 of the input is not valid JSON", messages[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SigTerm, 143)]
    [InlineData(SigInt, 130)]
    public async Task A_signal_ends_the_write_in_order(int signal, int exitCode)
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        using var files = new SyncFiles(
            $$"""{"bootstrap_servers":"{{broker.BootstrapServers}}","topic_pattern":"{{topic}}","acks":"all"}""", CatalogJson("a"));
        await using var process = RunningProcess.Start(
            ShellProcess.File(Script, "write", "--config", files.Config, "--catalog", files.Catalog) with { StandardInput = null }, Test);
        await process.StandardInput.WriteAsync(
            Encoding.UTF8.GetBytes($"{Record("a", "{}")}\n{StreamState("a", 1)}\n{Record("a", "{}")}\n"), Test);
        await process.StandardInput.FlushAsync(Test);
        await process.WaitForStdoutAsync("\"STATE\"");

        process.Signal(signal);
        var result = await process.WaitAsync();

        var trace = result.StdoutLines.Single(line => TypeOf(line) == "TRACE");
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Stderr));
        Assert.Contains("The write was stopped before the end of its input.", trace, StringComparison.Ordinal);
        Assert.True(result.StdoutLines.All(line => TypeOf(line).Length > 0), result.ToString());
    }

    [Theory]
    [InlineData("entrypoint.ps1", "entrypoint.failed.ps1")]
    [InlineData("entrypoint.ps1", "entrypoint.failed.ps1", "AirbyteKafka.dll")]
    public async Task A_module_with_files_missing_says_so_in_one_trace(params string[] present)
    {
        var folder = Directory.CreateTempSubdirectory("airbytekafka-").FullName;
        try
        {
            foreach (var name in present)
            {
                File.Copy(Path.Combine(ShellProcess.ModuleDirectory, name), Path.Combine(folder, name));
            }

            var result = await ProcessRun.RunAsync(ShellProcess.File(Path.Combine(folder, "entrypoint.ps1"), "spec"), Test);

            using var trace = JsonDocument.Parse(Assert.Single(result.StdoutLines));
            var error = trace.RootElement.GetProperty("trace").GetProperty("error");
            Assert.Equal((1, "system_error", ""), (result.ExitCode, error.GetProperty("failure_type").GetString(), result.Stderr));
            Assert.EndsWith(
                $" Files of the module are missing or damaged in {folder}: put the whole module there again, or take the image anew.",
                error.GetProperty("message").GetString(),
                StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<ProcessResult> RunAsync(Stream input, params string[] arguments) =>
        ProcessRun.RunAsync(ShellProcess.File(Script, arguments) with { StandardInput = input }, Test);

    private static MemoryStream Input(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string TypeOf(string line)
    {
        using var message = JsonDocument.Parse(line);
        return message.RootElement.GetProperty("type").GetString()!;
    }
}
