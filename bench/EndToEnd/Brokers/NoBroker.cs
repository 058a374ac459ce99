namespace AirbyteKafka.Bench.EndToEnd.Brokers;

/// <summary>For runs that ask no broker.</summary>
internal sealed class NoBroker : IBroker, IBrokerRun
{
    /// <inheritdoc/>
    public string Name => "none";

    /// <inheritdoc/>
    public string BootstrapServers => "";

    /// <inheritdoc/>
    public Task<IBrokerRun> PrepareAsync(IReadOnlyList<string> topics, int partitions) => Task.FromResult<IBrokerRun>(this);

    /// <inheritdoc/>
    public Task<long> CountAsync() => Task.FromResult(0L);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
