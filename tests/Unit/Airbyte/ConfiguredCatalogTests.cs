using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Airbyte;

public sealed class ConfiguredCatalogTests
{
    [Fact]
    public void Streams_keep_their_order_and_unknown_fields_do_not_matter()
    {
        var catalog = Parse("""
            {"version": 2, "streams": [
              {"sync_mode": "incremental", "destination_sync_mode": "append", "cursor_field": ["id"], "generation_id": 3,
               "stream": {"json_schema": {"type": "object", "properties": {"name": {"type": "string"}}}, "name": "users", "namespace": "public"}},
              {"stream": {"name": "users"}, "sync_mode": "full_refresh", "destination_sync_mode": "append"},
              {"stream": {"name": "users", "namespace": ""}},
              {"stream": {"name": "", "namespace": null}}
            ]}
            """);

        ConfiguredStream[] expected =
        [
            new(new("public", "users"), SyncMode.Incremental, DestinationSyncMode.Append) { GenerationId = 3 },
            new(new(null, "users"), SyncMode.FullRefresh, DestinationSyncMode.Append),
            new(new("", "users"), SyncMode.Unknown, DestinationSyncMode.Unknown),
            new(new(null, ""), SyncMode.Unknown, DestinationSyncMode.Unknown),
        ];
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(catalog.Streams));
        Assert.Empty(catalog.Warnings);
    }

    [Theory]
    [InlineData("\"primary_key\":[[\"id\"],[\"a\",\"b.c\"]],\"generation_id\":7,\"sync_id\":9", "\"source_defined_primary_key\":[[\"x\"]]", "id a/b.c 7 9 False")]
    [InlineData("\"primary_key\":[]", "\"source_defined_primary_key\":[[\"x\"]]", "x   False")]
    [InlineData("\"primary_key\":null,\"generation_id\":null", "\"json_schema\":{\"properties\":{\"a\":{\"_ab_cdc_deleted_at\":1}}}", "   False")]
    [InlineData("\"sync_id\":1.5", "\"json_schema\":{\"x\":[1],\"properties\":{\"a\":{},\"_ab_cdc_deleted_at\":{\"type\":[\"null\"]}}}", "   True")]
    [InlineData("\"primary_key\":[[\"id\"],[]],\"generation_id\":\"7\"", "\"json_schema\":[{}]", "   False")]
    [InlineData("\"primary_key\":[\"id\"]", "\"json_schema\":{\"properties\":[\"_ab_cdc_deleted_at\"]}", "   False")]
    [InlineData("\"primary_key\":[[\"id\",{\"a\":1}]]", "\"source_defined_primary_key\":{\"a\":[]}", "   False")]
    [InlineData("\"primary_key\":\"id\"", "\"json_schema\":null", "   False")]
    public void Keys_and_ids_are_read_where_they_are_as_Airbyte_writes_them(string entry, string stream, string known)
    {
        var only = Assert.Single(Parse("{\"streams\":[{" + entry + ",\"stream\":{\"name\":\"s\"," + stream + "}}]}").Streams);
        Assert.Equal(
            known,
            $"{string.Join(' ', only.PrimaryKey.Select(path => string.Join('/', path)))} {only.GenerationId} {only.SyncId} {only.HasDeletions}");
    }

    [Fact]
    public void A_mode_kafka_cannot_honour_is_taken_with_a_warning()
    {
        var catalog = Parse("""
            {"streams": [
              {"stream": {"name": "a"}, "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"},
              {"stream": {"name": "b"}, "sync_mode": "hourly", "destination_sync_mode": "append_dedup"},
              {"stream": {"name": "c"}, "sync_mode": "incremental", "destination_sync_mode": "mirror"},
              {"stream": {"name": "d"}, "destination_sync_mode": "overwrite"}, {"stream": {"name": "e"}, "destination_sync_mode": "overwrite"}
            ]}
            """);

        Assert.Equal(
            [
                new(ConfigIssueId.AppendOnly, "streams[0].destination_sync_mode", "streams[0].destination_sync_mode: Kafka can only "
                    + "append. The records of stream 'a' are appended, not handled as 'overwrite' asks. The same holds for 2 more "
                    + "streams."),
                new(ConfigIssueId.UnknownName, "streams[1].sync_mode", "streams[1].sync_mode: 'hourly' is not known here; the records "
                    + "are appended."),
                new(ConfigIssueId.AppendOnly, "streams[1].destination_sync_mode", "streams[1].destination_sync_mode: Kafka can only "
                    + "append. The records of stream 'b' are appended, not handled as 'append_dedup' asks."),
                new(ConfigIssueId.UnknownName, "streams[2].destination_sync_mode", "streams[2].destination_sync_mode: 'mirror' is not "
                    + "known here; the records of stream 'c' are appended."),
            ],
            catalog.Warnings);
    }

    [Fact]
    public void A_catalog_wrong_in_hundreds_of_places_gets_a_message_one_can_read()
    {
        var json = $"{{\"streams\": [{string.Join(',', Enumerable.Repeat("{}", 500))}]}}";
        var lines = Assert.Throws<AirbyteKafkaException>(() => Parse(json)).Message.Split('\n');
        Assert.Equal((12, "The catalog in catalog.json cannot be used, for 500 reasons:"), (lines.Length, lines[0]));
    }

    [Fact]
    public void An_empty_list_is_a_catalog() => Assert.Empty(Parse("\uFEFF{\"streams\": []}").Streams);

    [Fact]
    public void A_lone_surrogate_in_a_name_stays_what_it_is() =>
        Assert.Equal(new StreamDescriptor(null, "a\ud800/\"\t"),
            Parse("""{"streams": [{"stream": {"name": "a\ud800\/\"\t"}}]}""").Streams[0].Descriptor);

    [Theory]
    [InlineData("", "catalog.json is empty. It has to hold a JSON object.")]
    [InlineData(" \r\n", "catalog.json is empty. It has to hold a JSON object.")]
    [InlineData("{\"streams\": [\n{]}", "catalog.json is not valid JSON: line 2, column 2: ']' is not expected there.")]
    [InlineData("{\"streams\": [", "catalog.json is not valid JSON: line 1, column 14: the text ends too early.")]
    [InlineData("{\"streams\": []} x", "catalog.json is not valid JSON: line 1, column 17: what stands there is not expected.")]
    [InlineData("[]", Missing)]
    [InlineData("{}", Missing)]
    [InlineData("{\"stream\": []}", Missing)]
    [InlineData("{\"streams\": {}}", Head + "streams must be a list.")]
    [InlineData("{\"streams\": [1]}", Head + "streams[0] must be an object.")]
    [InlineData("{\"streams\": [{\"stream\": {\"name\": \"a\"}}, {}]}", Head + "streams[1].stream.name is missing: every stream needs a "
        + "name.")]
    [InlineData("{\"streams\": [{\"stream\": {\"name\": null}}]}", Head + "streams[0].stream.name is missing: every stream needs a name.")]
    [InlineData(
        "{\"streams\": [{\"stream\": {\"name\": \"a\", \"namespace\": \"n\"}}, {\"stream\": {\"name\": \"b\"}}, {\"stream\": "
            + "{\"namespace\": \"n\", \"name\": \"a\"}}]}",
        Head + "streams[2] repeats streams[0]: stream 'n.a' is listed twice. Keep one of them.")]
    [InlineData(
        "{\"streams\": [{\"stream\": \"a\"}, {\"stream\": {\"name\": 5, \"namespace\": []}}]}",
        "The catalog in catalog.json cannot be used, for 5 reasons:\n- streams[0].stream must be an object.\n- streams[0].stream.name is "
            + "missing: every stream needs a name.\n- streams[1].stream.name must be a text.\n- streams[1].stream.namespace must be a "
            + "text.\n- streams[1].stream.name is missing: every stream needs a name.")]
    public void What_is_wrong_is_said_with_its_place(string json, string message)
    {
        var exception = Assert.Throws<AirbyteKafkaException>(() => Parse(json));
        Assert.Equal((ErrorKind.CatalogInvalid, message), (exception.Kind, exception.Message));
    }

    [Fact]
    public void Any_names_are_read_as_they_are() =>
        Gen.Select(Gen.String.Null(), Gen.String).Array[0, 5].Sample(names =>
        {
            var descriptors = names.Select(name => new StreamDescriptor(name.Item1, name.Item2)).Distinct().ToArray();
            var json = JsonSerializer.Serialize(
                new { streams = descriptors.Select(d => new { stream = new { name = d.Name, @namespace = d.Namespace } }) });
            var read = JsonSerializer.Deserialize<JsonElement>(json).GetProperty("streams").EnumerateArray()
                .Select(s => new StreamDescriptor(s.GetProperty("stream").GetProperty("namespace").GetString(),
                    s.GetProperty("stream").GetProperty("name").GetString()!)).ToArray();
            if (read.Distinct().Count() == read.Length)
            {
                Assert.Equal(read, Parse(json).Streams.Select(stream => stream.Descriptor));
            }
        });

    [Fact]
    public void No_bytes_throw_anything_but_the_one_exception()
    {
        var valid = """{"streams": [{"stream": {"name": "a", "namespace": "n"}, "sync_mode": "x"}]}"""u8.ToArray();
        Gen.Select(Gen.Int[0, valid.Length - 1], Gen.Byte, Gen.Int[0, valid.Length]).Sample((at, value, length) =>
        {
            var mutated = valid[..length];
            if (at < length)
            {
                mutated[at] = value;
            }

            try
            {
                _ = ConfiguredCatalog.Parse(mutated, "catalog.json").Streams;
            }
            catch (AirbyteKafkaException exception)
            {
                Assert.Equal(ErrorKind.CatalogInvalid, exception.Kind);
            }
        });
    }

    private const string Head = "The catalog in catalog.json cannot be used: ";
    private const string Missing = Head + "streams is missing. catalog.json has to hold a JSON object with a list of streams, as in "
        + "{\"streams\": [{\"stream\": {\"name\": \"users\"}, …}]}.";

    private static ConfiguredCatalog Parse(string json) => ConfiguredCatalog.Parse(Encoding.UTF8.GetBytes(json), "catalog.json");
}
