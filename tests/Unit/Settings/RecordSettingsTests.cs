using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;
using AirbyteKafka.Topics;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Settings;

/// <summary>The settings of what records look like: what is refused, what gets a word, and what they come to.</summary>
public sealed class RecordSettingsTests
{
    [Theory]
    [InlineData("\"value_shape\": \"avro\"", "NotAllowed value_shape")]
    [InlineData("\"record_key\": \"primary key\"", "NotAllowed record_key")]
    [InlineData("\"key_format\": \"JSON\"", "NotAllowed key_format")]
    [InlineData("\"cdc_deletion_mode\": \"hard delete\"", "NotAllowed cdc_deletion_mode")]
    [InlineData("\"headers\": true", "NotAllowed headers")]
    [InlineData("\"record_timestamp\": \"cursor\"", "NotAllowed record_timestamp")]
    [InlineData("\"partition_key_field\": {\"a\": 1}", "WrongType partition_key_field")]
    [InlineData("\"partition_key_field\": \"a\", \"record_key\": \"primary_key\"", "Contradiction record_key")]
    [InlineData("\"partition_key_field\": \"a\", \"record_key\": \"none\", \"cdc_deletion_mode\": \"Hard delete\"", "Contradiction record_key")]
    [InlineData("\"cdc_deletion_mode\": \"Hard delete\"", "Contradiction cdc_deletion_mode")]
    [InlineData("\"cdc_deletion_mode\": \"Hard delete\", \"record_key\": \"stream\"", "Contradiction cdc_deletion_mode")]
    [InlineData("\"cdc_deletion_mode\": \"Hard delete\", \"record_key\": \"none\"", "Contradiction cdc_deletion_mode")]
    public void What_cannot_be_meant_is_refused(string members, string problem) => Assert.Equal([problem], Problems(With(members)));

    [Theory]
    [InlineData("a,,b", 3)]
    [InlineData("a.", 3)]
    [InlineData(",a", 1)]
    [InlineData("a. .b", 4)]
    [InlineData("a,b, ", 6)]
    [InlineData(".", 1)]
    public void A_path_without_a_name_is_refused_with_its_place(string paths, int position) => Assert.Equal(
        [$"partition_key_field has a path without a name at character {position}. Write names between its commas and dots, as in "
            + "\"user.id,order_id\"."],
        Messages(With($"\"partition_key_field\": {Quote(paths)}")));

    [Fact]
    public void A_contradiction_says_what_to_do() => Assert.Equal(
        ["record_key ('stream') and partition_key_field both say what the key is. Remove one of them.",
            "cdc_deletion_mode is 'Hard delete' and record_key is 'uuid': a null value deletes the row that its key names, and this key names "
                + "none. Set record_key to 'primary_key', or partition_key_field to the fields that name a row."],
        [.. Messages(With("\"partition_key_field\": \"a\", \"record_key\": \"stream\"")),
            .. Messages(With("\"cdc_deletion_mode\": \"Hard delete\""))]);

    [Theory]
    [InlineData("", "")]
    [InlineData("\"key_format\": \"json\", \"record_key\": \"none\"", "key_format has no effect: record_key is 'none'.")]
    [InlineData("\"key_format\": \"json\", \"record_key\": \"uuid\", \"value_shape\": \"envelope\", \"headers\": \"none\"", "")]
    [InlineData("\"partition_key_field\": \"a\", \"record_key\": \"uuid\", \"cdc_deletion_mode\": \"Hard delete\"", "")]
    public void What_has_no_effect_gets_a_warning(string members, string warning) =>
        Assert.Equal(warning, string.Join('\n', Warnings(With(members))));

    [Fact]
    public void Without_them_a_record_is_what_the_Java_connector_writes() => Assert.Equal(
        (true, true, true, false, false, false),
        (Of("").IsAsJava, Of("\"value_shape\": null, \"record_key\": \"\", \"headers\": \" \"").IsAsJava,
            Of("\"cdc_deletion_mode\": \"Soft delete\", \"record_timestamp\": \"producer\"").IsAsJava,
            Of("\"key_format\": \"json\"").IsAsJava, Of("\"record_timestamp\": \"emitted_at\"").IsAsJava, Of("\"partition_key_field\": \"a\"").IsAsJava));

    [Theory]
    [InlineData("\"record_key\": \"primary_key\"", "{stream}",
        "NoPrimaryKey record_key: record_key is 'primary_key', and the catalog has none for streams 'a', 'n.a'. The keys are random UUIDs there.")]
    [InlineData("\"record_key\": \"primary_key\", \"cdc_deletion_mode\": \"Hard delete\"", "{namespace}{stream}",
        "NoPrimaryKey record_key: record_key is 'primary_key', and the catalog has none for streams 'a', 'n.a'. The keys are random UUIDs there, "
        + "and deleted rows stay records.")]
    [InlineData("\"partition_key_field\": \"id\"", "t",
        "SharedTopic topic_pattern: streams 'a', 'n.a', 'b' go to one topic ('t'): keys do not name the stream, so rows of different streams may "
        + "have the same key.")]
    [InlineData("\"value_shape\": \"flattened\"", "t",
        "SharedTopic topic_pattern: streams 'a', 'n.a', 'b' go to one topic ('t'): _airbyte_stream and _airbyte_namespace are added to each value "
        + "to tell them apart.")]
    [InlineData("\"value_shape\": \"data\"", "t",
        "SharedTopic topic_pattern: streams 'a', 'n.a', 'b' go to one topic ('t'): value_shape is 'data', so nothing in a record says which stream "
        + "it is of.")]
    [InlineData("\"value_shape\": \"data\", \"headers\": \"airbyte\"", "t", "")]
    [InlineData("", "t", "")]
    public void Streams_that_the_settings_do_not_suit_get_a_warning(string members, string pattern, string warning)
    {
        var notes = Notes(members, pattern);
        Assert.Equal(warning, string.Join('\n', notes.Select(note => $"{note.Id} {note.Path}: {note.Message}")
            .Where(note => pattern == "t" != note.StartsWith("NoPrimaryKey", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_shared_topic_and_deletes_contradict_each_other() => Assert.Equal(
        (ErrorKind.ConfigInvalid, "streams 'a', 'n.a', 'b' go to one topic ('t'), and cdc_deletion_mode is 'Hard delete': keys do not name the stream, "
            + "so a deleted row of one would delete that of another. Give each stream a topic, with {namespace} and {stream} in topic_pattern, "
            + "or set cdc_deletion_mode to 'Soft delete'."),
        Assert.Throws<AirbyteKafkaException>(
            () => Notes("\"record_key\": \"primary_key\", \"cdc_deletion_mode\": \"Hard delete\"", "t")) is var refused
            ? (refused.Kind, refused.Message) : default);

    private static IReadOnlyList<ConfigIssue> Notes(string members, string pattern)
    {
        var catalog = ConfiguredCatalog.Parse(Encoding.UTF8.GetBytes("""
            {"streams":[{"stream":{"name":"a"}},{"stream":{"name":"a","namespace":"n"}},{"stream":{"name":"b"},"primary_key":[["id"]]}]}
            """), "test");
        var map = TopicMap.Create(new TopicPattern(pattern), [.. catalog.Streams.Select(stream => stream.Descriptor)]);
        return RecordNotes.Find(Of(members), catalog, map);
    }

    private static RecordOptions Of(string members) => Parse(With(members)).Records;
}
