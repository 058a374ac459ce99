namespace AirbyteKafka.Read;

/// <summary>Records that go from the reading thread to the pipeline's together, because each handing over costs as much as reading some.
/// </summary>
public sealed class RecordBatch
{
    // A wait that brought nothing.
    internal static readonly RecordBatch Nothing = new(generation: 0);

    private readonly List<ConsumedRecord> _records = [];

    internal RecordBatch(int generation) => Generation = generation;

    /// <summary>The records, in the order in which they came.</summary>
    public IReadOnlyList<ConsumedRecord> Records => _records;

    /// <summary>Counts how often the group's partitions were dealt anew before it.</summary>
    internal int Generation { get; }

    /// <summary>About how much memory the records take up.</summary>
    internal long Bytes { get; private set; }

    internal void Add(ConsumedRecord record)
    {
        _records.Add(record);
        Bytes += record.Size;
    }
}
