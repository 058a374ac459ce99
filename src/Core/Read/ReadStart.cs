namespace AirbyteKafka.Read;

/// <summary>Where in each partition a reading begins.</summary>
public abstract record ReadStart
{
    /// <summary>With the first record there is.</summary>
    public static readonly ReadStart Beginning = new FirstRecord();

    private ReadStart()
    {
    }

    /// <summary>With the first record there is.</summary>
    internal sealed record FirstRecord : ReadStart;

    /// <summary>With an offset.</summary>
    /// <param name="Offset">0 or more. Where it lies outside of a partition, the partition's nearest one is taken.</param>
    public sealed record At(long Offset) : ReadStart;

    /// <summary>With a time.</summary>
    /// <param name="Time">No earlier record is read.</param>
    public sealed record Since(DateTimeOffset Time) : ReadStart;

    /// <summary>With the last records of each topic, by their times.</summary>
    /// <param name="Count">How many of a topic, 1 or more.</param>
    public sealed record Tail(int Count) : ReadStart;
}
