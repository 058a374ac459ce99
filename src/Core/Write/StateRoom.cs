using System.Globalization;

namespace AirbyteKafka.Write;

/// <summary>Bounds the states that wait for the records before them, by number and in bytes.</summary>
/// <param name="limit">The most bytes that may wait; a single larger state still may, alone.</param>
internal sealed class StateRoom(long limit)
{
    private long _bytes;
    private long _states;

    /// <summary>Whether another state of so many bytes may wait. For any thread.</summary>
    internal bool Has(long bytes)
    {
        var waiting = Volatile.Read(ref _bytes);
        return waiting == 0 || (waiting + bytes <= limit && Volatile.Read(ref _states) < StateLedger.MaxWaitingStates);
    }

    /// <summary>Counts a state in.</summary>
    internal void Enter(long bytes)
    {
        Interlocked.Increment(ref _states);
        Interlocked.Add(ref _bytes, bytes);
    }

    /// <summary>Counts a state out, which has left.</summary>
    internal void Leave(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Decrement(ref _states);
    }

    /// <summary>What waits, in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Volatile.Read(ref _states)} states ({Volatile.Read(ref _bytes)} bytes)");
}
