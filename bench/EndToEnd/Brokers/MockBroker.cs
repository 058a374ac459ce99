using System.Diagnostics;
using AirbyteKafka.Kafka.Admin;

namespace AirbyteKafka.Bench.EndToEnd.Brokers;

/// <summary>librdkafka's mock cluster in a process of its own: a new one for every run, so that none inherits another's memory.</summary>
/// <remarks>Topics appear on first use, always with 4 partitions: it takes half a second to make one on request.</remarks>
internal sealed class MockBroker : IBroker
{
    private const int Partitions = 4;

    /// <inheritdoc/>
    public string Name => "mock";

    /// <inheritdoc/>
    public async Task<IBrokerRun> PrepareAsync(IReadOnlyList<string> topics, int partitions)
    {
        var run = new Run(topics);
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

    private sealed class Run(IReadOnlyList<string> topics) : IBrokerRun
    {
        private readonly Process _process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "EndToEnd"), ["mock"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

        public string BootstrapServers { get; private set; } = "";

        internal async Task StartAsync() =>
            BootstrapServers = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(
                "The mock cluster did not start.");

        public async Task<long> CountAsync()
        {
            using var admin = new TopicAdmin(BootstrapServers);
            return await admin.CountAsync(topics, Partitions);
        }

        public async ValueTask DisposeAsync()
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
