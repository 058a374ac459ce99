using System.Globalization;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Tests.Processes;
using AirbyteKafka.Write;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>A broker that is slower than the source: the source has to wait, and the memory stays within its bound.</summary>
public sealed class BackPressureTests
{
    private const int RecordSize = 1200;
    private const int ReadAhead = 4 * 256 * 1024;

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slow_broker_slows_the_reading()
    {
        const int bufferMemory = 1_000_000;
        await using var broker = new MockBroker();
        broker.Cluster.SetRoundTripTime(1, TimeSpan.FromMilliseconds(20));
        var config = WriteRun.Config(broker.BootstrapServers, $"\"topic_pattern\":\"t\",\"buffer_memory\":\"{bufferMemory}\"");
        using var session = WriteSession.Start(config, WriteRun.Catalog(NumberedSync.Streams), new SilentObserver());
        long furthest = 0;
        using var input = new NumberedInput(new NumberedSync(Records: 6000, Padding: RecordSize))
        {
            Reached = records => furthest = Math.Max(furthest, (records - session.Progress.Acknowledged) * RecordSize),
        };

        var result = await Task.Run(() => InputWrite.Run(session, input, Test), Test);

        Assert.Equal((null, 6000L), (result.Failure, result.Records));
        Assert.InRange(furthest, bufferMemory / 2, bufferMemory + ReadAhead + (10 * RecordSize));
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_input()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        const long bound = 150_000_000;
        var small = await PeakMemoryAsync(records: 30_000);
        var large = await PeakMemoryAsync(records: 150_000);
        Assert.True(large < bound && large < small * 1.3,
            string.Create(CultureInfo.InvariantCulture, $"{small} bytes at most for 36 MB of input, {large} for 180 MB"));
    }

    private static async Task<long> PeakMemoryAsync(long records)
    {
        await using var broker = new MockBroker();
        broker.Cluster.SetRoundTripTime(1, TimeSpan.FromMilliseconds(5));
        var sync = new NumberedSync(records, RecordsPerState: 1000, Padding: RecordSize);
        using var run = new EntrypointSync(broker, sync, new NumberedInput(sync), "\"batch_size\":1000000,\"buffer_memory\":\"33554432\"");
        await using var process = RunningProcess.Start(run.Request, Test);
        var ended = process.WaitAsync();
        long peak = 0;
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, PeakMemoryOf(process.Id));
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(50), Test));
        }

        var result = await ended;
        Assert.Equal((0, records / sync.RecordsPerState), (result.ExitCode, EntrypointSync.StatesOf(result).Count));
        return peak;
    }

    private static long PeakMemoryOf(int processId)
    {
        try
        {
            var peak = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(
                line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return peak is null ? 0 : long.Parse(
                peak.Split(' ', '\t', StringSplitOptions.None).Last(part => part.All(char.IsAsciiDigit) && part.Length > 0),
                CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }

    private sealed class SilentObserver : IWriteObserver
    {
        public void OnState(StateAnswer state)
        {
        }

        public void OnLog(LogLevel level, string message)
        {
        }
    }
}
