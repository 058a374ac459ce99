using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Tests.Faults;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Protocol;

public sealed class InputReaderTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public void All_bytes_come_in_order_in_whatever_pieces_the_input_gives_them() =>
        Gen.Select(Gen.Byte.Array[0, 3_000_000], Gen.Int[1, 700_000].Array[1, 5], Gen.Bool).Sample(
            (bytes, pieces, waitsFirst) =>
            {
                using var reader = InputReader.Start(new ChunkedStream(bytes, pieces));
                using var read = new MemoryStream();
                if (waitsFirst)
                {
                    reader.Wait(Test);
                }

                do
                {
                    while (reader.TryTake(out var piece))
                    {
                        read.Write(piece.Span);
                    }
                }
                while (reader.Wait(Test));

                // The end stays the end.
                return read.ToArray().AsSpan().SequenceEqual(bytes) && !reader.Wait(Test) && !reader.TryTake(out _);
            },
            iter: 50);

    [Fact]
    public async Task A_wait_is_cancelled_while_the_read_is_blocked()
    {
        using var input = new OpenEndedStream("x");
        using var reader = InputReader.Start(input);
        Assert.True(reader.Wait(Test));
        Assert.True(reader.TryTake(out var bytes));
        Assert.Equal(1, bytes.Length);
        await input.ReadToTheOpenEnd.WaitAsync(TimeLimit, Test);
        Assert.False(reader.TryTake(out _));
        using var cancelled = new CancellationTokenSource();
        var waiting = Task.Run(() => reader.Wait(cancelled.Token), Test);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeLimit, Test));
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(ObjectDisposedException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    public void What_was_read_before_a_failure_is_taken_first(Type kind)
    {
        using var reader = InputReader.Start(new FailingStream((Exception)Activator.CreateInstance(kind, "why")!));
        Assert.True(reader.Wait(Test));
        Assert.True(reader.TryTake(out var bytes));
        Assert.Equal(FailingStream.Length, bytes.Length);
        var failure = Assert.Throws<IOException>(() => reader.Wait(Test));
        Assert.Contains("why", failure.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => reader.Wait(Test));
    }

    [Fact]
    public void A_reader_that_is_let_go_of_lets_go_of_its_thread()
    {
        using var input = new EndlessStream();
        var reader = InputReader.Start(input);
        Assert.True(reader.Wait(Test));
        reader.Dispose();

        // At most the read that is on its way, and those for which there were buffers.
        Assert.True(SpinWait.SpinUntil(() => !input.Reader!.IsAlive, TimeLimit));
    }

    private sealed class FailingStream(Exception failure) : MemoryStream
    {
        internal new const int Length = 100;

        private bool _hasGiven;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_hasGiven)
            {
                throw failure;
            }

            _hasGiven = true;
            buffer[..Length].Fill((byte)'x');
            return Length;
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        private volatile Thread? _reader;

        internal Thread? Reader => _reader;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            _reader = Thread.CurrentThread;
            buffer.Fill((byte)'x');
            return buffer.Length;
        }
    }
}
