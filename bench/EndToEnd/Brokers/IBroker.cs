namespace AirbyteKafka.Bench.EndToEnd.Brokers;

/// <summary>What the contenders write to.</summary>
internal interface IBroker : IAsyncDisposable
{
    /// <summary>Its name in the results.</summary>
    string Name { get; }

    /// <summary>Makes a place for one run, with empty topics.</summary>
    /// <param name="topics">The topics.</param>
    /// <param name="partitions">Partitions of each, where the broker leaves the choice.</param>
    Task<IBrokerRun> PrepareAsync(IReadOnlyList<string> topics, int partitions);
}
