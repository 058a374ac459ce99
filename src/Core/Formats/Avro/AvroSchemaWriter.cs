using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AirbyteKafka.Formats.Avro;

/// <summary>Writes an Avro schema as JSON.</summary>
internal static class AvroSchemaWriter
{
    internal static string Write(AvroRecord root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = int.MaxValue }))
        {
            WriteType(json, root);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteType(Utf8JsonWriter json, AvroType type)
    {
        switch (type)
        {
            case AvroRecord record:
                json.WriteStartObject();
                json.WriteString("type"u8, "record"u8);
                json.WriteString("name"u8, record.Name);
                json.WriteString("namespace"u8, record.Namespace);
                WriteDoc(json, record.Doc);
                json.WriteStartArray("fields"u8);
                foreach (var field in record.Fields)
                {
                    WriteField(json, field);
                }

                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case AvroArray array:
                json.WriteStartObject();
                json.WriteString("type"u8, "array"u8);
                json.WritePropertyName("items"u8);
                WriteSlot(json, array.Items);
                json.WriteEndObject();
                break;
            case AvroScalar { Logical: null } scalar:
                json.WriteStringValue(scalar.Name);
                break;
            case AvroScalar scalar:
                json.WriteStartObject();
                json.WriteString("type"u8, scalar.Name);
                json.WriteString("logicalType"u8, scalar.Logical);
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteField(Utf8JsonWriter json, AvroField field)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, field.Name);
        json.WritePropertyName("type"u8);
        WriteSlot(json, field.Value);
        if (field.Value.IsNullable)
        {
            json.WriteNull("default"u8);
        }

        WriteDoc(json, AvroSchemaBuilder.Original(field.Name, field.Source));
        json.WriteEndObject();
    }

    private static void WriteSlot(Utf8JsonWriter json, AvroSlot slot)
    {
        if (!slot.IsNullable)
        {
            WriteType(json, slot.Options[0]);
            return;
        }

        json.WriteStartArray();
        json.WriteStringValue("null"u8);
        foreach (var option in slot.Options)
        {
            WriteType(json, option);
        }

        json.WriteEndArray();
    }

    private static void WriteDoc(Utf8JsonWriter json, string? doc)
    {
        if (doc is not null)
        {
            // Half a surrogate pair has no form in UTF-8.
            json.WriteString("doc"u8, Encoding.UTF8.GetBytes(doc));
        }
    }
}
