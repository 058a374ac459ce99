using System.Globalization;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Records;

/// <summary>
/// Whatever the settings: every record of the input arrives as the rules say or is a dead letter, on a real Kafka, and the counts agree.
/// </summary>
public sealed class DeadLetterModelTests(BrokerPool brokers)
{
    private const int MaxRequestSize = 4000;
    private const int Pad = 6000;
    private const long TooFarAhead = 7_200_000;

    // The brokers take no record without a key in the topic of the last one.
    private static readonly ModelStream[] Streams =
    [
        new(null, "a", ["id"], "", ""),
        new("n", "b", ["id", "u.x"], "\"_airbyte_generation_id\":4,", "\"sync_id\":9,"),
        new("n", "c", [], "", ""),
    ];

    private static readonly Gen<string> Values = Gen.OneOf("1", "1.0", "\"a\"", "\"\"", "null", "[1, {\"b\":2}]", "\"é\\n\"", "true");

    private static readonly Gen<Input> Inputs = Gen.Select(
        Gen.Int[0, 2],
        Gen.Frequency((3, Gen.Long[-20_000_000, -10_000_000]), (1, Gen.Const(TooFarAhead))),
        Gen.Select(Values, Values, Gen.OneOf("null", "\"2026-01-01\""), Gen.Int[0, 15]),
        Gen.Frequency((3, Gen.Const("")), (1, Gen.Const("other")), (1, Gen.Const("id"))),
        (stream, ahead, values, padded) => new Input(stream, ahead, Data(values.Item1, values.Item2, values.Item3, values.Item4, padded)));

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_record_arrives_or_is_a_dead_letter()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var prefix = TestBroker.UniquePrefix();
        string[] topics = [.. Streams.Select(stream => $"{prefix}{stream.Namespace}_{stream.Name}"), $"{prefix}dead"];
        for (var i = 0; i < topics.Length; i++)
        {
            await kafka.CreateTopicAsync(
                topics[i], settings: i == 2 ? new Dictionary<string, string> { ["cleanup.policy"] = "compact" } : null);
        }

        var catalog = ConfiguredCatalog.Parse(
            Encoding.UTF8.GetBytes($"{{\"streams\":[{string.Join(',', Streams.Select(stream => stream.Entry))}]}}"), "test");
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var seen = new int[topics.Length];
        Gen.Select(RecordModelTests.Models, Inputs.Array[1, 10]).Sample(
            (model, inputs) =>
            {
                var run = WriteRun.Of(
                    kafka.BootstrapServers,
                    $$"""
                    "topic_pattern":"{{prefix}}{namespace}_{stream}","max_request_size":{{MaxRequestSize}},
                    "on_record_error":"dead_letter","dead_letter_topic":"{{prefix}}dead",{{model.Settings}}
                    """,
                    catalog,
                    new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', inputs.Select(input => input.Line(now)).Concat(
                        Streams.Select((stream, i) => WriteRun.StreamState(stream.FullName, i)))))),
                    Test);
                var faults = inputs.Select(input => FindFault(model, input, now)).ToArray();
                var expected = new StringBuilder(Counts(faults.Count(fault => fault is null), faults.Count(fault => fault is not null)));
                for (var i = 0; i < Streams.Length; i++)
                {
                    var ofStream = inputs.Zip(faults).Where(input => input.First.Stream == i).ToList();
                    expected.AppendLine(WriteRun.StreamState(Streams[i].FullName, i, Stats(
                        ofStream.Count(input => input.Second is null), ofStream.Count(input => input.Second is not null))));
                    foreach (var (input, _) in ofStream.Where(input => input.Second is null))
                    {
                        expected.Append(model.Expected(Streams[i], input.EmittedAt(now), input.Data, changes: null));
                    }
                }

                for (var line = 0; line < inputs.Length; line++)
                {
                    if (faults[line] is { } fault)
                    {
                        expected.AppendLine(Letter(model, inputs[line], now, line + 1, fault));
                    }
                }

                var actual = new StringBuilder(run.Result.Failure?.Message).Append(
                    Counts(run.Result.Records, run.Result.RejectedRecords));
                var ids = new List<string>();
                for (var i = 0; i < topics.Length; i++)
                {
                    if (i < Streams.Length)
                    {
                        actual.AppendLine(run.States.ElementAtOrDefault(i));
                    }

                    var arrived = kafka.ReadAllAsync(topics[i], Test).GetAwaiter().GetResult();
                    foreach (var record in arrived.Skip(seen[i]))
                    {
                        actual.Append(i < Streams.Length ? RecordModelTests.Read(model, record, ids) : ReadLetter(record, now));
                    }

                    seen[i] = arrived.Count;
                }

                Assert.Equal(expected.ToString(), actual.ToString());
            },
            iter: 15,
            threads: 1,
            print: sample => $"{sample.Item1.Settings} {string.Join('\n', sample.Item2.Select(input => input.ToString()))}");
    }

    private static string? FindFault(RecordModel model, Input input, long now)
    {
        var (key, value, _) = model.Parts(Streams[input.Stream], input.EmittedAt(now), input.Data, changes: null);
        return Size(key) + Size(value) > MaxRequestSize ? "RecordTooLarge"
            : key is null && input.Stream == 2 ? "ConfigInvalid"
            : model.Time == "emitted_at" && input.Ahead == TooFarAhead ? "RecordInvalid"
            : null;
    }

    private static string Letter(RecordModel model, Input input, long now, int line, string fault)
    {
        var stream = Streams[input.Stream];
        var (key, _, headers) = model.Parts(stream, input.EmittedAt(now), input.Data, changes: null);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{line} {fault} {stream.FullName} {(Size(key) > MaxRequestSize ? "null" : key ?? "null")} ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{(Size(input.Data) > MaxRequestSize ? "null" : input.Data)} {Size(input.Data)} {input.EmittedAt(now)} ")
            + string.Join(' ', headers);
    }

    private static string ReadLetter(TestRecord record, long now)
    {
        using var document = JsonDocument.Parse(record.Value);
        var letter = document.RootElement;
        var error = letter.GetProperty("_airbyte_error");
        var id = letter.GetProperty("_airbyte_raw_id").GetString()!;
        var streamNamespace = letter.GetProperty("_airbyte_namespace").GetString();
        var text = $"{error.GetProperty("line").GetRawText()} {error.GetProperty("kind").GetString()} "
            + $"{(streamNamespace is null ? "" : streamNamespace + ".")}{letter.GetProperty("_airbyte_stream").GetString()} "
            + $"{(record.Key is null ? "null" : Encoding.UTF8.GetString(record.Key))} {letter.GetProperty("_airbyte_data").GetRawText()} "
            + $"{letter.GetProperty("_airbyte_data_bytes").GetRawText()} {letter.GetProperty("_airbyte_extracted_at").GetRawText()} "
            + string.Join(' ', record.Headers.Select(header => $"{header.Key}={Encoding.UTF8.GetString(header.Value)}"))
            + (new DateTimeOffset(record.Timestamp).ToUnixTimeMilliseconds() >= now ? "" : " not written now")
            + (RecordModelTests.Uuid.IsMatch(id) ? "" : " no id");
        return text.Replace(id, ShapedRecord.Id, StringComparison.Ordinal) + Environment.NewLine;
    }

    private static string Data(string id, string x, string deleted, int which, string padded)
    {
        (string Name, string Value)[] fields =
        [
            ("id", padded == "id" ? $"\"{new string('i', Pad)}\"" : id),
            ("u", $"{{\"y\": 1, \"x\":{x}}}"),
            ("other", padded == "other" ? $"\"{new string('o', Pad)}\"" : "2"),
            ("_ab_cdc_deleted_at", deleted),
        ];
        return $"{{{string.Join(", ", fields
            .Where((field, i) => (which & (1 << i)) != 0 || field.Name == padded)
            .Select(field => $"\"{field.Name}\": {field.Value}"))}}}";
    }

    private static string Counts(long records, long rejected) =>
        string.Create(CultureInfo.InvariantCulture, $"{records} and {rejected}{Environment.NewLine}");

    private static string Stats(int records, int rejected) => string.Create(
        CultureInfo.InvariantCulture, $$""","destinationStats":{"recordCount":{{records}}.0,"rejectedRecordCount":{{rejected}}.0}""");

    private static int Size(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    /// <summary>A record of the input.</summary>
    /// <param name="Stream">The number of its stream.</param>
    /// <param name="Ahead">Milliseconds from the beginning of the test to its emitted_at.</param>
    /// <param name="Data">Its data.</param>
    private sealed record Input(int Stream, long Ahead, string Data)
    {
        internal long EmittedAt(long now) => now + Ahead;

        internal string Line(long now) => WriteRun.Record(Streams[Stream].FullName, Data, EmittedAt(now));
    }
}
