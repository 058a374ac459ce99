using System.Globalization;
using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;
using AirbyteKafka.Topics;
using AirbyteKafka.Write;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Delivery;

public sealed class StreamTableTests
{
    private static readonly StreamDescriptor[] Streams =
    [
        new(null, "a"),
        new("", "a"),
        new("n", "a"),
        new("n", "aé\"\n"),
        new("na", ""),
        new("other", "a"),
        new("fourth", "a"),
        new("fifth", "a"),
    ];

    [Fact]
    public void Every_spelling_of_a_name_leads_to_its_stream_whatever_came_before() =>
        Gen.Select(Gen.Int[0, Streams.Length - 1], Gen.Bool).Array[1, 50].Sample(records =>
        {
            var table = Table();
            return records.All(record => Find(table, Streams[record.Item1], escaped: record.Item2).Stream.Number == record.Item1);
        });

    [Fact]
    public void More_spellings_than_are_kept_lead_to_their_stream_all_the_same()
    {
        var table = Table("t", new StreamDescriptor(null, new string('a', 12)));
        for (var spelling = 0; spelling < 4096; spelling++)
        {
            var name = string.Concat(Enumerable.Range(0, 12).Select(i => (spelling >> i & 1) == 0 ? "a" : "\\u0061"));
            Assert.Equal(0, Find(table, null, name).Stream.Number);
        }
    }

    [Fact]
    public void A_stream_that_the_catalog_does_not_list_is_refused_with_its_line_and_the_namespaces_that_are_listed()
    {
        var unknown = Assert.Throws<AirbyteKafkaException>(() => Find(Table(), "nowhere", "a", line: 3));
        Assert.Equal(
            (ErrorKind.StreamNotInCatalog,
                "Line 3 of the input is a record of stream 'a' in namespace 'nowhere', which the catalog does not list; "
                + "it lists 'a' without a namespace, with an empty namespace (\"\"), in namespace 'n' and others. "
                + "Add the stream to the catalog, or take its records out of the input."),
            (unknown.Kind, unknown.Message));
    }

    [Fact]
    public void A_state_counts_the_records_of_its_scope_since_the_last_one()
    {
        var table = Table();
        void Count(int stream, int records)
        {
            for (var i = 0; i < records; i++)
            {
                Find(table, Streams[stream], escaped: false).Stream.Count(10);
            }
        }

        Count(0, 3);
        Count(1, 2);
        var first = table.TakeRecordCount(State("""{"type":"STREAM","stream":{"stream_descriptor":{"name":"a"}}}"""));
        Count(0, 1);
        var global = table.TakeRecordCount(State("""{"type":"GLOBAL","global":{}}"""));
        var again = table.TakeRecordCount(State("""{"type":"STREAM","stream":{"stream_descriptor":{"name":"a","namespace":""}}}"""));
        Assert.Equal((3L, 3L, 0L), (first, global, again));
    }

    [Fact]
    public void Results_are_in_the_order_of_the_catalog_and_leave_out_streams_without_records()
    {
        var table = Table();
        var tally = new StreamTally(table.Count);
        foreach (var stream in new[] { 5, 2, 5 })
        {
            Find(table, Streams[stream], escaped: false).Stream.Count(10);
        }

        tally.Acknowledge(5);
        tally.Refuse(5);
        Assert.Equal(
            [new StreamOutcome("n", "a", "n_a", 0, 0, 1, 10), new StreamOutcome("other", "a", "other_a", 1, 1, 0, 20)],
            table.Results(tally));
    }

    [Fact]
    public void Streams_of_one_topic_share_its_entry()
    {
        StreamDescriptor[] streams = [new("x", "a"), new("y", "a"), new("x", "b")];
        var table = Table("{namespace}", streams);
        var topics = streams.Select(stream => Find(table, stream, escaped: false).Stream.Topic).ToList();
        Assert.Equal((2, true, "x y x", "0 1 0"), (
            table.TopicCount,
            ReferenceEquals(topics[0], topics[2]),
            string.Join(' ', topics.Select(topic => topic.Name)),
            string.Join(' ', topics.Select(topic => topic.Number))));
    }

    private static StreamTable Table() => Table("{namespace}_{stream}", Streams);

    private static StreamTable Table(string pattern, params StreamDescriptor[] streams) =>
        new(TopicMap.Create(new TopicPattern(pattern), streams), RecordShape.Of(RecordOptions.AsJava));

    private static StreamRoute Find(StreamTable table, StreamDescriptor stream, bool escaped) =>
        Find(table, stream.Namespace is null ? null : Spell(stream.Namespace, escaped), Spell(stream.Name, escaped));

    /// <summary>The contents of a JSON string: with the escapes that are needed, or with nothing else.</summary>
    private static string Spell(string text, bool escaped) => string.Concat(text.Select(
        c => escaped || c is '"' or '\n' ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()));

    private static StreamRoute Find(StreamTable table, string? streamNamespace, string name, long line = 1)
    {
        var inNamespace = streamNamespace is null ? "" : $"\"namespace\":\"{streamNamespace}\",";
        var text = Line($$$$"""{"type":"RECORD","record":{{{{{inNamespace}}}}"stream":"{{{{name}}}}","emitted_at":1,"data":{}}}""");
        return table.Find(text, MessageScanner.Scan(new TerminatedLine(text), line), line);
    }

    private static StateMessage State(string state)
    {
        var text = Line($$"""{"type":"STATE","state":{{state}}}""");
        return StateMessage.Read(text.AsSpan(0, text.Length - 1), MessageScanner.Scan(new TerminatedLine(text), 1), 1);
    }

    private static byte[] Line(string text) => Encoding.UTF8.GetBytes(text + "\n");
}
