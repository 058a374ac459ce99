using System.Buffers;
using System.Text;

namespace AirbyteKafka.Tests.Processes;

/// <summary>Reads a process's output to its end, and tells who waits when a text has come.</summary>
internal sealed class OutputCapture
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<(byte[] Text, TaskCompletionSource Seen)> _waiters = [];
    private bool _ended;

    /// <summary>All that has come so far.</summary>
    public byte[] Snapshot()
    {
        lock (_lock)
        {
            return _bytes.WrittenSpan.ToArray();
        }
    }

    /// <summary>Copies <paramref name="source"/> until it ends.</summary>
    public async Task ReadToEndAsync(Stream source)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await source.ReadAsync(buffer)) > 0)
        {
            lock (_lock)
            {
                _bytes.Write(buffer.AsSpan(0, read));
                _waiters.RemoveAll(waiter => Contains(waiter.Text) && waiter.Seen.TrySetResult());
            }
        }

        lock (_lock)
        {
            _ended = true;
            _waiters.ForEach(waiter => waiter.Seen.TrySetException(Missing(waiter.Text)));
        }
    }

    /// <summary>Completes once <paramref name="text"/> has come, whenever that was.</summary>
    public Task WaitForAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        lock (_lock)
        {
            if (Contains(bytes))
            {
                return Task.CompletedTask;
            }

            if (_ended)
            {
                return Task.FromException(Missing(bytes));
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((bytes, seen));
            return seen.Task;
        }
    }

    private bool Contains(byte[] text) => _bytes.WrittenSpan.IndexOf(text) >= 0;

    private InvalidOperationException Missing(byte[] text) =>
        new($"The output ended without '{Encoding.UTF8.GetString(text)}':\n{Encoding.UTF8.GetString(_bytes.WrittenSpan)}");
}
