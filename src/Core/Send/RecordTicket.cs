namespace AirbyteKafka.Send;

/// <summary>
/// What the client gives back with the delivery report of a record: its number, and what its headers took in memory, which the report
/// itself does not tell.
/// </summary>
internal static class RecordTicket
{
    private const int NumberBits = 40;
    private const long CostUnit = 64;
    private const long LargestCost = (1L << (64 - NumberBits)) - 1;

    /// <summary>Makes one. Of a number the lower 40 bits are kept, of a cost up to 1 GiB.</summary>
    internal static ulong Pack(long number, long headerCost) =>
        ((ulong)Math.Min((headerCost + CostUnit - 1) / CostUnit, LargestCost) << NumberBits) | ((ulong)number & ((1UL << NumberBits) - 1));

    internal static long NumberOf(ulong ticket) => (long)(ticket & ((1UL << NumberBits) - 1));

    /// <summary>The cost, as whole units: the same for handing over as for the report.</summary>
    internal static long HeaderCostOf(ulong ticket) => (long)(ticket >> NumberBits) * CostUnit;
}
