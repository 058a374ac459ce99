namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>Managed memory that a write takes once it is under way.</summary>
/// <param name="Records">Records in the part that was measured.</param>
/// <param name="AllocatedBytes">Bytes that all threads allocated in it.</param>
internal sealed record AllocationResult(long Records, long AllocatedBytes)
{
    /// <summary>What the issue asks for, in bytes per record.</summary>
    internal const double Limit = 1;

    internal double BytesPerRecord => (double)AllocatedBytes / Records;
}
