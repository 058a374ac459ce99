using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using Xunit;

namespace AirbyteKafka.Tests.Formats;

public sealed class CatalogSchemasTests
{
    private const string Catalog = """
        {"streams":[
          {"stream":{"name":"users","namespace":"a","json_schema":{"type":"object","properties":{"\ud800":{}}}},"sync_mode":"full_refresh"},
          {"stream":{"json_schema":5,"name":"users","json_schema":{ "type": "string" }}},
          {"stream":{"name":"none"}}]}
        """;

    [Fact]
    public void Schemas_are_given_by_stream_and_only_where_they_are_asked_for()
    {
        byte[] utf8 = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Catalog)];
        Assert.Equal(
            ("""a.users {"type":"object","properties":{"\ud800":{}}}, users { "type": "string" }""", 0),
            (string.Join(", ", ConfiguredCatalog.ParseWithSchemas(utf8, "catalog.json").JsonSchemas.Select(
                schema => $"{schema.Key} {schema.Value.GetRawText()}")), ConfiguredCatalog.Parse(utf8, "catalog.json").JsonSchemas.Count));
    }
}
