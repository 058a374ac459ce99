using System.Diagnostics;
using System.Text;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// The lines of a <see cref="NumberedSync"/> as a source sends them: at its pace, until it has none left or is told to finish.
/// </summary>
internal sealed class NumberedInput(NumberedSync sync) : Stream
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private byte[] _block = [];
    private int _given;
    private long _records;
    private long _bytes;
    private volatile bool _finished;

    /// <summary>The source's pace; 0 is as fast as it is read.</summary>
    internal int RecordsPerSecond { get; init; }

    /// <summary>Is told, before the records after each state are given out, how many were given out so far.</summary>
    internal Action<long>? Reached { get; init; }

    /// <summary>How many records were given out.</summary>
    internal long Records => Volatile.Read(ref _records);

    /// <summary>How many bytes were given out.</summary>
    internal long Bytes => Volatile.Read(ref _bytes);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ends the input after the state that comes next.</summary>
    internal void Finish() => _finished = true;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_given == _block.Length && !TryMakeBlock())
        {
            return 0;
        }

        var length = Math.Min(buffer.Length, _block.Length - _given);
        _block.AsSpan(_given, length).CopyTo(buffer);
        _given += length;
        Volatile.Write(ref _bytes, _bytes + length);
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool TryMakeBlock()
    {
        Reached?.Invoke(_records);
        if (_finished || _records >= sync.Records)
        {
            return false;
        }

        KeepPace();
        var lines = new StringBuilder();
        for (var i = 0; i < sync.RecordsPerState; i++)
        {
            lines.Append(sync.Record(_records + i)).Append('\n');
        }

        Volatile.Write(ref _records, _records + sync.RecordsPerState);
        lines.Append(NumberedSync.State(_records)).Append('\n');
        _block = Encoding.UTF8.GetBytes(lines.ToString());
        _given = 0;
        return true;
    }

    private void KeepPace()
    {
        if (RecordsPerSecond > 0)
        {
            var ahead = TimeSpan.FromSeconds((double)_records / RecordsPerSecond) - Stopwatch.GetElapsedTime(_started);
            if (ahead > TimeSpan.Zero)
            {
                Thread.Sleep(ahead);
            }
        }
    }
}
