using Confluent.Kafka;

namespace AirbyteKafka.Bench.Peers;

/// <summary>The records between two states. One delivery handler serves all of them.</summary>
internal sealed class Epoch
{
    // One for the epoch itself, until it is closed.
    private int _open = 1;

    internal Epoch(StateQueue queue, Action<Error> fail) => Handler = report =>
    {
        if (report.Error.IsError)
        {
            fail(report.Error);
        }
        else if (CountDown())
        {
            queue.Release();
        }
    };

    /// <summary>The handler of its records' delivery reports.</summary>
    internal Action<DeliveryReport<byte[], byte[]>> Handler { get; }

    /// <summary>The state that ends it.</summary>
    internal byte[]? State { get; set; }

    /// <summary>Whether all of it is delivered.</summary>
    internal bool IsDone => Volatile.Read(ref _open) == 0;

    internal void CountUp() => Interlocked.Increment(ref _open);

    internal bool CountDown() => Interlocked.Decrement(ref _open) == 0;
}
