using System.Text.Json.Nodes;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Formats.Avro;
using Xunit;

namespace AirbyteKafka.Tests.Formats;

/// <summary>What Avro schemas come out as; Apache's parser takes each of them.</summary>
public sealed class AvroSchemaTests
{
    private const string Micros = """{"type":"long","logicalType":"timestamp-micros"}""";

    [Theory]
    [InlineData("""{}""", "\"string\"")]
    [InlineData("true", "\"string\"")]
    [InlineData("""{"type":"null"}""", "\"string\"")]
    [InlineData("""{"type":["null"]}""", "\"string\"")]
    [InlineData("""{"type":"decimal"}""", "\"string\"")]
    [InlineData("""{"type":"string","format":"uuid"}""", "\"string\"")]
    [InlineData("""{"type":"int"}""", "\"long\"")]
    [InlineData("""{"type":["number","null"]}""", "\"double\"")]
    [InlineData("""{"type":"object","properties":{}}""", "\"string\"")]
    [InlineData("""{"type":"array","items":[]}""", "\"string\"")]
    [InlineData("""{"type":"array","items":[{"type":"integer"},{"type":"boolean"}]}""", """{"type":"array","items":["null","long","boolean"]}""")]
    [InlineData("""{"type":"string","format":"date-time"}""", Micros)]
    [InlineData("""{"type":"string","format":"time"}""", """{"type":"long","logicalType":"time-micros"}""")]
    [InlineData("""{"type":"string","format":"date"}""", """{"type":"int","logicalType":"date"}""")]
    [InlineData("""{"type":["string","integer"],"format":"date-time"}""", "\"string\"")]
    [InlineData("""{"oneOf":[{"type":"string","format":"date"},{"type":"string","format":"time"}]}""", "\"string\"")]
    [InlineData("""{"oneOf":[{"type":"string","format":"date"},{"type":"boolean"}]}""", """{"type":"int","logicalType":"date"},"boolean" """)]
    [InlineData("""{"type":["string","object","array"]}""", "\"string\"")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"oneOf":[{"type":"integer"},{"type":"boolean"}]}]}""", "\"long\",\"boolean\"")]
    [InlineData(
        """{"oneOf":[{"type":"array","items":{"type":"integer"}},{"type":"array","items":{"type":"boolean"}}]}""",
        """{"type":"array","items":["null","long","boolean"]}""")]
    [InlineData(
        """{"oneOf":[{"type":"object"},{"type":"object","properties":{"a":{"type":"integer"}}},{"type":"object","properties":{"a":{"type":"boolean"},"b":{}}}]}""",
        """
        {"type":"record","name":"f","namespace":"users.public","fields":[
          {"name":"a","type":["null","long","boolean"],"default":null},{"name":"b","type":["null","string"],"default":null}]}
        """)]
    [InlineData(
        """{"type":"array","items":{"type":"object","properties":{"zip code":{"type":"integer"}}}}""",
        """
        {"type":"array","items":["null",{"type":"record","name":"items","namespace":"f.users.public","fields":[
          {"name":"zip_code","type":["null","long"],"default":null,"doc":"_airbyte_original_name:zip code"}]}]}
        """)]
    public void A_type_of_Airbytes_is_a_type_of_Avros(string jsonSchema, string avro) =>
        Assert.Equal(Json($"""["null",{avro}]"""), TypeOf(jsonSchema, new AvroOptions(WithMetadata: false)));

    [Theory]
    [InlineData("""{"type":"number"}""", true, false, false, "\"string\"")]
    [InlineData("""{"type":["number","string"]}""", true, false, false, "\"string\"")]
    [InlineData("""{"type":["number","integer"]}""", true, false, false, "\"string\",\"long\"")]
    [InlineData("""{"type":"string","format":"date-time"}""", false, true, false, """{"type":"long","logicalType":"timestamp-millis"}""")]
    [InlineData("""{"type":"string","format":"time"}""", false, true, false, """{"type":"int","logicalType":"time-millis"}""")]
    [InlineData("""{"type":["number","boolean"]}""", false, false, true, "\"string\"")]
    [InlineData("""{"type":["number","null"]}""", false, false, true, "\"double\"")]
    public void A_user_may_choose_other_types(string jsonSchema, bool numbers, bool times, bool unions, string avro) => Assert.Equal(
        Json($"""["null",{avro}]"""), TypeOf(jsonSchema, new AvroOptions(numbers, times, unions, WithMetadata: false)));

    [Fact]
    public void Names_are_folded_made_distinct_and_do_not_depend_on_the_order_of_properties()
    {
        string[] names = ["a b", "a-b", "a_b", "a_b_2", "1d_view", "é", "", "_airbyte_meta", "_airbyte_data", "A"];
        const string Expected = " _|1d_view _1d_view|A A|_airbyte_data _airbyte_data|_airbyte_meta _airbyte_meta_2|a b a_b_3|a-b a_b_4|a_b a_b"
            + "|a_b_2 a_b_2|é e";
        Assert.Equal((Expected, Expected), (NamesOf(names), NamesOf(names.Reverse())));
    }

    [Theory]
    [InlineData(null, "users", "default.users")]
    [InlineData("", "users", "_.users")]
    [InlineData("my-db.2nd", "1 Üser", "my_db._2nd._1_User")]
    [InlineData("airbyte", "meta", "airbyte.meta_2")]
    public void A_record_is_named_by_namespace_and_stream(string? space, string name, string fullName)
    {
        var schema = AvroStream.Build("""{"type":"object","properties":{"a":{}}}""", stream: new StreamDescriptor(space, name));
        Assert.Equal((fullName, fullName), (schema.Root.FullName, Avro.Schema.Parse(schema.ToJson()).Fullname));
    }

    [Theory]
    [InlineData("""{"type":"record","name":"public.users","fields":[{"name":"f","doc":"x","type":[{"type":"null"},"long"],"default":null}]}""", false)]
    [InlineData("""{"type":"record","name":"public.users","doc":"d","fields":[{"name":"f","doc":"x","type":["null",{"type":"long"}],"default":null}]}""", true)]
    [InlineData("""{"type":"record","name":"users","namespace":"public","fields":[{"name":"f","type":["null","long"]}]}""", false)]
    [InlineData("""{"type":"record","name":"users","namespace":"public","fields":[{"name":"f","type":["long","null"],"default":null}]}""", false)]
    [InlineData("""{"type":"record","name":"users","namespace":"other","fields":[{"name":"f","type":["null","long"],"default":null}]}""", false)]
    [InlineData("""{"type":"record","name":"users","namespace":"public","fields":[{"name":"f","type":["null",{"type":"long","logicalType":"timestamp-micros"}],"default":null}]}""", false)]
    [InlineData("\"string\"", false)]
    [InlineData("<html>", false)]
    [InlineData("", false)]
    public void A_registered_schema_may_differ_in_documentation_and_spelling_only(string registered, bool isSame) => Assert.Equal(
        isSame,
        AvroSchemaMatch.TryOrder(
            AvroStream.Build("""{"type":"object","properties":{"f":{"type":"integer"}}}""", new AvroOptions(WithMetadata: false)), registered) is not null);

    [Fact]
    public void What_a_person_should_know_of_a_schema_is_said()
    {
        var schema = AvroStream.Build(
            """{"type":"object","properties":{"a":{"type":"array","items":{"type":["string","integer"],"format":"date"}},"x y":{},"x_y":{}}}""");
        Assert.Equal(("a[]", "x y", false), (string.Join(' ', schema.Undecided), string.Join(", ", schema.Renamed), schema.HoldsDataAsJson));
    }

    private static string TypeOf(string jsonSchema, AvroOptions options)
    {
        var schema = AvroStream.Build($$$"""{"type":"object","properties":{"f":{{{jsonSchema}}}}}""", options).ToJson();
        Avro.Schema.Parse(schema);
        return Json(JsonNode.Parse(schema)!["fields"]![0]!["type"]!.ToJsonString());
    }

    private static string Json(string text) => JsonNode.Parse(text)!.ToJsonString();

    private static string NamesOf(IEnumerable<string> names)
    {
        var properties = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject())));
        var schema = AvroStream.Build(new JsonObject { ["type"] = "object", ["properties"] = properties }.ToJsonString());
        Avro.Schema.Parse(schema.ToJson());
        return string.Join('|', schema.Root.Fields.Skip(4).Select(field => $"{field.Source} {field.Name}").Order(StringComparer.Ordinal));
    }
}
