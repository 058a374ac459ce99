using System.Text;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>An input that says something and then stays open without saying more, like a source that is still at work.</summary>
internal sealed class OpenEndedStream(string text) : Stream
{
    private readonly MemoryStream _text = new(Encoding.UTF8.GetBytes(text));
    private readonly TaskCompletionSource _atTheOpenEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _closed = new();

    /// <summary>Is done when all of the text has been read and the next read waits.</summary>
    public Task ReadToTheOpenEnd => _atTheOpenEnd.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _text.Read(buffer, offset, count);
        if (read == 0)
        {
            _atTheOpenEnd.TrySetResult();
            _closed.Wait();
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _closed.Set();
        base.Dispose(disposing);
    }
}
