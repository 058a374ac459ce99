namespace AirbyteKafka.Bench.EndToEnd.Scenarios;

/// <summary>Passes a file on and notes what the process has allocated when a fifth of it is read, and when it is at its end.</summary>
internal sealed class AllocationWatch(FileStream file) : Stream
{
    private const int WarmUpPart = 5;

    private long _position;
    private long _startPosition = -1;
    private long _startAllocated;
    private long _endAllocated;

    /// <summary>Bytes that were read in between.</summary>
    internal long Bytes => _position - _startPosition;

    /// <summary>Bytes that were allocated in between, by all threads.</summary>
    internal long Allocated => _endAllocated - _startAllocated;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_startPosition < 0 && _position >= file.Length / WarmUpPart)
        {
            _startPosition = _position;
            _startAllocated = GC.GetTotalAllocatedBytes(precise: true);
        }

        var length = file.Read(buffer);
        _position += length;
        if (length == 0)
        {
            _endAllocated = GC.GetTotalAllocatedBytes(precise: true);
        }

        return length;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
