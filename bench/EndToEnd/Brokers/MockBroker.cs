using System.Diagnostics;
using System.Globalization;

namespace AirbyteKafka.Bench.EndToEnd.Brokers;

/// <summary>librdkafka's mock cluster in a process of its own: a new one for every run, so that none inherits another's memory.</summary>
internal sealed class MockBroker : IBroker
{
    /// <inheritdoc/>
    public string Name => "mock";

    /// <inheritdoc/>
    public async Task<IBrokerRun> PrepareAsync(IReadOnlyList<string> topics, int partitions)
    {
        var run = new Run(topics, partitions);
        try
        {
            await run.StartAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Run(IReadOnlyList<string> topics, int partitions) : IBrokerRun
    {
        private readonly Process _process = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "EndToEnd"), ["mock", "--partitions", partitions.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

        public string BootstrapServers { get; private set; } = "";

        internal async Task StartAsync()
        {
            foreach (var topic in topics)
            {
                await _process.StandardInput.WriteLineAsync(topic);
            }

            await _process.StandardInput.WriteLineAsync();
            await _process.StandardInput.FlushAsync();
            BootstrapServers = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The mock cluster did not start.");
        }

        public async Task<long> CountAsync()
        {
            using var admin = new TopicAdmin(BootstrapServers);
            return await admin.CountAsync(topics, partitions);
        }

        public async ValueTask DisposeAsync()
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
