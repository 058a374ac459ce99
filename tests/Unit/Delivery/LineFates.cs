using System.Text;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using AirbyteKafka.Write;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>Says of single lines what a write does with them, without a broker: what is taken waits for one that never comes.</summary>
internal sealed class LineFates : IDisposable
{
    private readonly AirbyteMessageWriter _output = AirbyteMessageWriter.Start(Stream.Null, TimeProvider.System);
    private readonly WriteSession _session;
    private long _lines;

    internal LineFates() => _session = WriteSession.Start(
        WriteRun.Config("127.0.0.1:1", """
            "topic_pattern":"t"
            """),
        WriteRun.Catalog("s"),
        new MessageObserver(_output, LogLevel.Fatal));

    /// <summary>The number of the next line.</summary>
    internal long Next => _lines + 1;

    /// <summary><c>taken</c>, <c>skipped</c>, or the failure's id and message.</summary>
    internal string Of(string line) => Of(Encoding.UTF8.GetBytes(line));

    /// <inheritdoc cref="Of(string)"/>
    internal string Of(byte[] line)
    {
        _lines++;
        var skipped = _session.Result.SkippedLines;
        try
        {
            _session.Write([.. line, (byte)'\n'], CancellationToken.None);
        }
        catch (AirbyteKafkaException failure)
        {
            return $"{failure.Kind.Id}: {failure.Message}";
        }

        return _session.Result.SkippedLines == skipped ? "taken" : "skipped";
    }

    public void Dispose()
    {
        _session.Dispose();
        _output.Dispose();
    }
}
