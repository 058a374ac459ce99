using System.Diagnostics;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Brokers;

public sealed class WatchdogTests
{
    [Fact]
    public async Task Kills_and_deletes_what_is_left_when_its_input_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A Kafka of the tests' own, which this watches over, is started on Linux and macOS "
            + "only.");
        string directory = Directory.CreateTempSubdirectory("watch 'dog' ").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "data"), "x", TestContext.Current.CancellationToken);
        using Process left = Start();
        using Process spared = Start();
        var watchdog = new Watchdog(directory);
        watchdog.Watch([spared.Id]);
        watchdog.Watch([left.Id]);
        (bool, bool) before = (left.HasExited, Directory.Exists(directory));

        await watchdog.DisposeAsync();
        await left.WaitForExitAsync(TestContext.Current.CancellationToken);
        bool sparedLives = !spared.HasExited;
        spared.StandardInput.Close();
        await spared.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(((false, true), 128 + 9, false, true, 0),
            (before, left.ExitCode, Directory.Exists(directory), sparedLives, spared.ExitCode));

        static Process Start() => Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true })!;
    }
}
