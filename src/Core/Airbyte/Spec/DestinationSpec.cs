using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Airbyte.Spec;

/// <summary>The <c>spec</c> object of Airbyte's SPEC message: what the form in Airbyte's UI is made of.</summary>
public static class DestinationSpec
{
    /// <summary>Where users find the manual of the destination this one stands in for.</summary>
    public const string DocumentationUrl = "https://docs.airbyte.com/integrations/destinations/kafka";

    /// <summary>The spec as compact JSON.</summary>
    public static string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes the spec as one JSON object.</summary>
    public static void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("documentationUrl"u8, DocumentationUrl);
        json.WriteBoolean("supportsIncremental"u8, true);
        json.WriteBoolean("supportsNormalization"u8, false);
        json.WriteBoolean("supportsDBT"u8, false);
        WriteTexts(json, "supported_destination_sync_modes"u8, ["append"]);
        json.WriteStartObject("connectionSpecification"u8);
        json.WriteString("$schema"u8, "http://json-schema.org/draft-07/schema#"u8);
        json.WriteString("title"u8, "Kafka Destination Spec"u8);
        json.WriteString("type"u8, "object"u8);
        WriteShape(json, DestinationSettings.All);
        json.WriteBoolean("additionalProperties"u8, true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, IReadOnlyList<Setting> settings)
    {
        WriteTexts(json, "required"u8, settings.Where(setting => setting.RequiredInSpec).Select(setting => setting.Name));
        json.WriteStartObject("properties"u8);
        foreach (var setting in settings)
        {
            json.WriteStartObject(setting.Name);
            WriteSetting(json, setting);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteSetting(Utf8JsonWriter json, Setting setting)
    {
        if (setting.Title.Length > 0)
        {
            json.WriteString("title"u8, setting.Title);
        }

        json.WriteString("description"u8, setting.Description);
        json.WriteString("type"u8, setting.SpecType);
        if (setting.SpecDefault is { } value)
        {
            json.WritePropertyName("default"u8);
            json.WriteRawValue(value);
        }

        if (setting is ChoiceSetting choice)
        {
            WriteTexts(json, "enum"u8, choice.Allowed);
        }

        if (setting.SpecExamples.Count > 0)
        {
            json.WriteStartArray("examples"u8);
            foreach (var example in setting.SpecExamples)
            {
                json.WriteRawValue(example);
            }

            json.WriteEndArray();
        }

        if (setting.Secret)
        {
            json.WriteBoolean("airbyte_secret"u8, true);
        }

        if (setting.Multiline)
        {
            json.WriteBoolean("multiline"u8, true);
        }

        if (setting is ProtocolSetting)
        {
            WriteVariants(json);
        }
    }

    private static void WriteVariants(Utf8JsonWriter json)
    {
        json.WriteStartArray("oneOf"u8);
        foreach (var variant in ProtocolSettings.Variants)
        {
            json.WriteStartObject();
            json.WriteString("title"u8, variant.Title);
            WriteShape(json, variant.Settings);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
