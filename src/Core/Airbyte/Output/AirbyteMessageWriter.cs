using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Airbyte.Output;

/// <summary>
/// The one writer of Airbyte messages: one a line, UTF-8 without a byte order mark, each flushed. Any thread may call it.
/// </summary>
/// <remarks>A thread of its own does the writing, so that a reader who stalls holds up nobody and nothing changes its order.</remarks>
public sealed class AirbyteMessageWriter : IDisposable
{
    /// <summary>
    /// How many bytes may wait to be read before those who ask have to wait; a single larger message still passes, alone.
    /// </summary>
    public const long MostQueued = 16 * 1024 * 1024;

    // The system takes no wait of more than 24 days at once.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Nobody but the waiting thread is woken: continuations on the thread pool would start its threads and let them spin.
    private readonly Channel<Line> _lines = Channel.CreateUnbounded<Line>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly Stream _output;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly CancellationTokenSource _gone = new();
    private readonly ManualResetEventSlim _hasRead = new();
    private Exception? _broken;
    private long _written;
    private long _queued;

    private AirbyteMessageWriter(Stream output, TimeProvider time)
    {
        _output = output;
        _time = time;
        _thread = new Thread(WriteLines) { IsBackground = true, Name = "Airbyte messages" };
    }

    /// <summary>Starts writing to a stream, which stays open.</summary>
    /// <param name="output">Takes the bytes; nobody else may write to it.</param>
    /// <param name="time">Gives <c>emitted_at</c>.</param>
    public static AirbyteMessageWriter Start(Stream output, TimeProvider time)
    {
        var writer = new AirbyteMessageWriter(output, time);
        writer._thread.Start();
        return writer;
    }

    /// <summary>Is cancelled when the output broke: nobody takes messages any more, so there is no use in going on.</summary>
    public CancellationToken Broken => _gone.Token;

    /// <summary>Writes a message that is a line already, such as a state that goes back.</summary>
    /// <param name="message">The message without a line's end; not changed afterwards.</param>
    public void WriteLine(ReadOnlyMemory<byte> message)
    {
        Interlocked.Add(ref _queued, message.Length);
        _lines.Writer.TryWrite(new Line(message));
    }

    /// <summary>
    /// Waits until so much of what was said before has been read that there is room for more. Nothing else waits: whoever can wait asks
    /// first.
    /// </summary>
    /// <param name="bytes">How much is to be said.</param>
    /// <param name="limit">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is room.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool WaitForRoom(long bytes, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!HasRoom(bytes))
        {
            var left = limit - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            // Looked at once more after the reset: the writing thread first takes away and then sets.
            _hasRead.Reset();
            if (!HasRoom(bytes))
            {
                _hasRead.Wait(left < LongestWait ? left : LongestWait, cancellationToken);
            }
        }

        return true;
    }

    /// <summary>Writes the SPEC.</summary>
    /// <param name="writeSpec">Writes the value of <c>spec</c>.</param>
    public void WriteSpec(Action<Utf8JsonWriter> writeSpec) => Write("SPEC"u8, "spec"u8, writeSpec);

    /// <summary>Writes the outcome of a check.</summary>
    /// <param name="succeeded">Whether the destination can be used.</param>
    /// <param name="message">What is wrong, or a word on what was found.</param>
    public void WriteConnectionStatus(bool succeeded, string? message) => Write("CONNECTION_STATUS"u8, "connectionStatus"u8, json =>
    {
        json.WriteStartObject();
        json.WriteString("status"u8, succeeded ? "SUCCEEDED"u8 : "FAILED"u8);
        if (message is not null)
        {
            json.WriteString("message"u8, Printable.Message(message));
        }

        json.WriteEndObject();
    });

    /// <summary>Writes a LOG.</summary>
    /// <param name="level">How grave it is.</param>
    /// <param name="message">The text; line ends in it are escaped.</param>
    public void WriteLog(LogLevel level, string message) => Write("LOG"u8, "log"u8, json =>
    {
        json.WriteStartObject();
        json.WriteString("level"u8, LevelName(level));
        json.WriteString("message"u8, Printable.Message(message));
        json.WriteEndObject();
    });

    /// <summary>Writes a TRACE of type ERROR.</summary>
    /// <param name="failureType">Who has to act.</param>
    /// <param name="message">For the user: what is wrong and what to do.</param>
    /// <param name="internalMessage">For the developer: the kind of failure or what was underneath.</param>
    public void WriteError(FailureType failureType, string message, string internalMessage) => Write("TRACE"u8, "trace"u8, json =>
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "ERROR"u8);
        json.WriteNumber("emitted_at"u8, _time.GetUtcNow().ToUnixTimeMilliseconds());
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, Printable.Message(message));
        json.WriteString("internal_message"u8, Printable.Message(internalMessage));
        json.WriteString("failure_type"u8, FailureTypeName(failureType));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Waits until everything has been written. Nothing can be written afterwards.</summary>
    /// <param name="timeout">The longest wait for the reader to take anything: it may have stopped reading.</param>
    /// <exception cref="IOException">The output broke, or its reader did not take everything in time.</exception>
    public void Complete(TimeSpan timeout)
    {
        _lines.Writer.TryComplete();
        var written = -1L;
        while (!_thread.Join(timeout))
        {
            var sofar = Interlocked.Read(ref _written);
            if (sofar == written)
            {
                throw new IOException("Nobody reads the output: Airbyte messages could not be written in time.");
            }

            written = sofar;
        }

        if (_broken is not null)
        {
            throw new IOException("The output was closed before all Airbyte messages were written.", _broken);
        }
    }

    /// <summary>Ends the writing without a wait.</summary>
    public void Dispose() => _lines.Writer.TryComplete();

    private void Write(ReadOnlySpan<byte> type, ReadOnlySpan<byte> property, Action<Utf8JsonWriter> writeValue)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WritePropertyName(property);
            writeValue(json);
            json.WriteEndObject();
        }

        WriteLine(buffer.WrittenMemory);
    }

    // Of an output that broke nobody reads any more: who waits for it is told by other means.
    private bool HasRoom(long bytes)
    {
        var queued = Interlocked.Read(ref _queued);
        return queued == 0 || queued + bytes <= MostQueued || Broken.IsCancellationRequested;
    }

    private void WriteLines()
    {
        try
        {
            while (_lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (_lines.Reader.TryRead(out var line))
                {
                    _output.Write(line.Message.Span);
                    _output.Write("\n"u8);
                    Interlocked.Increment(ref _written);
                    Interlocked.Add(ref _queued, -line.Message.Length);
                    _hasRead.Set();
                }

                _output.Flush();
            }
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            _broken = broken;
            _gone.Cancel();
            _hasRead.Set();
        }
    }

    private static ReadOnlySpan<byte> LevelName(LogLevel level) => level switch
    {
        LogLevel.Fatal => "FATAL"u8,
        LogLevel.Error => "ERROR"u8,
        LogLevel.Warn => "WARN"u8,
        LogLevel.Info => "INFO"u8,
        LogLevel.Debug => "DEBUG"u8,
        _ => "TRACE"u8,
    };

    private static ReadOnlySpan<byte> FailureTypeName(FailureType type) => type switch
    {
        FailureType.ConfigError => "config_error"u8,
        FailureType.TransientError => "transient_error"u8,
        _ => "system_error"u8,
    };

    // A class, because .NET has native code ready for collections of these, and would have to compile it for those of a struct.
    private sealed record Line(ReadOnlyMemory<byte> Message);
}
