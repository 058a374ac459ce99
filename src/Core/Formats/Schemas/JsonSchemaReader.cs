using System.Text.Json;
using AirbyteKafka.Airbyte.Input;

namespace AirbyteKafka.Formats.Schemas;

/// <summary>Reads a stream's JSON schema as Airbyte's destinations read it.</summary>
/// <remarks>
/// A schema is never refused: what says nothing of its type is a text, because every value has one. Unions come out as they stand;
/// <see cref="UnionMerger"/> makes of them what a format can hold.
/// </remarks>
internal static class JsonSchemaReader
{
    private const string WellKnownTypes = "WellKnownTypes.json#/definitions/";

    /// <summary>The type of a schema.</summary>
    /// <param name="schema">Any JSON value.</param>
    internal static AirbyteType Read(JsonElement schema) => ReadOption(schema) ?? AirbyteType.Text;

    // Null for the type null, which is no option of a union.
    private static AirbyteType? ReadOption(JsonElement schema)
    {
        switch (JsonElements.Find(schema, "type"))
        {
            case { ValueKind: JsonValueKind.String } type:
                return ReadNamed(schema, JsonElements.TextOf(type));
            case { ValueKind: JsonValueKind.Array } types:
                return Union(types.EnumerateArray().Where(type => type.ValueKind == JsonValueKind.String)
                    .Select(type => ReadNamed(schema, JsonElements.TextOf(type))));
            case { ValueKind: JsonValueKind.Object } type:
                return ReadOption(type);
        }

        if (JsonElements.Find(schema, "$ref") is { ValueKind: JsonValueKind.String } reference)
        {
            return ReadReference(JsonElements.TextOf(reference));
        }

        var several = JsonElements.Find(schema, "oneOf") ?? JsonElements.Find(schema, "anyOf") ?? JsonElements.Find(schema, "allOf");
        return several is { ValueKind: JsonValueKind.Array } options
            ? Union(options.EnumerateArray().Select(ReadOption))
            : AirbyteType.Text;
    }

    private static AirbyteType? ReadNamed(JsonElement schema, string type) => type switch
    {
        "null" => null,
        "string" => ReadString(schema),
        "boolean" => Scalar(ScalarKind.Boolean),
        "integer" or "int" => Scalar(ScalarKind.Integer),
        "number" => Scalar(IsText(schema, "airbyte_type", "integer") ? ScalarKind.Integer : ScalarKind.Number),
        "object" => ReadObject(schema),
        "array" => ReadArray(schema),
        _ => AirbyteType.Text,
    };

    private static ScalarType ReadString(JsonElement schema) => Scalar(
        IsText(schema, "format", "date") ? ScalarKind.Date
        : IsText(schema, "format", "time")
            ? IsText(schema, "airbyte_type", "time_without_timezone") ? ScalarKind.Time : ScalarKind.TimeWithZone
        : IsText(schema, "format", "date-time")
            ? IsText(schema, "airbyte_type", "timestamp_without_timezone") ? ScalarKind.Timestamp : ScalarKind.TimestampWithZone
        : ScalarKind.String);

    private static AirbyteType ReadObject(JsonElement schema)
    {
        if (JsonElements.Find(schema, "properties") is not { ValueKind: JsonValueKind.Object } properties)
        {
            return Scalar(ScalarKind.AnyObject);
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var read = new List<AirbyteProperty>();
        foreach (var property in properties.EnumerateObject())
        {
            var named = new AirbyteProperty(JsonElements.NameOf(property), Read(property.Value));
            if (places.TryAdd(named.Name, read.Count))
            {
                read.Add(named);
            }
            else
            {
                read[places[named.Name]] = named;
            }
        }

        return read.Count == 0 ? Scalar(ScalarKind.AnyObject) : new ObjectType(read);
    }

    private static AirbyteType ReadArray(JsonElement schema) => JsonElements.Find(schema, "items") switch
    {
        { ValueKind: JsonValueKind.Array } items when items.GetArrayLength() > 0 =>
            new ArrayType(Union(items.EnumerateArray().Select(ReadOption)) ?? AirbyteType.Text),
        { ValueKind: JsonValueKind.Object or JsonValueKind.True } items => new ArrayType(Read(items)),
        _ => Scalar(ScalarKind.AnyArray),
    };

    private static AirbyteType? ReadReference(string reference)
    {
        var at = reference.IndexOf(WellKnownTypes, StringComparison.Ordinal);
        return (at < 0 ? "" : reference[(at + WellKnownTypes.Length)..]) switch
        {
            "Boolean" => Scalar(ScalarKind.Boolean),
            "Integer" => Scalar(ScalarKind.Integer),
            "Number" => Scalar(ScalarKind.Number),
            "Date" => Scalar(ScalarKind.Date),
            "TimeWithTimezone" => Scalar(ScalarKind.TimeWithZone),
            "TimeWithoutTimezone" => Scalar(ScalarKind.Time),
            "TimestampWithTimezone" => Scalar(ScalarKind.TimestampWithZone),
            "TimestampWithoutTimezone" => Scalar(ScalarKind.Timestamp),
            _ => AirbyteType.Text,
        };
    }

    private static AirbyteType? Union(IEnumerable<AirbyteType?> options) => options.OfType<AirbyteType>().ToList() switch
    {
        [] => null,
        [var only] => only,
        var several => new UnionType(several),
    };

    private static ScalarType Scalar(ScalarKind kind) => new(kind);

    private static bool IsText(JsonElement schema, string name, string text) =>
        JsonElements.FindText(schema, name) == text;
}
