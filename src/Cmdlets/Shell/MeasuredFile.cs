namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>A file that is read from its start to its end, together with how much of it has been read.</summary>
/// <param name="file">A stream of known length; is not disposed of.</param>
/// <remarks>One thread reads, any other may look.</remarks>
internal sealed class MeasuredFile(Stream file) : Stream
{
    private readonly long _length = file.Length;
    private long _read;

    /// <summary>How much of the file has been read, 0 to 1; a file that grows may come to its end before.</summary>
    internal double Part => _length == 0 ? 1 : Math.Min((double)Volatile.Read(ref _read) / _length, 1);

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
        var length = file.Read(buffer);
        Volatile.Write(ref _read, _read + length);
        return length;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
