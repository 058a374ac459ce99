using System.Diagnostics;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class BoundedFileTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("airbyte-kafka-").FullName;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public void A_file_within_the_bound_is_read_whole(int length)
    {
        var path = Path.Combine(Folder, $"{length}");
        var content = new byte[length];
        Random.Shared.NextBytes(content);
        File.WriteAllBytes(path, content);

        Assert.Equal(content, BoundedFile.Read(path, Math.Max(length, 1), TimeSpan.FromSeconds(10), CancellationToken.None));
    }

    [Fact]
    public void A_device_without_an_end_is_refused()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero here.");

        Assert.Equal(
            ["FileUnreadable The file '/dev/zero' cannot be read: it has more than the 16 MiB that are read. Check that this is the "
                + "right file."],
            session.Run("Get-KafkaDestinationTopic /dev/zero '{}'").Errors.Select(error => $"{error.FullyQualifiedErrorId.Split(',')[0]} "
                + $"{error}"));
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_given_up_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in its file system.");
        var pipe = Path.Combine(Folder, "pipe");
        await ProcessRun.RunAsync(new ProcessRequest("mkfifo", pipe), TestContext.Current.CancellationToken);

        var failure = Assert.Throws<IOException>(() =>
            BoundedFile.Read(pipe, 1 << 20, TimeSpan.FromMilliseconds(100), CancellationToken.None));

        Assert.Equal("nothing more came from it for 0.1 s. Check what writes to it, or give the path of a file.", failure.Message);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_a_pipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in its file system.");
        var pipe = Path.Combine(Folder, "stopped");
        await ProcessRun.RunAsync(new ProcessRequest("mkfifo", pipe), TestContext.Current.CancellationToken);
        using var shell = session.Create("param($pipe) Get-KafkaDestinationTopic $pipe '{}'", pipe);
        var running = shell.BeginInvoke();

        // Whoever opens the pipe to write waits until somebody reads: then the cmdlet is at it.
        await using (var writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write),
            TestContext.Current.CancellationToken))
        {
            var start = Stopwatch.GetTimestamp();
            await Task.Run(shell.Stop, TestContext.Current.CancellationToken);
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }

    [Fact]
    public async Task A_pipe_is_read_to_its_end_though_it_comes_in_pieces()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in its file system.");
        var pipe = Path.Combine(Folder, "slow");
        await ProcessRun.RunAsync(new ProcessRequest("mkfifo", pipe), TestContext.Current.CancellationToken);
        var writing = ProcessRun.RunAsync(
            new ProcessRequest("sh", "-c", $"(printf a; printf b; printf c) > '{pipe}'"), TestContext.Current.CancellationToken);

        Assert.Equal("abc"u8.ToArray(), BoundedFile.Read(pipe, 3, TimeSpan.FromSeconds(5), CancellationToken.None));
        await writing;
    }
}
