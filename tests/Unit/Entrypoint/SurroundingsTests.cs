using System.Globalization;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Processes;
using AirbyteKafka.Tests.Shell;
using Xunit;
using static AirbyteKafka.Tests.Delivery.WriteRun;

namespace AirbyteKafka.Tests.Entrypoint;

/// <summary>
/// The entrypoint does the same whatever surrounds it: scripts and their preferences, folders, the environment, the place in a container.
/// </summary>
public sealed class SurroundingsTests(BrokerPool brokers)
{
    private const int SigTerm = 15;

    private static readonly string Script = Path.Combine(ShellProcess.ModuleDirectory, "entrypoint.ps1");

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "-Verbose")]
    [InlineData("$VerbosePreference = $DebugPreference = $WarningPreference = $InformationPreference = $ProgressPreference = 'Continue'; "
        + "$ErrorActionPreference = 'SilentlyContinue'")]
    [InlineData("$VerbosePreference = $WarningPreference = $InformationPreference = $ErrorActionPreference = 'Stop'; Set-StrictMode "
        + "-Version Latest; $PSNativeCommandUseErrorActionPreference = $true")]
    public async Task Stdout_holds_messages_and_nothing_else(string preferences, params string[] arguments)
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        using var files = new SyncFiles(
            $$"""{"bootstrap_servers":"{{broker.BootstrapServers}}","topic_pattern":"{{TestBroker.UniqueTopic()}}","topic_patern":1,"acks":"0"}""", CatalogJson("a"));
        using var folder = new ScriptFolder();
        var around = folder.Write($"{preferences}\n& '{Script}' @args\nexit $LASTEXITCODE");
        var input = string.Join('\n', "{\"type\":\"LOG\",\"log\":{}}", Record("a", "{}"), StreamState("a", 1));

        var result = await ProcessRun.RunAsync(
            ShellProcess.File(around,
                ["write", "--config", files.Config, "--catalog", files.Catalog, .. arguments]) with
            {
                StandardInput = new MemoryStream(
                Encoding.UTF8.GetBytes(input))
            }, Test);

        Assert.Equal((0, "LOG STATE", ""),
            (result.ExitCode, string.Join(' ', result.StdoutLines.Select(TypeOf).Distinct().Order(StringComparer.Ordinal)), result.Stderr));
        Assert.Contains("topic_patern", result.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_are_relative_to_the_folder_it_is_started_in()
    {
        using var files = new SyncFiles("""{"bootstrap_servers":"localhost:1"}""", CatalogJson("a"));

        var result = await ProcessRun.RunAsync(
            ShellProcess.File(Script, "write", "--config", Path.GetFileName(files.Config), "--catalog",
                "./none.json") with
            { WorkingDirectory = Path.GetDirectoryName(files.Config) }, Test);

        Assert.Equal((1, ""), (result.ExitCode, result.Stderr));
        Assert.Contains("topic_pattern is missing", Assert.Single(result.StdoutLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("en_US.ISO-8859-1")]
    [InlineData(null)]
    public async Task It_needs_no_environment_and_writes_UTF8_in_every_locale(string? locale)
    {
        var environment = ShellProcess.EnvironmentWith(
            ("HOME", null), ("LANG", locale), ("LC_ALL", locale), ("PSModulePath", null), ("TERM", null), ("TMPDIR", null));

        var result = await ProcessRun.RunAsync(
            ShellProcess.File(Script, "sync→😀") with { Environment = environment, WorkingDirectory = Path.GetPathRoot(Script) }, Test);

        using var trace = JsonDocument.Parse(result.StdoutBytes);
        var message = trace.RootElement.GetProperty("trace").GetProperty("error").GetProperty("message").GetString();
        Assert.Equal((1, "Unknown argument 'sync→😀'.", ""), (result.ExitCode, message?.Split(" Use: ")[0], result.Stderr));
    }

    [Fact]
    public async Task A_session_that_calls_it_goes_on()
    {
        using var folder = new ScriptFolder();
        var calls = folder.Write($"& '{Script}' spec; \"code $LASTEXITCODE\"; & '{Script}' nonsense; \"code $LASTEXITCODE\"; exit 7");

        var result = await ProcessRun.RunAsync(ShellProcess.File(calls), Test);

        Assert.Equal((7, "code 0 code 1", ""),
            (result.ExitCode, string.Join(' ', result.StdoutLines.Where(line => line[0] != '{')), result.Stderr));
    }

    [Fact]
    public async Task As_the_first_process_of_a_container_it_ends_at_SIGTERM_in_order()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "PID namespaces are Linux's.");
        var shell = ShellProcess.Executable(ShellProcess.ConsoleDirectory);
        ProcessRequest InNewNamespace(params string[] command) =>
            new("unshare", ["--fork", "--pid", "--mount-proc", .. command]) { Environment = ShellProcess.Environment };
        var probe = await Xunit.Record.ExceptionAsync(async () =>
            Assert.Equal(0, (await ProcessRun.RunAsync(InNewNamespace("true"), Test)).ExitCode));
        Assert.SkipUnless(probe is null, "This user may not make a PID namespace (unshare).");
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        using var files = new SyncFiles(
            $$"""{"bootstrap_servers":"{{broker.BootstrapServers}}","topic_pattern":"{{TestBroker.UniqueTopic()}}","acks":"all"}""",
            CatalogJson("a"));

        await using var process = RunningProcess.Start(
            InNewNamespace(shell, "-NoProfile", "-NonInteractive", "-File", Script, "write", "--config", files.Config, "--catalog",
                files.Catalog) with
            { StandardInput = null }, Test);
        await process.StandardInput.WriteAsync(Encoding.UTF8.GetBytes($"{Record("a", "{}")}\n{StreamState("a", 1)}\n"), Test);
        await process.StandardInput.FlushAsync(Test);
        await process.WaitForStdoutAsync("\"STATE\"");

        // The signal comes from outside of the namespace, where the process has another id.
        RunningProcess.Signal(int.Parse(File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children"),
            NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture), SigTerm);
        var result = await process.WaitAsync();

        Assert.Equal((143, "TRACE", ""), (result.ExitCode, TypeOf(result.StdoutLines[^1]), result.Stderr));
    }

    private static string TypeOf(string line)
    {
        using var message = JsonDocument.Parse(line);
        return message.RootElement.GetProperty("type").GetString()!;
    }
}
