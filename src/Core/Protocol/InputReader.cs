using System.Threading.Channels;

namespace AirbyteKafka.Protocol;

/// <summary>Reads a stream ahead on a thread of its own, because a read that is blocked cannot be cancelled: the one who waits here can be.</summary>
public sealed class InputReader : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private const int BufferCount = 4;

    private readonly Channel<Piece> _filled = Channel.CreateUnbounded<Piece>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly Channel<byte[]> _empty = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly Stream _input;
    private byte[]? _taken;

    /// <summary>Starts reading.</summary>
    /// <param name="input">Is read to its end and not disposed of.</param>
    public InputReader(Stream input)
    {
        _input = input;
        for (var i = 0; i < BufferCount; i++)
        {
            _empty.Writer.TryWrite(GC.AllocateUninitializedArray<byte>(BufferSize));
        }

        new Thread(Read) { IsBackground = true, Name = "Input" }.Start();
    }

    /// <summary>Takes the next bytes if they are at hand.</summary>
    /// <param name="bytes">Valid until the next call.</param>
    public bool TryTake(out ReadOnlyMemory<byte> bytes)
    {
        GiveBack();
        if (!_filled.Reader.TryRead(out var piece))
        {
            bytes = default;
            return false;
        }

        _taken = piece.Buffer;
        bytes = piece.Buffer.AsMemory(0, piece.Length);
        return true;
    }

    /// <summary>Waits until bytes are at hand.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there are any; <see langword="false"/> at the end of the input.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The input cannot be read.</exception>
    public bool Wait(CancellationToken cancellationToken) =>
        _filled.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <summary>Ends the reading; a read that is blocked ends with the process or the stream.</summary>
    public void Dispose()
    {
        GiveBack();
        _empty.Writer.TryComplete();
    }

    private void GiveBack()
    {
        if (_taken is not null)
        {
            _empty.Writer.TryWrite(_taken);
            _taken = null;
        }
    }

    private void Read()
    {
        try
        {
            while (_empty.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (_empty.Reader.TryRead(out var buffer))
                {
                    var length = _input.Read(buffer);
                    if (length == 0)
                    {
                        _filled.Writer.TryComplete();
                        return;
                    }

                    _filled.Writer.TryWrite(new Piece(buffer, length));
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            _filled.Writer.TryComplete(failure as IOException ?? new IOException(failure.Message, failure));
        }
    }

    private readonly record struct Piece(byte[] Buffer, int Length);
}
