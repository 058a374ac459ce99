namespace AirbyteKafka.Write;

/// <summary>What a write did for one stream. The four numbers of records add up to those that were read.</summary>
/// <param name="Namespace">The stream's namespace, if it has one.</param>
/// <param name="Stream">The stream's name.</param>
/// <param name="Topic">Where its records went.</param>
/// <param name="Records">Records that Kafka acknowledged.</param>
/// <param name="FailedRecords">Records that are surely not in Kafka.</param>
/// <param name="UnknownRecords">Records whose fate is not known; while the write runs, those on their way.</param>
/// <param name="Bytes">Keys, values and headers of all its records that were read, in bytes.</param>
public sealed record StreamOutcome(string? Namespace, string Stream, string Topic, long Records, long FailedRecords, long UnknownRecords,
    long Bytes)
{
    /// <summary>Records that were unfit, and that a topic of dead letters has acknowledged descriptions of.</summary>
    public long RejectedRecords { get; init; }
}
