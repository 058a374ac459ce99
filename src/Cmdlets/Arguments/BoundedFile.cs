using System.Globalization;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Reads a file that may be no file: a pipe that nobody writes to, a device without an end.</summary>
internal static class BoundedFile
{
    private const int ChunkSize = 1 << 20;

    /// <summary>Reads all of it.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="maxBytes">The most bytes it may have.</param>
    /// <param name="patience">The longest wait for more of it.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="IOException">It has more, or no more comes; the message is a clause that ends with what to do.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    internal static byte[] Read(string path, long maxBytes, TimeSpan patience, CancellationToken stop)
    {
        // Opening a pipe and reading from it cannot be cancelled: a thread that waits there is left behind.
        var progress = 0L;
        var work = Task.Factory.StartNew(
            () => ReadAll(path, maxBytes, read => Volatile.Write(ref progress, read)),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var seen = -1L;
        WaitHandle[] ends = [((IAsyncResult)work).AsyncWaitHandle, stop.WaitHandle];
        while (WaitHandle.WaitAny(ends, patience) != 0)
        {
            stop.ThrowIfCancellationRequested();
            if (Volatile.Read(ref progress) == seen)
            {
                throw new IOException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"nothing more came from it for {patience.TotalSeconds:0.#} s. Check what writes to it, or give the path of a file."));
            }

            seen = Volatile.Read(ref progress);
        }

        return work.GetAwaiter().GetResult();
    }

    private static byte[] ReadAll(string path, long maxBytes, Action<long> report)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var content = new MemoryStream(file.CanSeek ? (int)Math.Min(file.Length, maxBytes) : 0);
        var chunk = new byte[ChunkSize];
        for (var read = file.Read(chunk); read > 0; read = file.Read(chunk))
        {
            if (content.Length + read > maxBytes)
            {
                throw new IOException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"it has more than the {maxBytes >> 20} MiB that are read. Check that this is the right file."));
            }

            content.Write(chunk, 0, read);
            report(content.Length);
        }

        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }
}
