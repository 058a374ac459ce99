using System.Globalization;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Write;

/// <summary>Counts what is skipped in the input and says so, without a line for each.</summary>
internal sealed class WriteLog(IWriteObserver observer)
{
    private const string Expected =
        "Messages are JSON objects, one a line, as text in UTF-8 or packed with gzip: "
        + """{"type":"RECORD","record":{"stream":"users","emitted_at":1767225600000,"data":{}}}. """
        + "CSV, JSON lists and JSON that goes over several lines are not read.";

    private readonly Repetitions _repetitions = new();
    private long _otherMessages;
    private long _firstForeignLine;
    private int _streamsOfInvalidText;

    /// <summary>How many lines have been skipped.</summary>
    internal long SkippedLines { get; private set; }

    /// <summary>Skips a line that is no JSON object.</summary>
    internal void SkipText(bool isBlank, long line)
    {
        SkippedLines++;
        if (isBlank)
        {
            Warn("is empty and was skipped", line);
        }
        else
        {
            NoteForeign(line);
            Warn("is not a JSON object and was skipped", line);
        }
    }

    /// <summary>Skips a JSON object.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="name">The type as it stands there.</param>
    /// <param name="line">The number of its line.</param>
    internal void SkipObject(MessageType type, ReadOnlySpan<byte> name, long line)
    {
        SkippedLines++;
        if (type == MessageType.Other)
        {
            _otherMessages++;
            Warn($"is a message of type {Printable.Of(JsonText.Unescape(name))}, which a destination has no use for; it was skipped", line);
        }
        else
        {
            NoteForeign(line);
            Warn("is a JSON object without a type that Airbyte knows; it was skipped", line);
        }
    }

    /// <summary>Says that a stream's data is not UTF-8: whoever reads the topic finds no valid JSON there.</summary>
    internal void InvalidText(StreamDescriptor stream, long line)
    {
        if (++_streamsOfInvalidText <= Printable.MaxListed)
        {
            observer.OnLog(LogLevel.Warn, string.Create(
                CultureInfo.InvariantCulture,
                $"Line {line} of the input has data of stream '{stream.Shown}' that is not UTF-8. It was written as it came; later ones "
                    + $"of this stream are not told."));
        }
    }

    /// <summary>Says which streams had records without any field of their key.</summary>
    /// <param name="streams">The streams, each with the number of such records.</param>
    /// <param name="options">What records look like.</param>
    internal void Keyless(IEnumerable<(StreamDescriptor Stream, long Records)> streams, RecordOptions options)
    {
        var told = 0;
        foreach (var (stream, records) in streams)
        {
            if (++told <= Printable.MaxListed)
            {
                observer.OnLog(LogLevel.Warn, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{records} {(records == 1 ? "record" : "records")} of stream '{stream.Shown}' had ")
                    + (options.Key == KeyKind.PrimaryKey ? "no primary key" : "none of the fields of partition_key_field")
                    + (options.DeletesRows ? ": random UUIDs are the keys, and deleted rows among them stayed records."
                        : ": random UUIDs are the keys."));
            }
        }

        if (told > Printable.MaxListed)
        {
            observer.OnLog(LogLevel.Warn, string.Create(
                CultureInfo.InvariantCulture,
                $"{told - Printable.MaxListed} more streams had records without a key of their own: random UUIDs are the keys."));
        }
    }

    /// <summary>Says at the end what was counted and not told.</summary>
    internal void Close()
    {
        if (_streamsOfInvalidText > Printable.MaxListed)
        {
            observer.OnLog(LogLevel.Warn, string.Create(
                CultureInfo.InvariantCulture,
                $"{_streamsOfInvalidText - Printable.MaxListed} more streams have data that is not UTF-8. It was written as it came."));
            _streamsOfInvalidText = 0;
        }
    }

    /// <summary>Says how many records were unfit, by stream.</summary>
    internal void Rejected(WriteOutcome outcome)
    {
        if (outcome.RejectedRecords > 0)
        {
            var streams = outcome.Streams
                .Where(stream => stream.RejectedRecords > 0)
                .Select(stream => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{new StreamDescriptor(stream.Namespace, stream.Stream).Shown}: {stream.RejectedRecords}"))
                .ToList();
            var records = outcome.RejectedRecords == 1
                ? "1 record was"
                : string.Create(CultureInfo.InvariantCulture, $"{outcome.RejectedRecords} records were");
            observer.OnLog(
                LogLevel.Warn,
                $"{records} unfit and went to a dead letter topic, with the reason. By stream: {Printable.List(streams)}.");
        }
    }

    /// <summary>Says something about a line.</summary>
    internal void Warn(string what, long line)
    {
        if (_repetitions.Count(what, out var count))
        {
            observer.OnLog(LogLevel.Warn, count == 1
                ? string.Create(CultureInfo.InvariantCulture, $"Line {line} of the input {what}.")
                : string.Create(CultureInfo.InvariantCulture, $"{count} lines so far, the last one line {line}: {what}."));
        }
    }

    /// <summary>The failure of an input that holds something, but not one message.</summary>
    /// <param name="lines">How many lines it has.</param>
    internal AirbyteKafkaException? FindNoMessages(long lines) =>
        _firstForeignLine == 0 || SkippedLines - _otherMessages < lines
            ? null
            : new AirbyteKafkaException(ErrorKind.InputUnusable, string.Create(
                CultureInfo.InvariantCulture,
                $"None of the {lines} lines of the input is an Airbyte message; the first that is not blank is line {_firstForeignLine}. "
                    + $"{Expected}"));

    private void NoteForeign(long line)
    {
        if (_firstForeignLine == 0)
        {
            _firstForeignLine = line;
        }
    }
}
