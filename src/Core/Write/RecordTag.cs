namespace AirbyteKafka.Write;

/// <summary>What a record carries through Kafka's client and back with its delivery report, in the 64 bits there are for it.</summary>
/// <param name="Bits">The line's number below, the epoch above.</param>
internal readonly record struct RecordTag(ulong Bits)
{
    /// <summary>How many epochs can be told apart: the ledger must never have more of them open.</summary>
    internal const int EpochCount = 1 << (64 - LineBits);

    private const int LineBits = 40;
    private const ulong LineMask = (1UL << LineBits) - 1;

    internal RecordTag(long epoch, long line)
        : this(((ulong)epoch << LineBits) | ((ulong)line & LineMask))
    {
    }

    /// <summary>The epoch's number, modulo <see cref="EpochCount"/>.</summary>
    internal int Epoch => (int)(Bits >> LineBits);

    /// <summary>The number of the input line the record came from.</summary>
    internal long Line => (long)(Bits & LineMask);
}
