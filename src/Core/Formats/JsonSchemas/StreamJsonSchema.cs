using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Formats.Avro;

namespace AirbyteKafka.Formats.JsonSchemas;

/// <summary>Makes the JSON Schema of a stream's values: the catalog's, with a title and with Airbyte's metadata.</summary>
/// <remarks>
/// The model stays open as Airbyte's schemas are, because data has properties that they do not name. Keywords that begin with
/// <c>airbyte_</c> stay as well: validators pass over what they do not know.
/// </remarks>
internal static class StreamJsonSchema
{
    private const string Draft = "http://json-schema.org/draft-07/schema#";

    private static readonly (string Name, string Schema)[] Metadata =
    [
        ("_airbyte_raw_id", """{"type":"string"}"""),
        ("_airbyte_extracted_at", """{"type":"integer"}"""),
        ("_airbyte_generation_id", """{"type":"integer"}"""),
        (
            "_airbyte_meta",
            """
            {"type":"object","properties":{"sync_id":{"type":"integer"},"changes":{"type":"array","items":{"type":"object","properties":{
            "field":{"type":"string"},"change":{"type":"string"},"reason":{"type":["null","string"]}}}}}}
            """.ReplaceLineEndings("")),
    ];

    private static readonly (string Name, string Schema)[] Names =
        [("_airbyte_stream", """{"type":"string"}"""), ("_airbyte_namespace", """{"type":["null","string"]}""")];

    /// <summary>The title of a stream's schema: what its record would be named in Avro.</summary>
    internal static string TitleOf(StreamDescriptor stream) =>
        $"{(stream.Namespace is null ? "default" : AvroName.FoldNamespace(stream.Namespace))}.{AvroName.Fold(stream.Name)}";

    /// <summary>The schema as JSON.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="jsonSchema">Its schema in the catalog; any JSON value.</param>
    /// <param name="withMetadata">Whether Airbyte's metadata stands in the values.</param>
    /// <param name="withStream">Whether the stream's name does.</param>
    internal static string Build(StreamDescriptor stream, JsonElement jsonSchema, bool withMetadata, bool withStream = false)
    {
        var added = (withMetadata ? Metadata : []).Concat(withStream ? Names : []).ToList();
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = int.MaxValue, SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("$schema"u8, Draft);
            json.WriteString("title"u8, TitleOf(stream));
            WriteKeywords(json, jsonSchema);
            WriteProperties(json, JsonElements.Find(jsonSchema, "properties"), added);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteKeywords(Utf8JsonWriter json, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            json.WriteString("type"u8, "object"u8);
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (JsonElements.NameOf(keyword) is not ("$schema" or "title" or "properties"))
            {
                Write(json, keyword);
            }
        }
    }

    // Of a name that comes twice in a value the data's own counts, and so does its schema.
    private static void WriteProperties(Utf8JsonWriter json, JsonElement? properties, List<(string Name, string Schema)> added)
    {
        var known = properties is { ValueKind: JsonValueKind.Object } present ? present.EnumerateObject().ToList() : [];
        if (known.Count + added.Count == 0)
        {
            return;
        }

        json.WriteStartObject("properties"u8);
        var names = known.Select(JsonElements.NameOf).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, schema) in added.Where(property => !names.Contains(property.Name)))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(schema);
        }

        known.ForEach(property => Write(json, property));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonProperty property)
    {
        json.WritePropertyName(Encoding.UTF8.GetBytes(JsonElements.NameOf(property)));
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(property.Value), skipInputValidation: true);
    }
}
