namespace AirbyteKafka.Records;

/// <summary>
/// Where the keys of a write's records come from, and with them the records' partitions. One implementation per kind of key.
/// </summary>
/// <remarks>A key is a window into the value. A key with bytes that are not in the value needs a method here that writes them.</remarks>
internal interface IRecordKey
{
    /// <summary>The key of a record: <see cref="RecordPart.None"/> for a null key.</summary>
    /// <param name="plan">The plan of the record's stream.</param>
    /// <param name="content">What the record's line says.</param>
    RecordPart Measure(RecordPlan plan, in RecordContent content);

    /// <summary>Starts to place the records of one topic, where this kind of key leaves a choice.</summary>
    /// <param name="bytesPerRun">How much goes to one partition before the next is chosen.</param>
    /// <returns><see langword="null"/> where the key as it is decides.</returns>
    PartitionRun? StartRun(int bytesPerRun);
}
