namespace AirbyteKafka.Records;

/// <summary>The record's random id as its key: a window into the value. Being random, it may be changed to suit a partition.</summary>
internal sealed class RandomKey : IRecordKey
{
    /// <inheritdoc/>
    public RecordPart Measure(RecordPlan plan, in RecordContent content) => new(plan.IdStart, RandomIds.Length);

    /// <inheritdoc/>
    public PartitionRun StartRun(int bytesPerRun) => new(bytesPerRun);
}
