using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using Xunit;

namespace AirbyteKafka.Tests.Protocol;

public sealed class AirbyteMessageWriterTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_of_many_threads_are_whole_lines_and_those_of_a_thread_keep_their_order()
    {
        const int Threads = 8;
        const int Each = 2000;
        using var output = new GatedStream(isOpen: true);
        using var messages = AirbyteMessageWriter.Start(output, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(
            () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    messages.WriteLine(Encoding.UTF8.GetBytes($"{thread} {i}"));
                }
            },
            Test)));
        messages.Complete(TimeLimit);
        var lines = output.Text.Split('\n');
        Assert.Equal((Threads * Each) + 1, lines.Length);
        Assert.All(Enumerable.Range(0, Threads), thread => Assert.Equal(
            Enumerable.Range(0, Each).Select(i => $"{thread} {i}"),
            lines.Where(line => line.StartsWith($"{thread} ", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_message_is_one_JSON_object_in_one_line_whatever_its_text()
    {
        using var output = new GatedStream(isOpen: true);
        using var messages = AirbyteMessageWriter.Start(output, TimeProvider.System);
        messages.WriteLog(LogLevel.Warn, "two\r\nlines, a \"quote\" and é");
        messages.WriteConnectionStatus(succeeded: false, "no");
        messages.WriteError(FailureType.ConfigError, "what", "Kind");
        messages.WriteSpec(json => json.WriteNumberValue(1));
        messages.Complete(TimeLimit);
        var lines = output.Text.Split('\n');
        Assert.Equal(
            ("LOG WARN", "CONNECTION_STATUS FAILED", "TRACE config_error", "SPEC 1", ""),
            (Show(lines[0], "log", "level"),
                Show(lines[1], "connectionStatus", "status"),
                Show(lines[2], "trace", "error", "failure_type"),
                Show(lines[3], "spec"),
                lines[4]));
        using var log = JsonDocument.Parse(lines[0]);
        var text = log.RootElement.GetProperty("log").GetProperty("message").GetString();
        Assert.StartsWith("two", text, StringComparison.Ordinal);
        Assert.EndsWith("lines, a \"quote\" and é", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Room_is_waited_for_until_the_reader_has_taken_enough()
    {
        using var output = new GatedStream(isOpen: false);
        using var messages = AirbyteMessageWriter.Start(output, TimeProvider.System);
        messages.WriteLine(new byte[AirbyteMessageWriter.MostQueued]);
        Assert.True(messages.WaitForRoom(0, TimeSpan.Zero, Test));
        Assert.False(messages.WaitForRoom(1, TimeSpan.FromMilliseconds(20), Test));
        var waiting = Task.Run(() => messages.WaitForRoom(1, TimeLimit, Test), Test);
        output.Open();
        Assert.True(await waiting);
    }

    [Fact]
    public async Task A_wait_for_room_is_cancelled()
    {
        using var output = new GatedStream(isOpen: false);
        using var messages = AirbyteMessageWriter.Start(output, TimeProvider.System);
        messages.WriteLine(new byte[AirbyteMessageWriter.MostQueued]);
        using var cancelled = new CancellationTokenSource();
        var waiting = Task.Run(() => messages.WaitForRoom(1, TimeLimit, cancelled.Token), Test);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeLimit, Test));
    }

    [Fact]
    public void A_reader_that_stopped_reading_fails_the_end_instead_of_holding_it_up()
    {
        using var output = new GatedStream(isOpen: false);
        using var messages = AirbyteMessageWriter.Start(output, TimeProvider.System);
        messages.WriteLine("x"u8.ToArray());
        var failure = Assert.Throws<IOException>(() => messages.Complete(TimeSpan.FromMilliseconds(20)));
        Assert.StartsWith("Nobody reads the output", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_broke_is_known_at_once_and_nobody_waits_for_it()
    {
        using var messages = AirbyteMessageWriter.Start(new BrokenStream(), TimeProvider.System);
        messages.WriteLine("x"u8.ToArray());
        Assert.True(messages.Broken.WaitHandle.WaitOne(TimeLimit));
        messages.WriteLine(new byte[AirbyteMessageWriter.MostQueued]);
        Assert.True(messages.WaitForRoom(1, TimeSpan.Zero, Test));
        var failure = Assert.Throws<IOException>(() => messages.Complete(TimeLimit));
        Assert.StartsWith("The output was closed", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A message's type, and what stands at a path in it.</summary>
    private static string Show(string line, params string[] path)
    {
        using var message = JsonDocument.Parse(line);
        var type = message.RootElement.GetProperty("type").GetString();
        return $"{type} {path.Aggregate(message.RootElement, (element, name) => element.GetProperty(name))}";
    }

    /// <summary>A reader that takes nothing before it is opened.</summary>
    private sealed class GatedStream(bool isOpen) : MemoryStream
    {
        private readonly ManualResetEventSlim _open = new(isOpen);

        internal string Text => Encoding.UTF8.GetString(ToArray());

        internal void Open() => _open.Set();

        // A derived MemoryStream takes spans by way of this.
        public override void Write(byte[] buffer, int offset, int count)
        {
            _open.Wait();
            base.Write(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            _open.Set();
            base.Dispose(disposing);
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("broken pipe");
    }
}
