namespace AirbyteKafka.Send;

/// <summary>A record that is to be sent. All of it is copied when it is handed over.</summary>
public readonly ref struct OutgoingRecord
{
    // What the client keeps of a record beside its bytes, and of a header; without it a million records of nothing would be free.
    private const int RecordOverhead = 128;
    private const int HeaderOverhead = 64;

    /// <summary>Makes a record.</summary>
    /// <param name="number">Its place among those of the sender, from 1; names it in reports and errors.</param>
    public OutgoingRecord(long number) => Number = number;

    /// <summary>Its place among those of the sender.</summary>
    public long Number { get; }

    /// <summary>Its key; not <see langword="default"/> but empty for an empty key.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Whether it has a key: an empty one is another than none.</summary>
    public bool HasKey { get; init; }

    /// <summary>Its value.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>Whether it has no value: then it deletes what has its key, in a topic that is compacted.</summary>
    public bool IsTombstone { get; init; }

    /// <summary>Its headers, in order.</summary>
    public ReadOnlySpan<OutgoingHeader> Headers { get; init; }

    /// <summary>Its partition, from 0; <see langword="null"/> for the one that its key belongs to, as Java's clients choose it.</summary>
    public int? Partition { get; init; }

    /// <summary>Its time in milliseconds since 1970 UTC, more than 0; <see langword="null"/> for the present.</summary>
    public long? Timestamp { get; init; }

    /// <summary>Key and value in bytes.</summary>
    internal long Size => (long)Key.Length + Value.Length;

    /// <summary>What its headers take in memory until it is settled, in bytes.</summary>
    internal long HeaderCost
    {
        get
        {
            var cost = 0L;
            foreach (ref readonly var header in Headers)
            {
                cost += HeaderOverhead + (long)header.Name.Length + (header.Value?.Length ?? 0);
            }

            return cost;
        }
    }

    /// <summary>What a record takes in memory beside its headers until it is settled, in bytes.</summary>
    /// <param name="size">Key and value.</param>
    internal static long CostOf(long size) => RecordOverhead + size;
}
