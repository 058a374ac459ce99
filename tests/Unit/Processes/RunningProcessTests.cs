using System.Text;
using Xunit;

namespace AirbyteKafka.Tests.Processes;

/// <summary>The helper every process test leans on: were it wrong, they would be.</summary>
public sealed class RunningProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_go_in_and_come_out_unchanged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses the system's own cat.");
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);

        var result = await ProcessRun.RunAsync(new ProcessRequest("cat") { StandardInput = new MemoryStream(bytes) }, Token);

        Assert.Equal((0, true, 0), (result.ExitCode, bytes.AsSpan().SequenceEqual(result.StdoutBytes.Span), result.StderrBytes.Length));
    }

    [Fact]
    public async Task Arguments_environment_and_directory_reach_the_process()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses the system's own shell.");
        var directory = Directory.CreateTempSubdirectory("process run ");
        try
        {
            var request = new ProcessRequest("sh", "-c", "printf '%s|%s|%s|%s' \"$1\" \"$GIVEN\" \"${HOME-unset}\" \"$(basename "
                + "\"$PWD\")\"; printf oops >&2; exit 9", "sh", "a 'b' $c")
            {
                Environment = new Dictionary<string, string?> { ["GIVEN"] = "värde", ["HOME"] = null },
                WorkingDirectory = directory.FullName,
            };

            var result = await ProcessRun.RunAsync(request, Token);

            Assert.Equal((9, $"a 'b' $c|värde|unset|{directory.Name}", "oops"), (result.ExitCode, result.Stdout, result.Stderr));
        }
        finally
        {
            directory.Delete();
        }
    }

    [Fact]
    public async Task Stdin_can_be_kept_open_and_a_signal_is_an_exit_code()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        await using var process = RunningProcess.Start(new ProcessRequest("cat") { StandardInput = null }, Token);

        await process.StandardInput.WriteAsync(Encoding.UTF8.GetBytes("here\n"), Token);
        await process.StandardInput.FlushAsync(Token);
        await process.WaitForStdoutAsync("here");
        process.Signal(15);
        var result = await process.WaitAsync();

        Assert.Equal((143, "here\n"), (result.ExitCode, result.Stdout));
    }

    [Fact]
    public async Task A_process_past_its_time_limit_is_killed_and_its_output_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses the system's own shell.");
        var request = new ProcessRequest("sh", "-c", "echo begun; cat")
        {
            StandardInput = null,
            TimeLimit = TimeSpan.FromMilliseconds(500)
        };

        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => ProcessRun.RunAsync(request, Token));

        Assert.Contains("begun", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_for_what_never_comes_ends_with_the_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses the system's own shell.");
        await using var process = RunningProcess.Start(new ProcessRequest("sh", "-c", "echo other"), Token);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => process.WaitForStdoutAsync("ready"));

        Assert.Contains("other", thrown.Message, StringComparison.Ordinal);
    }
}
