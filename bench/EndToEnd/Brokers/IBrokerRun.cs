namespace AirbyteKafka.Bench.EndToEnd.Brokers;

/// <summary>The topics of one run; they go with it.</summary>
internal interface IBrokerRun : IAsyncDisposable
{
    /// <summary>Where clients connect.</summary>
    string BootstrapServers { get; }

    /// <summary>How many records lie in the topics.</summary>
    Task<long> CountAsync();
}
