using System.Text.Json;
using AirbyteKafka.Airbyte.Input;

namespace AirbyteKafka.Formats.Avro;

/// <summary>Compares a stream's schema with one that is registered.</summary>
/// <remarks>
/// Sources list their properties in another order from one discovery to the next, and the order of fields and the documentation are all
/// that may differ: readers of the one read the other. The order of a union is no such difference, because the branch's number is in the
/// record.
/// </remarks>
internal static class AvroSchemaMatch
{
    /// <summary>A stream's schema in the order of a registered one.</summary>
    /// <param name="own">The stream's schema.</param>
    /// <param name="registered">The text of the registered schema.</param>
    /// <returns><see langword="null"/> where more than order and documentation differs.</returns>
    internal static AvroSchema? TryOrder(AvroSchema own, string registered)
    {
        try
        {
            using var document = JsonDocument.Parse(registered, new JsonDocumentOptions { MaxDepth = int.MaxValue });
            return MatchRecord(own.Root, document.RootElement, "", own.MetadataFields) is { } root ? own with { Root = root } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AvroType? MatchType(AvroType own, JsonElement registered, string space)
    {
        switch (own)
        {
            case AvroRecord record:
                return MatchRecord(record, registered, space, fixedFields: IsMetadata(record) ? record.Fields.Count : 0);
            case AvroArray array:
                return JsonElements.FindText(registered, "type") == "array" && JsonElements.Find(registered, "items") is { } items
                    && MatchSlot(array.Items, items, space) is { } slot ? new AvroArray(slot) : null;
            default:
                var name = registered.ValueKind == JsonValueKind.String
                    ? JsonElements.TextOf(registered)
                    : JsonElements.FindText(registered, "type");
                var logical = JsonElements.FindText(registered, "logicalType");
                return own is AvroScalar scalar && scalar.Name == name && scalar.Logical == logical ? own : null;
        }
    }

    private static AvroRecord? MatchRecord(AvroRecord own, JsonElement registered, string space, int fixedFields)
    {
        if (JsonElements.FindText(registered, "type") != "record" || JsonElements.FindText(registered, "name") is not { } name
            || JsonElements.Find(registered, "fields") is not { ValueKind: JsonValueKind.Array } fields
            || fields.GetArrayLength() != own.Fields.Count)
        {
            return null;
        }

        var dot = name.LastIndexOf('.');
        space = dot >= 0 ? name[..dot] : JsonElements.FindText(registered, "namespace") ?? space;
        if ($"{space}.{name[(dot + 1)..]}" != own.FullName)
        {
            return null;
        }

        var places = own.Fields.Select((field, place) => (field.Name, place)).ToDictionary(StringComparer.Ordinal);
        var ordered = new List<AvroField>(own.Fields.Count);
        foreach (var field in fields.EnumerateArray())
        {
            if (JsonElements.FindText(field, "name") is not { } fieldName || !places.Remove(fieldName, out var place)
                || (Math.Min(place, ordered.Count) < fixedFields && place != ordered.Count)
                || JsonElements.Find(field, "type") is not { } type
                || MatchSlot(own.Fields[place].Value, type, space) is not { } slot
                || (slot.IsNullable && JsonElements.Find(field, "default") is not { ValueKind: JsonValueKind.Null }))
            {
                return null;
            }

            ordered.Add(own.Fields[place] with { Value = slot });
        }

        return own with { Fields = ordered };
    }

    private static AvroSlot? MatchSlot(AvroSlot own, JsonElement registered, string space)
    {
        if (!own.IsNullable)
        {
            return MatchType(own.Options[0], registered, space) is { } only ? own with { Options = [only] } : null;
        }

        if (registered.ValueKind != JsonValueKind.Array || registered.GetArrayLength() != own.Options.Count + 1
            || registered[0] is not { ValueKind: JsonValueKind.String } first || JsonElements.TextOf(first) != "null")
        {
            return null;
        }

        var options = new List<AvroType>(own.Options.Count);
        for (var i = 0; i < own.Options.Count; i++)
        {
            if (MatchType(own.Options[i], registered[i + 1], space) is not { } option)
            {
                return null;
            }

            options.Add(option);
        }

        return own with { Options = options };
    }

    // The order of metadata is that of the code that writes it.
    private static bool IsMetadata(AvroRecord record) => record.Fields.All(field => !field.Value.IsNullable);
}
