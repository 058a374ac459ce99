using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Tests.Protocol;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Records;

/// <summary>
/// Whatever the settings, the catalog and the data: a consumer reads what the rules say, with the bytes of data untouched.
/// </summary>
public sealed partial class RecordModelTests(BrokerPool brokers)
{
    private static readonly ModelStream[] Streams =
    [
        new(null, "a", ["id"], "", ""),
        new("n", "b", ["id", "u.x"], "\"_airbyte_generation_id\":4,", "\"sync_id\":9,"),
        new("n", "c", [], "", ""),
    ];

    /// <summary>All settings of records.</summary>
    internal static readonly Gen<RecordModel> Models = Gen.Select(
        Gen.OneOf("envelope", "flattened", "data"),
        Gen.OneOf("uuid", "primary_key", "fields", "fields", "stream", "none"),
        Gen.OneOf("string", "json"),
        Gen.Bool,
        Gen.OneOf("none", "airbyte", "cloudevents"),
        Gen.OneOf("producer", "emitted_at"),
        (shape, key, format, deletes, headers, time) =>
            new RecordModel(shape, key, format, deletes && key is "primary_key" or "fields", headers, time));

    // No text is a lone half of a character: what a consumer would read is not what the model's own JSON reader makes of it.
    private static readonly Gen<string> Values =
        Gen.OneOf(JsonGen.Value, JsonGen.Number, JsonGen.String).Where(value => !LoneHalf.IsMatch(value));

    private static readonly Gen<string> Data = Gen.Select(Values, Values, Values, Gen.OneOf("null", "\"2026-01-01\"", "{}"), Gen.Int[0, 31])
        .SelectMany((id, x, other, deleted, which) => JsonGen.ObjectOf([.. new (string, string)[]
        {
            ("id", id), ("u", $"{{\"y\": {other}, \"x\":{x}}}"), ("other", other), ("_ab_cdc_deleted_at", deleted), ("\\u0069d2", x),
        }.Where((_, i) => (which & (1 << i)) != 0)]));

    private static readonly Gen<(int Stream, long EmittedAt, string Data, string? Changes)> Records = Gen.Select(
        Gen.Int[0, 2], Gen.Long[0, 1_000_000], Data, Gen.OneOf<string?>(null, null, """[{"field": "x"}]"""));

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_consumer_reads_what_the_rules_say()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var prefix = TestBroker.UniquePrefix();
        var topics = Streams.Select(stream => $"{prefix}{stream.Namespace}_{stream.Name}").ToArray();
        await Task.WhenAll(topics.Select(topic => broker.CreateTopicAsync(topic)));
        var catalog = ConfiguredCatalog.Parse(
            Encoding.UTF8.GetBytes($"{{\"streams\":[{string.Join(',', Streams.Select(stream => stream.Entry))}]}}"), "test");

        // The broker takes no time that is far from the present.
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var seen = new int[topics.Length];
        Gen.Select(Models, Records.Array[1, 12]).Sample(
            (model, records) =>
            {
                var lines = records.Select(record => Line(Streams[record.Stream], now - record.EmittedAt, record.Data, record.Changes));
                var run = WriteRun.Of(
                    broker.BootstrapServers,
                    $"\"topic_pattern\":\"{prefix}{{namespace}}_{{stream}}\",{model.Settings}",
                    catalog,
                    new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))),
                    Test);
                var ids = new List<string>();
                var actual = new StringBuilder(run.Result.Failure?.Message);
                var expected = new StringBuilder();
                for (var i = 0; i < topics.Length; i++)
                {
                    foreach (var record in records.Where(record => record.Stream == i))
                    {
                        expected.Append(model.Expected(Streams[i], now - record.EmittedAt, record.Data, record.Changes));
                    }

                    var arrived = broker.ReadAllAsync(topics[i], Test).GetAwaiter().GetResult();
                    foreach (var record in arrived.Skip(seen[i]))
                    {
                        actual.Append(Read(model, record, ids));
                    }

                    seen[i] = arrived.Count;
                }

                Assert.Equal(expected.ToString(), actual.ToString());
                Assert.Equal(ids.Count, ids.Distinct().Count());
            },
            iter: 40,
            threads: 1,
            print: sample => $"{sample.Item1.Settings} {string.Join('\n', sample.Item2)}");
    }

    /// <summary>A record that was read as the model describes it; its id is added to the others.</summary>
    internal static string Read(RecordModel model, TestRecord record, List<string> ids)
    {
        var headers = string.Join('\n', record.Headers.Select(header => $"{header.Key}={Encoding.UTF8.GetString(header.Value)}"));
        var (key, value) = (Text(record.Key), Text(record.Value));
        var id = Uuid.Match($"{key}\n{value}\n{headers}").Value;
        if (id.Length > 0)
        {
            ids.Add(id);
        }

        return model.Actual(
            Replace(key), Replace(value), headers.Length == 0 ? [] : Replace(headers)!.Split('\n'),
            new DateTimeOffset(record.Timestamp).ToUnixTimeMilliseconds());

        string? Replace(string? text) => id.Length == 0 ? text : text?.Replace(id, ShapedRecord.Id, StringComparison.Ordinal);
    }

    private static string Line(ModelStream stream, long emittedAt, string data, string? changes) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"type":"RECORD","record":{{{{(stream.Namespace is null ? "" : $"\"namespace\":\"{stream.Namespace}\",")}}}"stream":"{{{stream.Name}}}","emitted_at":{{{emittedAt}}},"data":{{{data}}}{{{(changes is null ? "" : $",\"meta\":{{\"changes\":{changes}}}")}}}}}""");

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    internal static partial Regex Uuid { get; }

    [GeneratedRegex("""\\u[dD][89a-fA-F]""")]
    private static partial Regex LoneHalf { get; }
}
