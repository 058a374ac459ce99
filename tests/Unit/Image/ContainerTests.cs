using System.Globalization;
using System.Text.Json;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Faults;
using AirbyteKafka.Tests.Processes;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit;

namespace AirbyteKafka.Tests.Image;

/// <summary>The image in the places that platforms put a container in.</summary>
[Trait("Category", Engine.Category)]
public sealed class ContainerTests
{
    private const int SigTerm = 15;
    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(5);

    private readonly BrokerPool _brokers;

    public ContainerTests(BrokerPool brokers)
    {
        Engine.Require();
        _brokers = brokers;
    }

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--read-only")]
    [InlineData("--read-only --read-only-tmpfs=false --tmpfs /tmp")]
    [InlineData("--read-only --cap-drop ALL --security-opt no-new-privileges --user 1234567:0")]
    [InlineData("--env HOME=/root --workdir /")]
    [InlineData("--env HOME= --env PATH= --env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=")]
    [InlineData("--memory 128m --memory-swap 128m")]
    public async Task A_sync_is_whole(string options)
    {
        var broker = await _brokers.GetAsync(BrokerNeeds.RealKafka);
        var sync = new NumberedSync(Records: 3000, RecordsPerState: 300);
        using var run = new EntrypointSync(broker, sync, new NumberedInput(sync), "\"linger_ms\":\"5\"");
        using var files = new MountedFiles(run.Configuration, NumberedSync.Catalog);
        string[] words = [.. options.Split(' '), .. files.Option];

        var result = await ProcessRun.RunAsync(
            Engine.Run(words, ["write", .. MountedFiles.WriteWords]) with { StandardInput = run.Input }, Test);

        Assert.Equal((0, "", (0L, 0L)), (result.ExitCode, result.Stderr, Faults(await run.JudgeAsync(result, Test))));
        static (long, long) Faults(SyncVerdict verdict) => verdict.States == "all" ? (verdict.Missing, verdict.Duplicates) : (-1, -1);
    }

    [Fact]
    public async Task Without_a_folder_to_write_to_it_says_so()
    {
        var result = await ProcessRun.RunAsync(
            Engine.Run(["--read-only", "--read-only-tmpfs=false", "--mount", "type=tmpfs,destination=/dev/shm,ro"], "spec"), Test);

        using var trace = JsonDocument.Parse(result.StdoutBytes);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Mount a tmpfs at /tmp.",
            trace.RootElement.GetProperty("trace").GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_the_first_process_it_ends_at_SIGTERM_with_its_last_words()
    {
        var broker = await _brokers.GetAsync(BrokerNeeds.RealKafka);
        var sync = new NumberedSync(Records: 1_000_000, RecordsPerState: 20);
        using var run = new EntrypointSync(broker, sync, new NumberedInput(sync) { RecordsPerSecond = 5000 }, "\"linger_ms\":\"5\"");
        using var files = new MountedFiles(run.Configuration, NumberedSync.Catalog);
        await using var container = RunningProcess.Start(
            Engine.Run(files.Option, ["write", .. MountedFiles.WriteWords]) with { StandardInput = run.Input }, Test);
        await container.WaitForStdoutAsync("\"STATE\"");

        // The engine hands it on to the container's first process.
        container.Signal(SigTerm);
        var result = await container.WaitAsync();

        var verdict = await run.JudgeAsync(result, Test);
        Assert.Equal((143, true, "some", "TRACE"), (result.ExitCode, verdict.IsConsistent, verdict.States, TypeOf(result.StdoutLines[^1])));
    }

    [Fact]
    public async Task Under_the_platforms_shell_a_sync_is_whole_and_leaves_no_zombie()
    {
        var broker = await _brokers.GetAsync(BrokerNeeds.RealKafka);
        var sync = new NumberedSync(Records: 3000, RecordsPerState: 300);
        using var run = new EntrypointSync(broker, sync, new NumberedInput(sync), "\"enable_idempotence\":true");
        using var files = new MountedFiles(run.Configuration, NumberedSync.Catalog);
        const string zombies = "\ngrep -l '^State:.Z' /proc/[0-9]*/status >&2; read -r code < exit; exit $code";

        var result = await ProcessRun.RunAsync(
            Engine.RunShell([.. files.Option, "--workdir", "/"], PlatformScript.Write + zombies,
                ["/tmp", .. MountedFiles.WriteWords]) with
            { StandardInput = run.Input }, Test);

        Assert.Equal((0, "", SyncVerdict.ExactlyOnce), (result.ExitCode, result.Stderr, await run.JudgeAsync(result, Test)));
    }

    [Fact]
    public async Task When_the_platform_ends_its_shell_the_states_that_left_are_backed_and_no_line_is_torn()
    {
        var broker = await _brokers.GetAsync(BrokerNeeds.RealKafka);
        var sync = new NumberedSync(Records: 1_000_000, RecordsPerState: 20);
        using var run = new EntrypointSync(broker, sync, new NumberedInput(sync) { RecordsPerSecond = 5000 }, "\"linger_ms\":\"5\"");
        using var files = new MountedFiles(run.Configuration, NumberedSync.Catalog);
        // The platform looks for a file that tells it to end. Here the first state is the sign.
        var script = PlatformScript.Write
            .Replace("mkfifo in out err", "mkfifo in out err stop", StringComparison.Ordinal)
            .Replace("cat out & output=$!", "{ read -r line; echo \"$line\"; echo > stop; exec cat; } < out & output=$!",
                StringComparison.Ordinal)
            .Replace("wait $CHILD_PID\n", "read -r now < stop; kill $CHILD_PID\nwait $CHILD_PID\n", StringComparison.Ordinal)
            .Replace("wait $output $errors", "read -r code < exit; exit $code", StringComparison.Ordinal);

        var result = await ProcessRun.RunAsync(
            Engine.RunShell(files.Option, script, ["/tmp", .. MountedFiles.WriteWords]) with { StandardInput = run.Input }, Test);

        var verdict = await run.JudgeAsync(result, Test);
        Assert.Equal((143, true, (byte)'\n'), (result.ExitCode, verdict.IsConsistent, result.StdoutBytes.Span[^1]));
    }

    [Fact]
    public async Task Millions_of_records_pass_through_256_MiB()
    {
        var broker = await _brokers.GetAsync(BrokerNeeds.RealKafka);
        // What is kept beyond need would be over the limit after far fewer: two million are 370 MB of input.
        var sync = new NumberedSync(Records: Soak.IsAskedFor ? 10_000_000 : 2_000_000, RecordsPerState: 100_000, Padding: 100);
        using var run = new EntrypointSync(broker, sync, new NumberedInput(sync),
            "\"enable_idempotence\":true,\"compression_type\":\"lz4\"");
        using var files = new MountedFiles(run.Configuration, NumberedSync.Catalog);
        // By either version of cgroups: what the container took at most, and how often it met its limit.
        const string script = """
            "$AIRBYTE_ENTRYPOINT" write "$@"; code=$?
            cd /sys/fs/cgroup && cat memory/memory.max_usage_in_bytes memory.peak memory/memory.failcnt 2> /dev/null | tr '\n' ' ' >&2
            exit $code
            """;

        var result = await ProcessRun.RunAsync(
            Engine.RunShell([.. files.Option, "--memory", "256m", "--memory-swap", "256m"], script,
                MountedFiles.WriteWords) with
            { StandardInput = run.Input, TimeLimit = LongestWrite }, Test);

        Assert.True(result.ExitCode == 0, result.ToString());
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{result.Elapsed.TotalSeconds:F1} s, {run.Input.Bytes / 1e9:F2} GB of input; peak of the "
                + $"container in bytes, and its limit's hits: {result.Stderr}"));
        Assert.Equal(
            Enumerable.Range(1, (int)(sync.Records / sync.RecordsPerState)).Select(i => sync.StateBack((long)i * sync.RecordsPerState)),
            EntrypointSync.StatesOf(result));
        Assert.Equal(sync.Records, await CountAsync(broker, run.Topic));
    }

    [Fact]
    public async Task A_prompt_in_it_has_the_cmdlets_and_PowerShells_own_four_modules()
    {
        const string command = """
            "$((Get-Command -Module AirbyteKafka).Count -gt 5) $(ConvertTo-Json @{ a = 1 } -Compress) $((Get-Item /secrets).Name) $(Test-Json '{}') $((Get-Host).Name) $([bool](Get-Command Get-Credential)) $((Get-Help Test-KafkaDestination).Name)"
            """;

        var result = await ProcessRun.RunAsync(Engine.Run(["--entrypoint", "pwsh"], "-NoProfile", "-Command", command), Test);

        Assert.Equal((0, """True {"a":1} secrets True ConsoleHost True Test-KafkaDestination""", ""), result.Outcome);
    }

    private static async Task<long> CountAsync(TestBroker broker, string topic)
    {
        using var admin = broker.BuildAdminClient();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single().Partitions;
        var offsets = await admin.ListOffsetsAsync(
            partitions.Select(partition =>
                new TopicPartitionOffsetSpec { TopicPartition = new(topic, partition.PartitionId), OffsetSpec = OffsetSpec.Latest() }));
        return offsets.ResultInfos.Sum(result => result.TopicPartitionOffsetError.Offset.Value);
    }

    private static string TypeOf(string line)
    {
        using var message = JsonDocument.Parse(line);
        return message.RootElement.GetProperty("type").GetString()!;
    }
}
