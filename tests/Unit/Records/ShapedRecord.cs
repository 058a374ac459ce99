using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Records;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Write;
using HeadersInMemory = AirbyteKafka.Records.RecordHeaders;

namespace AirbyteKafka.Tests.Records;

/// <summary>A record as it is handed to Kafka's client: made by the product from a line, with no broker.</summary>
internal sealed record ShapedRecord(string? Key, string? Value, string Headers, long Timestamp, KeyOutcome Outcome)
{
    /// <summary>The id that the record was given, as the only UUID in it.</summary>
    internal const string Id = "UUID";

    /// <summary>Makes one.</summary>
    /// <param name="settings">Settings as JSON properties.</param>
    /// <param name="record">The members of <c>record</c> beside stream and namespace.</param>
    /// <param name="stream">The entry of the catalog, without the stream's object.</param>
    /// <param name="streamObject">The catalog's stream object.</param>
    internal static unsafe ShapedRecord Make(
        string settings, string record, string stream = "", string streamObject = "\"name\":\"s\"")
    {
        var shape = RecordShape.Of(WriteRun.Config("b:1", $"\"topic_pattern\":\"t\"{(settings.Length == 0 ? "" : ",")}{settings}").Records);
        var configured = ConfiguredCatalog.Parse(
            Encoding.UTF8.GetBytes($$"""{"streams":[{"stream":{{{streamObject}}}{{(stream.Length == 0 ? "" : ",")}}{{stream}}}]}"""), "test").Streams[0];
        var plan = shape.Plan(shape.ForStream(StreamProfile.Of(configured, sharesTopic: false)), "s"u8);
        var line = Encoding.UTF8.GetBytes($$$"""{"type":"RECORD","record":{"stream":"s",{{{record}}}}}""" + "\n");
        var message = MessageScanner.Scan(new TerminatedLine(line), 1);
        var content = new RecordContent
        {
            EmittedAt = message.EmittedAt.Of(line),
            Data = message.Data.Of(line),
            Changes = shape.ChangesIn(message.Meta.Of(line)),
            Line = 7,
        };
        using var arena = new RecordArena(1024 * 1024);
        var parts = shape.Measure(plan, content);
        var memory = arena.TryAllocate(parts.Memory, default, parts.ClientBytes);
        var span = new Span<byte>(memory, parts.Memory);
        span.Fill((byte)'#');
        shape.Write(span, parts, plan, content);
        var id = parts.Id.Bytes == 0 ? null : Encoding.UTF8.GetString(parts.Id.Of(span));
        var (headers, timestamp) = ("", 0L);
        if (shape.HandsOverOneByOne)
        {
            timestamp = HeadersInMemory.Of(memory, out var all).Timestamp;
            foreach (var header in all)
            {
                headers += $"{Encoding.UTF8.GetString((byte*)header.Name, header.NameLength)}="
                    + $"{Encoding.UTF8.GetString((byte*)header.Value, header.ValueLength)}\n";
            }
        }

        return new ShapedRecord(
            Shown(parts.Key, span, id),
            Shown(parts.Value, span, id),
            id is null ? headers : headers.Replace(id, Id, StringComparison.Ordinal),
            timestamp,
            parts.Outcome);
    }

    private static string? Shown(RecordPart part, Span<byte> memory, string? id)
    {
        var text = part.IsPresent ? Encoding.UTF8.GetString(part.Of(memory)) : null;
        return id is null ? text : text?.Replace(id, Id, StringComparison.Ordinal);
    }
}
