using System.Globalization;
using System.Text.Json;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Entrypoint;
using AirbyteKafka.Tests.Faults;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Image;

/// <summary>The image's entrypoint under the shell of Airbyte's platform, without an engine.</summary>
public sealed class PlatformTests(BrokerPool brokers) : IDisposable
{
    private const int SigTerm = 15;
    private const string Unreachable = """{"bootstrap_servers":"localhost:1","topic_pattern":"t","acks":"all","delivery_timeout_ms":"1000","request_timeout_ms":"500","linger_ms":"0"}""";

    private readonly ImageFolder _image = new();
    private readonly DirectoryInfo _pipes = Directory.CreateTempSubdirectory("airbytekafka-");

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pipes.Delete(recursive: true);
        _image.Dispose();
    }

    [Fact]
    public async Task A_sync_between_a_slow_source_and_a_reader_that_comes_late_is_whole()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        // More states than a pipe holds: the connector itself has to wait for the reader.
        var sync = new NumberedSync(Records: 4000, RecordsPerState: 4);
        var readerComes = new TaskCompletionSource();
        using var input = new NumberedInput(sync)
        {
            RecordsPerSecond = 4000,
            Reached = records => { if (records == sync.Records) { readerComes.TrySetResult(); } },
        };
        using var run = new EntrypointSync(broker, sync, input, "\"enable_idempotence\":true");
        using var files = Files(run.Configuration);

        var result = await ProcessRun.RunAsync(
            Platform(PlatformScript.Write, Words(files)) with { StandardInput = input, ReadStdoutAfter = readerComes.Task }, Test);

        Assert.Equal((0, "0", "", SyncVerdict.ExactlyOnce), (result.ExitCode, ExitFile, result.Stderr, await run.JudgeAsync(result, Test)));
    }

    [Fact]
    public async Task A_sync_that_fails_says_why_and_leaves_exit_code_1()
    {
        var sync = new NumberedSync(Records: 10);
        using var files = Files(Unreachable);

        var result = await ProcessRun.RunAsync(
            Platform(PlatformScript.Write, Words(files)) with { StandardInput = new NumberedInput(sync) }, Test);

        Assert.Equal(("1", "", 0, "TRACE"),
            (ExitFile, result.Stderr, EntrypointSync.StatesOf(result).Count, TypeOf(result.StdoutLines[^1])));
    }

    [Theory]
    [InlineData("spec", "0", "SPEC")]
    [InlineData("check --config CONFIG", "0", "CONNECTION_STATUS")]
    [InlineData("discover --config CONFIG", "1", "TRACE")]
    public async Task A_job_leaves_its_messages_in_its_output_file(string command, string exitCode, string lastType)
    {
        using var files = Files(Unreachable);

        var result = await ProcessRun.RunAsync(
            Platform(PlatformScript.Job, [.. command.Split(' ').Select(word => word == "CONFIG" ? Quoted(files.Config) : word)]), Test);

        var lines = await File.ReadAllLinesAsync(Path.Combine(_pipes.FullName, "output"), Test);
        Assert.Equal((exitCode, "", "", lastType), (ExitFile, result.Stdout, result.Stderr, TypeOf(lines[^1])));
    }

    [Fact]
    public async Task When_the_platform_ends_its_shell_the_states_that_left_are_backed_and_no_line_is_torn()
    {
        // The shell is the container's first process: with it, the kernel kills all that is left.
        string[] alone = ["--fork", "--pid", "--mount-proc", "--kill-child"];
        var probe = await Xunit.Record.ExceptionAsync(async () =>
            Assert.Equal(0, (await ProcessRun.RunAsync(new("unshare", [.. alone, "true"]), Test)).ExitCode));
        Assert.SkipUnless(probe is null, "This user may not make a PID namespace (unshare).");
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var sync = new NumberedSync(Records: 1_000_000, RecordsPerState: 20);
        using var input = new NumberedInput(sync) { RecordsPerSecond = 5000 };
        using var run = new EntrypointSync(broker, sync, input, "\"linger_ms\":\"5\"");
        using var files = Files(run.Configuration);
        var platform = Platform(PlatformScript.Write, Words(files));
        await using var process = RunningProcess.Start(
            platform with { File = "unshare", Arguments = [.. alone, platform.File, .. platform.Arguments], StandardInput = input }, Test);
        await process.WaitForStdoutAsync("\"STATE\"");

        // As a pod's deletion does: the subshell is sent a SIGTERM, which the connector behind it never sees.
        var shell = ChildrenOf(process.Id).Single();
        RunningProcess.Signal(ChildrenOf(shell).Single(child => IsSubshell(child)), SigTerm);
        await WaitForFileAsync("exit");
        RunningProcess.Signal(shell, 9);
        var result = await process.WaitAsync();

        var verdict = await run.JudgeAsync(result, Test);
        Assert.Equal(("143", (byte)'\n', true, "some"), (ExitFile, result.StdoutBytes.Span[^1], verdict.IsConsistent, verdict.States));
    }

    [Fact]
    public async Task As_a_direct_child_it_ends_at_SIGTERM_with_its_last_words()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var sync = new NumberedSync(Records: 1_000_000, RecordsPerState: 20);
        using var input = new NumberedInput(sync) { RecordsPerSecond = 5000 };
        using var run = new EntrypointSync(broker, sync, input, "\"linger_ms\":\"5\"");
        using var files = Files(run.Configuration);
        await using var process = RunningProcess.Start(
            new(_image.Entrypoint, "write", "--config", files.Config, "--catalog", files.Catalog)
            {
                Environment = _image.Environment,
                StandardInput = input
            }, Test);
        await process.WaitForStdoutAsync("\"STATE\"");

        process.Signal(SigTerm);
        var result = await process.WaitAsync();

        var verdict = await run.JudgeAsync(result, Test);
        Assert.Equal(
            (143, true, "TRACE", true, ""),
            (result.ExitCode, verdict.IsConsistent, TypeOf(result.StdoutLines[^1]), result.StdoutLines.Any(line => TypeOf(line) == "LOG"),
                result.Stderr));
    }

    [Theory]
    [InlineData("write --config CONFIG --catalog CATALOG < MESSAGES", ">&-", 1, "No space left")]
    [InlineData("spec", ">&-", 1, "No space left")]
    [InlineData("write --config CONFIG --catalog CATALOG", "<&-", 0, "0 records acknowledged")]
    [InlineData("spec", "2>&- <&-", 0, "\"SPEC\"")]
    public async Task A_closed_stream_is_nobodys(string command, string closed, int exitCode, string said)
    {
        using var files = new SyncFiles(Unreachable, NumberedSync.Catalog, NumberedSync.State(0));
        var words = command.Replace("CONFIG", Quoted(files.Config), StringComparison.Ordinal).Replace("CATALOG", Quoted(files.Catalog),
            StringComparison.Ordinal)
            .Replace("MESSAGES", Quoted(files.Messages), StringComparison.Ordinal);

        var result = await ProcessRun.RunAsync(
            new("sh", "-c", $"\"$AIRBYTE_ENTRYPOINT\" {words} {closed}") { Environment = _image.Environment }, Test);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(said, result.Stdout + result.Stderr.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/nowhere")]
    [InlineData("")]
    public async Task A_home_that_is_none_is_no_matter(string? home)
    {
        var environment = new Dictionary<string, string?>(_image.Environment) { ["HOME"] = home };

        var result = await ProcessRun.RunAsync(new(_image.Entrypoint, "spec") { Environment = environment, WorkingDirectory = "/" }, Test);

        Assert.Equal((0, "SPEC", ""), (result.ExitCode, TypeOf(Assert.Single(result.StdoutLines)), result.Stderr));
    }

    private static SyncFiles Files(string config) => new(config, NumberedSync.Catalog);

    private static string[] Words(SyncFiles files) => ["--config", Quoted(files.Config), "--catalog", Quoted(files.Catalog)];

    // The platform's shell reads the words twice, by its eval; a path may have what a shell looks for.
    private static string Quoted(string path) => $"'{path}'";

    private static string TypeOf(string line)
    {
        using var message = JsonDocument.Parse(line);
        return message.RootElement.GetProperty("type").GetString()!;
    }

    private static IEnumerable<int> ChildrenOf(int process) => File.ReadAllText($"/proc/{process}/task/{process}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture));

    // The one that runs the connector: those that copy the pipes are no shells.
    private static bool IsSubshell(int process) => ChildrenOf(process).Any();

    private string ExitFile => File.ReadAllText(Path.Combine(_pipes.FullName, "exit")).TrimEnd();

    private ProcessRequest Platform(string script, string[] words) =>
        new("sh", ["-c", script, "sh", _pipes.FullName, .. words]) { Environment = _image.Environment };

    private async Task WaitForFileAsync(string name)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(_pipes.FullName, name);
        watcher.Renamed += (_, _) => seen.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(Path.Combine(_pipes.FullName, name)))
        {
            await seen.Task.WaitAsync(TimeSpan.FromSeconds(20), Test);
        }
    }
}
