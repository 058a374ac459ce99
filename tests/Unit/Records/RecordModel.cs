using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AirbyteKafka.Tests.Records;

/// <summary>The rules of keys, values, headers and times, written down plainly and apart from the product.</summary>
/// <param name="Shape">value_shape.</param>
/// <param name="Key">record_key, or <c>fields</c>.</param>
/// <param name="Format">key_format.</param>
/// <param name="Deletes">Whether cdc_deletion_mode is Hard delete.</param>
/// <param name="Headers">headers.</param>
/// <param name="Time">record_timestamp.</param>
internal sealed partial record RecordModel(string Shape, string Key, string Format, bool Deletes, string Headers, string Time)
{
    private const string Id = ShapedRecord.Id;

    /// <summary>The fields that a key of fields is made of.</summary>
    internal static readonly string[] Fields = ["u.x", "id"];

    /// <summary>The settings as JSON properties.</summary>
    internal string Settings => string.Join(',', new[]
    {
        $"\"value_shape\":\"{Shape}\"",
        Key == "fields" ? $"\"partition_key_field\":\"{string.Join(',', Fields)}\"" : $"\"record_key\":\"{Key}\"",
        $"\"key_format\":\"{Format}\"",
        $"\"cdc_deletion_mode\":\"{(Deletes ? "Hard delete" : "Soft delete")}\"",
        $"\"headers\":\"{Headers}\"",
        $"\"record_timestamp\":\"{Time}\"",
    });

    /// <summary>What a consumer gets of a record: key, value, headers and the time where it is not that of writing.</summary>
    internal string Expected(ModelStream stream, long emittedAt, string data, string? changes)
    {
        var (key, value, headers) = Parts(stream, emittedAt, data, changes);
        return Describe(key, value, headers, Time == "producer" ? null : emittedAt);
    }

    /// <summary>Key, value and headers of a record.</summary>
    internal (string? Key, string? Value, IEnumerable<string> Headers) Parts(
        ModelStream stream, long emittedAt, string data, string? changes)
    {
        using var document = JsonDocument.Parse(data);
        var root = document.RootElement;
        var (key, isWhole) = KeyOf(stream, root);
        var isDeleted = Find(root, ["_ab_cdc_deleted_at"]) is not null;
        var value = Deletes && isDeleted && isWhole ? null : ValueOf(stream, emittedAt, data, root, changes);
        return (key, value, [.. HeadersOf(stream, emittedAt, changes, isDeleted)]);
    }

    /// <summary>The same of a record that was read; its id goes by another name.</summary>
    internal string Actual(string? key, string? value, IEnumerable<string> headers, long timestamp) =>
        Describe(key, value, headers, Time == "producer" ? null : timestamp);

    private static string Describe(string? key, string? value, IEnumerable<string> headers, long? timestamp) => string.Create(
        CultureInfo.InvariantCulture, $"{key ?? "null"}\n{value ?? "null"}\n{string.Join('\n', headers)}\n{timestamp}\n");

    private (string? Key, bool IsWhole) KeyOf(ModelStream stream, JsonElement data)
    {
        var names = Key == "fields" ? Fields : Key == "primary_key" ? stream.PrimaryKey : [];
        var values = names.Select(name => (Name: name, Value: Find(data, name.Split('.')))).ToList();
        var present = values.Where(field => field.Value is not null).ToList();
        var isJson = Format == "json";
        return Key switch
        {
            "none" => (null, false),
            "stream" => (isJson ? $"\"{stream.FullName}\"" : stream.FullName, true),
            _ when present.Count == 0 => (isJson ? $"\"{Id}\"" : Id, false),
            _ when !isJson => (string.Join('|', present.Select(field => Text(field.Value!.Value))), present.Count == values.Count),
            _ => ($"{{{string.Join(',', (Key == "fields" ? present : values).Select(field =>
                $"\"{field.Name}\":{(field.Value is { } value ? Json(value) : "null")}"))}}}", present.Count == values.Count),
        };
    }

    private string ValueOf(ModelStream stream, long emittedAt, string data, JsonElement root, string? changes) => Shape switch
    {
        "data" => data,
        "flattened" => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"_airbyte_raw_id":"{{Id}}","_airbyte_extracted_at":{{emittedAt}},{{stream.Generation}}"_airbyte_meta":{{{stream.Sync}}"changes":{{changes ?? "[]"}}}""")
            + (root.EnumerateObject().Any() ? "," : "") + data[1..],
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"_airbyte_ab_id":"{{Id}}","_airbyte_stream":"{{stream.Name}}","_airbyte_emitted_at":{{emittedAt}},"_airbyte_data":{{data}}}"""),
    };

    private IEnumerable<string> HeadersOf(ModelStream stream, long emittedAt, string? changes, bool isDeleted) => Headers switch
    {
        "airbyte" => ((string?[])
        [
            $"_airbyte_raw_id={Id}",
            $"_airbyte_stream={stream.Name}",
            stream.Namespace is null ? null : $"_airbyte_namespace={stream.Namespace}",
            string.Create(CultureInfo.InvariantCulture, $"_airbyte_extracted_at={emittedAt}"),
            stream.Generation.Length == 0 ? null : "_airbyte_generation_id=4",
            stream.Sync.Length == 0 ? null : "_airbyte_sync_id=9",
            stream.Generation.Length == 0 ? null : $"_airbyte_cdc_operation={(isDeleted ? "delete" : "upsert")}",
            changes is null ? null : $"_airbyte_meta_changes={changes}",
        ]).OfType<string>(),
        "cloudevents" =>
        [
            "ce_specversion=1.0",
            $"ce_id={Id}",
            $"ce_source=/airbyte/{(stream.Namespace is null ? "" : stream.Namespace + "/")}{stream.Name}",
            $"ce_type=com.airbyte.record{(isDeleted ? ".deleted" : "")}",
            $"ce_time={DateTimeOffset.FromUnixTimeMilliseconds(emittedAt).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}",
            "content-type=application/json",
        ],
        _ => [],
    };

    // The first of several fields of a name counts, and null is as good as none.
    private static JsonElement? Find(JsonElement data, IEnumerable<string> path)
    {
        foreach (var name in path)
        {
            if (data.ValueKind != JsonValueKind.Object || !data.EnumerateObject().Any(field => field.Name == name))
            {
                return null;
            }

            data = data.EnumerateObject().First(field => field.Name == name).Value;
        }

        return data.ValueKind == JsonValueKind.Null ? null : data;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object or JsonValueKind.Array => StringOrBlanks.Replace(value.GetRawText(), "$1"),
        _ => value.GetRawText(),
    };

    private static string Json(JsonElement value) => value.ValueKind != JsonValueKind.String ? Text(value)
        : value.GetString()!.Aggregate(new StringBuilder("\""), (text, character) => character switch
        {
            '"' or '\\' => text.Append('\\').Append(character),
            '\b' => text.Append("\\b"),
            '\f' => text.Append("\\f"),
            '\n' => text.Append("\\n"),
            '\r' => text.Append("\\r"),
            '\t' => text.Append("\\t"),
            < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
            _ => text.Append(character),
        }).Append('"').ToString();

    [GeneratedRegex("""("(?:[^"\\]|\\.)*")|[ \t]+""")]
    private static partial Regex StringOrBlanks { get; }
}

/// <summary>A stream of the catalog that a <see cref="RecordModel"/> is asked about.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="PrimaryKey">The fields of its primary key, with dots.</param>
/// <param name="Generation">The generation as it stands in a flattened value; empty where the catalog has none.</param>
/// <param name="Sync">The sync as it stands there.</param>
internal sealed record ModelStream(string? Namespace, string Name, string[] PrimaryKey, string Generation, string Sync)
{
    /// <summary>The name with its namespace.</summary>
    internal string FullName => Namespace is null ? Name : $"{Namespace}.{Name}";

    /// <summary>Its entry of the catalog.</summary>
    internal string Entry
    {
        get
        {
            var names = $"\"name\":\"{Name}\"" + (Namespace is null ? "" : $",\"namespace\":\"{Namespace}\"");
            var schema = Generation.Length == 0 ? "{}" : "{\"properties\":{\"_ab_cdc_deleted_at\":{\"type\":\"string\"}}}";
            var key = string.Join(',', PrimaryKey.Select(path => $"[{string.Join(',', path.Split('.').Select(name => $"\"{name}\""))}]"));
            var ids = (Generation.Length == 0 ? "" : ",\"generation_id\":4") + (Sync.Length == 0 ? "" : ",\"sync_id\":9");
            return $"{{\"stream\":{{{names},\"json_schema\":{schema}}},\"primary_key\":[{key}]{ids}}}";
        }
    }
}
