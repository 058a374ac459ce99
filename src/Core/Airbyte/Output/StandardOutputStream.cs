using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Airbyte.Output;

/// <summary>The process's standard output, whose writes fail when its reader is gone.</summary>
/// <remarks>
/// .NET's own stream takes a broken pipe for success: states would be lost without a word, and a sync that nobody listens to would go on.
/// </remarks>
public sealed unsafe partial class StandardOutputStream : Stream
{
    private const int FileDescriptor = 1;
    private const int Interrupted = 4;
    private const short PollOut = 4;

    private StandardOutputStream()
    {
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // EAGAIN: whoever shares the pipe may have made it non-blocking.
    private static int NotNow => OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Opens it; closing it again leaves the process's standard output open.</summary>
    public static Stream Open() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardOutputStream();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="IOException">Nobody reads the output any more, or it cannot be written to.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            var written = 0;
            while (written < buffer.Length)
            {
                var now = write(FileDescriptor, bytes + written, (nuint)(buffer.Length - written));
                if (now >= 0)
                {
                    written += (int)now;
                    continue;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error == NotNow)
                {
                    var room = new PollRequest { FileDescriptor = FileDescriptor, Events = PollOut };
                    _ = poll(&room, 1, Timeout.Infinite);
                }
                else if (error != Interrupted)
                {
                    throw new IOException($"Standard output cannot be written to: {new Win32Exception(error).Message}.");
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int fileDescriptor, byte* bytes, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollRequest* requests, nuint count, int timeoutMilliseconds);

    private struct PollRequest
    {
        public int FileDescriptor;
        public short Events;
        public short Answer;
    }
}
