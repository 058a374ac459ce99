using System.Text.Json;
using AirbyteKafka.Airbyte.Input;

namespace AirbyteKafka.Formats.JsonSchemas;

/// <summary>Compares JSON Schemas: the order of properties, titles and descriptions make no difference.</summary>
internal static class JsonSchemaMatch
{
    /// <summary>Whether two schemas say the same of data.</summary>
    /// <param name="own">A JSON Schema.</param>
    /// <param name="registered">Any text.</param>
    internal static bool AreSame(string own, string registered)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = int.MaxValue };
            using var one = JsonDocument.Parse(own, options);
            using var other = JsonDocument.Parse(registered, options);
            return AreSame(one.RootElement, other.RootElement, isSchema: true, isSet: false);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool AreSame(JsonElement own, JsonElement other, bool isSchema, bool isSet)
    {
        if (own.ValueKind != other.ValueKind)
        {
            return false;
        }

        switch (own.ValueKind)
        {
            case JsonValueKind.Object:
                var (members, others) = (Members(own, isSchema), Members(other, isSchema));
                return members.Count == others.Count && members.All(member => others.TryGetValue(member.Key, out var value)
                    && AreSame(member.Value, value, HoldsSchema(member.Key, isSchema), isSchema && member.Key is "required" or "type"));
            case JsonValueKind.Array:
                var (items, otherItems) = (own.EnumerateArray().ToList(), other.EnumerateArray().ToList());
                return items.Count == otherItems.Count && (isSet
                    ? items.All(item => otherItems.Exists(value => AreSame(item, value, isSchema: false, isSet: false)))
                    : items.Zip(otherItems).All(pair => AreSame(pair.First, pair.Second, isSchema, isSet: false)));
            case JsonValueKind.String:
                return JsonElements.TextOf(own) == JsonElements.TextOf(other);
            default:
                return JsonElement.DeepEquals(own, other);
        }
    }

    // Below these the names are those of properties, and what is named title there is data.
    private static bool HoldsSchema(string name, bool isSchema) => !isSchema || name is not ("properties" or "patternProperties"
        or "definitions" or "$defs" or "dependencies" or "enum" or "const" or "default" or "examples");

    private static Dictionary<string, JsonElement> Members(JsonElement json, bool isSchema)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            var name = JsonElements.NameOf(member);
            if (!isSchema || name is not ("title" or "description" or "$comment"))
            {
                members[name] = member.Value;
            }
        }

        return members;
    }
}
