using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Formats.JsonSchemas;
using Json.Schema;
using Xunit;

namespace AirbyteKafka.Tests.Formats;

public sealed class JsonSchemaTests
{
    private const string Users = """
        {"$schema":"http://json-schema.org/schema#","type":"object","title":"old","required":["id"],"additionalProperties":true,
        "properties":{"id":{"type":"integer","airbyte_type":"big_integer"},"title":{"type":["null","string"]},"_airbyte_raw_id":{"type":["null","integer"]}}}
        """;

    [Fact]
    public void A_schema_is_the_catalogs_with_title_and_metadata() => Assert.Equal(
        """
        {"$schema":"http://json-schema.org/draft-07/schema#","title":"my_db._1_Users","type":"object","required":["id"],"additionalProperties":true,"properties":{"_airbyte_extracted_at":{"type":"integer"},"_airbyte_generation_id":{"type":"integer"},"_airbyte_meta":{"type":"object","properties":{"sync_id":{"type":"integer"},"changes":{"type":"array","items":{"type":"object","properties":{"field":{"type":"string"},"change":{"type":"string"},"reason":{"type":["null","string"]}}}}}},"id":{"type":"integer","airbyte_type":"big_integer"},"title":{"type":["null","string"]},"_airbyte_raw_id":{"type":["null","integer"]}}}
        """,
        Build(Users, new StreamDescriptor("my-db", "1 Üsers")));

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("""{"properties":null}""")]
    [InlineData("""{"type":"object","properties":{"\ud800":{"description":"\udc00"}}}""")]
    public void Whatever_a_catalog_holds_becomes_a_JSON_object(string schema) =>
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(Build(schema)).RootElement.ValueKind);

    [Theory]
    [InlineData("""{"_airbyte_raw_id":"a","_airbyte_extracted_at":1,"_airbyte_meta":{"sync_id":5,"changes":[{"field":"f","change":"NULLED","reason":null}]},"id":1}""", true)]
    [InlineData("""{"_airbyte_raw_id":"a","_airbyte_extracted_at":1,"_airbyte_meta":{"changes":[]},"id":1,"more":{}}""", true)]
    [InlineData("""{"_airbyte_raw_id":"a","_airbyte_extracted_at":1,"_airbyte_meta":{"changes":[]},"id":"x"}""", false)]
    [InlineData("""{"_airbyte_raw_id":"a","_airbyte_extracted_at":1,"_airbyte_meta":{"changes":[1]},"id":1}""", false)]
    public void Values_are_valid_by_it(string value, bool isValid)
    {
        var schema = JsonSchema.FromText(Build("""{"type":"object","properties":{"id":{"type":["null","integer"]}}}"""));
        Assert.Equal(isValid, schema.Evaluate(JsonDocument.Parse(value).RootElement).IsValid);
    }

    [Theory]
    [InlineData("""{"properties":{"b":{"type":["null","string"]},"a":{"description":"x"}},"type":"object","required":["b","a"]}""", true)]
    [InlineData("""{"title":"t","type":"object","required":["a","b"],"properties":{"a":{},"b":{"type":["string","null"]}}}""", true)]
    [InlineData("""{"type":"object","required":["a","b"],"properties":{"a":{},"b":{"type":["string","null"]},"title":{}}}""", false)]
    [InlineData("""{"type":"object","required":["a","b"],"properties":{"a":{},"b":{"type":["string","integer"]}}}""", false)]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{},"b":{"type":["string","null"]}}}""", false)]
    [InlineData("""{"type":"object","required":["a","b"],"properties":{"a":{"enum":[1]},"b":{"type":["string","null"]}}}""", false)]
    [InlineData("<html>", false)]
    public void Order_and_words_make_no_difference(string other, bool isSame) => Assert.Equal(
        isSame,
        JsonSchemaMatch.AreSame("""{"type":"object","required":["a","b"],"properties":{"a":{},"b":{"type":["string","null"]}}}""", other));

    private static string Build(string schema, StreamDescriptor? stream = null)
    {
        using var document = JsonDocument.Parse(schema);
        return StreamJsonSchema.Build(stream ?? new StreamDescriptor(null, "users"), document.RootElement, withMetadata: true);
    }
}
