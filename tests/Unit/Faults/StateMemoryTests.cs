using System.Globalization;
using System.Text;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Write;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// Large states while brokers, or whoever reads the states, are slower than the source: reading waits, and memory stays within its bound.
/// </summary>
public sealed class StateMemoryTests
{
    private const int StateSize = 1_000_000;
    private const int States = 60;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8_000_000, 7)]
    [InlineData(1000, 1)]
    public async Task States_that_wait_for_their_records_fill_no_more_than_buffer_memory_and_all_come_back_in_order(int bufferMemory,
        int mostWaiting)
    {
        await using var broker = new MockBroker();
        broker.Cluster.SetBroker(1, up: false);
        var observer = new Observer();
        using var session = WriteSession.Start(
            WriteRun.Config(broker.BootstrapServers, $"\"topic_pattern\":\"t\",\"buffer_memory\":\"{bufferMemory}\""),
            WriteRun.Catalog("a"), observer);
        var taken = 0;
        var writing = Task.Run(
            () =>
            {
                for (; taken < States; taken++)
                {
                    session.Write(Encoding.UTF8.GetBytes($"{WriteRun.Record("a", "{}")}\n{State(taken)}\n"), Test);
                }

                return session.Complete(Test);
            },
            Test);

        // As long as nothing is acknowledged nothing moves: what was taken by then is all that fits.
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref taken) >= mostWaiting || writing.IsCompleted, TimeLimit));
        await Task.WhenAny(writing, Task.Delay(TimeSpan.FromMilliseconds(300), Test));
        var takenWhileAway = Volatile.Read(ref taken);
        broker.Cluster.SetBroker(1, up: true);
        var result = await writing.WaitAsync(TimeLimit, Test);

        Assert.Equal((null, mostWaiting, (long)States), (result.Failure, takenWhileAway, result.Records));
        Assert.Equal(Enumerable.Range(0, States), observer.Cursors);
    }

    [Fact]
    public async Task States_that_nobody_reads_fill_no_more_than_their_bound_and_then_end_the_write()
    {
        await using var broker = new MockBroker();
        using var output = new StalledOutput();
        using var messages = AirbyteMessageWriter.Start(output, TimeProvider.System);
        using var session = WriteSession.Start(
            WriteRun.Config(broker.BootstrapServers, "\"topic_pattern\":\"t\",\"max_block_ms\":\"500\""), WriteRun.Catalog("a"),
                new MessageObserver(messages, LogLevel.Warn));
        var result = await Task.Run(() =>
            InputWrite.Run(session, new MemoryStream(
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, States).Select(i => State(i) + "\n")))), Test), Test);

        Assert.Equal(("DeliveryTimedOut", AirbyteMessageWriter.MostQueued / StateSize), (result.Failure?.Kind.Id, result.States));
        Assert.StartsWith("Nobody read the states that were handed back within max_block_ms (0.5 s).", result.Failure?.Message,
            StringComparison.Ordinal);
    }

    private static string State(int cursor) =>
        WriteRun.StreamState("a", cursor).Replace("\"c\":", $"\"p\":\"{new string('x', StateSize)}\",\"c\":", StringComparison.Ordinal);

    private sealed class Observer : IWriteObserver
    {
        private readonly List<int> _cursors = [];

        internal IReadOnlyList<int> Cursors => _cursors;

        public void OnState(StateAnswer state)
        {
            var text = Encoding.UTF8.GetString(state.Message.Span);
            _cursors.Add(int.Parse(text.Split("\"c\":")[1].Split('}')[0], CultureInfo.InvariantCulture));
        }

        public void OnLog(LogLevel level, string message)
        {
        }
    }

    /// <summary>Takes nothing until it is disposed of.</summary>
    private sealed class StalledOutput : MemoryStream
    {
        private readonly ManualResetEventSlim _goOn = new();

        public override void Write(ReadOnlySpan<byte> buffer) => _goOn.Wait(TimeLimit);

        public override void Write(byte[] buffer, int offset, int count) => _goOn.Wait(TimeLimit);

        protected override void Dispose(bool disposing)
        {
            _goOn.Set();
            base.Dispose(disposing);
        }
    }
}
