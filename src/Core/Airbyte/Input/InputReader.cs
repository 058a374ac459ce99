using AirbyteKafka.Errors;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>
/// Reads a stream ahead on a thread of its own, because a read that is blocked cannot be cancelled: the one who waits here can be.
/// </summary>
/// <remarks>Gzip is unpacked on the way. One thread takes what was read; the two meet under one lock, once for each buffer.</remarks>
internal sealed class InputReader : IDisposable
{
    private const int BufferSize = 512 * 1024;
    private const int BufferCount = 4;

    private readonly object _gate = new();
    private readonly Queue<Piece> _filled = new(BufferCount);
    private readonly Queue<byte[]> _empty = new(BufferCount);
    private readonly SemaphoreSlim _filledOrEnded = new(0);
    private readonly GzipInput _input;
    private byte[]? _taken;
    private bool _announced;
    private bool _ended;
    private volatile Exception? _failure;

    private InputReader(Stream input)
    {
        _input = new GzipInput(input);
        for (var i = 0; i < BufferCount; i++)
        {
            _empty.Enqueue(GC.AllocateUninitializedArray<byte>(BufferSize));
        }
    }

    /// <summary>Starts reading.</summary>
    /// <param name="input">Is read to its end and not disposed of.</param>
    public static InputReader Start(Stream input)
    {
        var reader = new InputReader(input);
        new Thread(reader.Read) { IsBackground = true, Name = "Input" }.Start();
        return reader;
    }

    /// <summary>
    /// Whether the input is gzip, which is known with its first bytes. Whether it is undamaged is known when <see cref="Wait"/> says that
    /// it has ended.
    /// </summary>
    public bool IsGzip => _input.IsGzip;

    /// <summary>Takes the next bytes if they are at hand.</summary>
    /// <param name="bytes">Valid until the next call.</param>
    public bool TryTake(out ReadOnlyMemory<byte> bytes)
    {
        GiveBack();
        if (!_announced && !_filledOrEnded.Wait(0))
        {
            bytes = default;
            return false;
        }

        _announced = false;
        lock (_gate)
        {
            if (!_filled.TryDequeue(out var piece))
            {
                // The end, which is announced for good.
                _announced = true;
                bytes = default;
                return false;
            }

            _taken = piece.Buffer;
            bytes = piece.Buffer.AsMemory(0, piece.Length);
            return true;
        }
    }

    /// <summary>Waits until bytes are at hand.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there are any; <see langword="false"/> at the end of the input.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The input cannot be read.</exception>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.InputUnusable"/>: gzip that is cut off or damaged.</exception>
    public bool Wait(CancellationToken cancellationToken)
    {
        GiveBack();
        if (!_announced)
        {
            _filledOrEnded.Wait(cancellationToken);
            _announced = true;
        }

        lock (_gate)
        {
            if (_filled.Count > 0)
            {
                return true;
            }
        }

        return _failure is null ? false : throw _failure;
    }

    /// <summary>Ends the reading; a read that is blocked ends with the process or the stream.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }
    }

    private void GiveBack()
    {
        if (_taken is null)
        {
            return;
        }

        lock (_gate)
        {
            _empty.Enqueue(_taken);
            Monitor.Pulse(_gate);
        }

        _taken = null;
    }

    private void Read()
    {
        using var input = _input;
        try
        {
            while (WaitForEmpty() is { } buffer)
            {
                var length = input.Read(buffer);
                if (length == 0)
                {
                    break;
                }

                lock (_gate)
                {
                    _filled.Enqueue(new Piece(buffer, length));
                }

                _filledOrEnded.Release();
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            _failure = failure as IOException ?? new IOException(failure.Message, failure);
        }
        catch (AirbyteKafkaException unusable)
        {
            _failure = unusable;
        }

        _filledOrEnded.Release();
    }

    // A monitor's wait lets the processor go at once: who is behind needs it more.
    private byte[]? WaitForEmpty()
    {
        lock (_gate)
        {
            while (!_ended)
            {
                if (_empty.TryDequeue(out var buffer))
                {
                    return buffer;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    private readonly record struct Piece(byte[] Buffer, int Length);
}
