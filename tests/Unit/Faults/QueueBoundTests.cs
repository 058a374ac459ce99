using System.Text;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Write;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// Everything that waits in memory has a bound in bytes, whatever comes in: the table of "What waits in memory" in docs/configuration.md.
/// </summary>
public sealed class QueueBoundTests
{
    private const int LeastRecordBytes = 128 * 1024;
    private const int LeastStateBytes = 1024 * 1024;
    private const int MostStates = 65_536;
    private const int ReadAhead = 4 * 512 * 1024;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_and_states_that_wait_for_a_broker_fill_no_more_than_their_bounds()
    {
        await using var broker = new MockBroker();
        await broker.CreateTopicAsync("t");
        broker.Cluster.SetBroker(1, up: false);

        Gen.Select(Gen.Int[64_000, 2_000_000], Gen.Int[0, 30_000], Gen.Int[0, 60_000], Gen.Int[1, 20]).Sample(
            (bufferMemory, recordSize, stateSize, recordsPerState) =>
            {
                var (records, states, stateCount) = TakeUntilFull(broker, bufferMemory, recordSize, stateSize, recordsPerState);

                // A value in memory is longer than its data by what surrounds it, at most 300 bytes; one record more may have been taken
                // alone.
                return records <= Math.Max(bufferMemory, LeastRecordBytes) + recordSize + 300
                    && states <= Math.Max(bufferMemory, LeastStateBytes) + stateSize + 300
                    && stateCount <= MostStates;
            },
            iter: 30,
            threads: 2);
    }

    [Fact]
    public void Messages_that_nobody_reads_fill_no_more_than_their_bound() => Gen.Int[1, 3_000_000].Array[1, 60].Sample(
        sizes =>
        {
            using var stalled = new StalledStream();
            using var messages = AirbyteMessageWriter.Start(stalled, TimeProvider.System);
            long queued = 0;
            foreach (var size in sizes)
            {
                if (!messages.WaitForRoom(size, TimeSpan.Zero, Test))
                {
                    return queued > 0 && queued + size > AirbyteMessageWriter.MostQueued;
                }

                messages.WriteLine(new byte[size]);
                queued += size;
            }

            return queued <= Math.Max(AirbyteMessageWriter.MostQueued, sizes[0]);
        },
        iter: 100);

    [Fact]
    public void Input_that_nobody_takes_is_read_ahead_no_further_than_its_bound()
    {
        using var input = new EndlessStream();
        using var reader = InputReader.Start(input);

        Assert.True(SpinWait.SpinUntil(() => input.Bytes >= ReadAhead / 2, TimeLimit));
        var stopped = 0L;

        // It stands when it has given out nothing for a while.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                var before = input.Bytes;
                Thread.Sleep(100);
                return (stopped = input.Bytes) == before;
            },
            TimeLimit));
        Assert.InRange(stopped, ReadAhead / 2, ReadAhead);
    }

    // Nothing is acknowledged, so that all that was taken waits when the write gives up.
    private static (long Records, long States, int StateCount) TakeUntilFull(MockBroker broker, int bufferMemory, int recordSize,
        int stateSize, int recordsPerState)
    {
        using var session = WriteSession.Start(
            WriteRun.Config(broker.BootstrapServers,
                $"\"topic_pattern\":\"t\",\"buffer_memory\":\"{bufferMemory}\",\"max_block_ms\":\"50\",\"batch_size\":1000"),
            WriteRun.Catalog("a"),
            new SilentObserver());
        var record = Encoding.UTF8.GetBytes(WriteRun.Record("a", $$"""{"p":"{{new string('x', recordSize)}}"}""") + "\n");
        var state = Encoding.UTF8.GetBytes(
            """{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"a"},"stream_state":{"p":"@"}}}}"""
                .Replace("@", new string('x', stateSize), StringComparison.Ordinal) + "\n");
        var (records, states) = (0, 0);
        void WriteUntilFull()
        {
            while (true)
            {
                for (var i = 0; i < recordsPerState; i++)
                {
                    session.Write(record, Test);
                    records++;
                }

                session.Write(state, Test);
                states++;
            }
        }

        Assert.Equal("DeliveryTimedOut", Assert.Throws<AirbyteKafkaException>(WriteUntilFull).Kind.Id);
        return ((long)records * recordSize, (long)states * stateSize, states);
    }

    private sealed class SilentObserver : IWriteObserver
    {
        public void OnState(StateAnswer state)
        {
        }

        public void OnLog(LogLevel level, string message)
        {
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        private long _bytes;

        internal long Bytes => Volatile.Read(ref _bytes);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)'x');
            Interlocked.Add(ref _bytes, buffer.Length);
            return buffer.Length;
        }
    }

    private sealed class StalledStream : MemoryStream
    {
        private readonly ManualResetEventSlim _released = new(false);

        public override void Write(ReadOnlySpan<byte> buffer) => _released.Wait(Test);

        protected override void Dispose(bool disposing)
        {
            _released.Set();
            base.Dispose(disposing);
        }
    }
}
