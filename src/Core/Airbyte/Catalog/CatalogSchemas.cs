using System.Text.Json;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Airbyte.Catalog;

/// <summary>The JSON schemas of a catalog's streams: a second look into it, for formats that need them.</summary>
internal static class CatalogSchemas
{
    /// <summary>Reads the schemas.</summary>
    /// <param name="utf8">A catalog that <see cref="CatalogReader"/> has read without a problem.</param>
    /// <returns>By stream; without those of streams that have none.</returns>
    internal static Dictionary<StreamDescriptor, JsonElement> Read(ReadOnlySpan<byte> utf8)
    {
        JsonInput.TryOpen(ref utf8, "");
        var reader = JsonInput.Reader(utf8);
        using var catalog = JsonDocument.ParseValue(ref reader);
        var schemas = new Dictionary<StreamDescriptor, JsonElement>();
        foreach (var configured in JsonElements.Find(catalog.RootElement, "streams")!.Value.EnumerateArray())
        {
            if (JsonElements.Find(configured, "stream") is { } stream && JsonElements.FindText(stream, "name") is { } name
                && JsonElements.Find(stream, "json_schema") is { } schema)
            {
                schemas[new StreamDescriptor(JsonElements.FindText(stream, "namespace"), name)] = schema.Clone();
            }
        }

        return schemas;
    }
}
