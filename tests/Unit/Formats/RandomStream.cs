using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AirbyteKafka.Tests.Formats;

/// <summary>A type of a random schema: its JSON schema and random values of it.</summary>
/// <param name="Kind">string, boolean, integer, number, date, time, timetz, timestamp, timestamptz, object, array, anyobject, anyarray, union.</param>
/// <param name="Properties">Of an object.</param>
/// <param name="Options">Of a union; the only one of an array is its items' type.</param>
internal sealed record RandomType(
    string Kind, IReadOnlyList<(string Name, RandomType Type)> Properties, IReadOnlyList<RandomType> Options)
{
    internal RandomType(string kind)
        : this(kind, [], [])
    {
    }
}

/// <summary>Random schemas of streams and data for them, from a seed.</summary>
internal sealed class RandomStream(int seed)
{
    private static readonly string[] Scalars =
        ["string", "boolean", "integer", "number", "date", "time", "timetz", "timestamp", "timestamptz", "anyobject", "anyarray"];

    // A token tells which of these it is.
    private static readonly string[][] Unions =
    [
        ["string", "integer"], ["integer", "boolean"], ["boolean", "number", "integer"], ["timestamptz", "boolean"], ["date", "string"],
        ["time", "number"], ["number", "string", "boolean"], ["anyarray", "integer"], ["anyobject", "boolean"], ["object", "integer"],
        ["array", "string"], ["array", "object", "boolean"], ["integer", "object"],
    ];

    private static readonly string[] Names =
        ["id", "name", "a b", "é", "1d_view", "x.y", "A", "a", "a_b", "", "\"q\"", "\\", "_airbyte_raw_id", "_airbyte_meta", "😀", "note", "z-1", "\t"];

    private static readonly string[] Texts =
    [
        "", "abc", "é😀", "42", "-7", "+5", "42.0", "1e3", ".5", "5.", "-", "1e", "99999999999999999999", "true", "null", "2021-01-01",
        "2021/2/3", "2024-02-29", "2023-02-29", "12:30", "12:30:15.5", "23:59:59.123456789+05:30", "00:10:00+02:00", "24:00:00",
        "2021-01-01T01:01:01Z", "2018-09-15 12:00:00.006542", "1969-12-31T23:59:59.999999Z", "2021-01-01T01:01:01.5 -0330", "\n\"\\",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "42", "64", "8192", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1.5", "42.0", "-0.0",
        "4.20e1", "1e18", "1e19", "1e400", "-1e400", "1e-400", "123456789012345678901234567890", "0.1", "3.141592653589793238", "1E2", "1e999999999",
        "5e-1", "100e-2", "1.7976931348623157e308", "1.7976931348623159e308", "9007199254740993",
    ];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Random _random = new(seed);

    internal RandomType Root() => Object(depth: 0);

    /// <summary>Data of a type: mostly as the schema says.</summary>
    internal string Data(RandomType type) => _random.Next(12) switch
    {
        0 => "null",
        1 or 2 => Anything(0),
        _ => Fitting(type),
    };

    /// <summary>Data that is an object, with properties in any order, missing, unknown or twice.</summary>
    internal string Fitting(RandomType type)
    {
        switch (type.Kind)
        {
            case "object":
                var members = type.Properties.Where(_ => _random.Next(8) > 0)
                    .Select(property => Member(property.Name, Data(property.Type))).ToList();
                if (_random.Next(3) == 0)
                {
                    var all = members.ToArray();
                    _random.Shuffle(all);
                    members = [.. all];
                }

                if (_random.Next(4) == 0)
                {
                    members.Insert(_random.Next(members.Count + 1), Member("unknown", Anything(1)));
                }

                if (_random.Next(6) == 0)
                {
                    var twice = Pick(type.Properties);
                    members.Insert(_random.Next(members.Count + 1), Member(twice.Name, Data(twice.Type)));
                }

                return "{" + Blank() + string.Join("," + Blank(), members) + Blank() + "}";
            case "array":
                var many = _random.Next(20) == 0;
                return "[" + Blank() + string.Join(Blank() + ",", Enumerable.Range(0, many ? 70 : _random.Next(4)).Select(_ => Data(type.Options[0]))) + "]";
            case "union": return Fitting(Pick(type.Options));
            case "boolean": return Pick("true", "false");
            case "integer" or "number": return Number();
            case "anyobject": return Pick("{}", "{ \"k\" : [1, {\"a\":\"}\"}] }");
            case "anyarray": return Pick("[]", "[1, [ \"]\\\"\" ], {}]");
            default: return Text();
        }
    }

    internal static void WriteSchema(StringBuilder text, RandomType type)
    {
        switch (type.Kind)
        {
            case "object":
                text.Append("{\"type\":[\"null\",\"object\"],\"properties\":{");
                var isFirst = true;
                foreach (var (name, property) in type.Properties)
                {
                    text.Append(isFirst ? "" : ",").Append(JsonSerializer.Serialize(name)).Append(':');
                    WriteSchema(text, property);
                    isFirst = false;
                }

                text.Append("}}");
                break;
            case "array":
                text.Append("{\"type\":\"array\",\"items\":");
                WriteSchema(text, type.Options[0]);
                text.Append('}');
                break;
            case "union":
                text.Append("{\"oneOf\":[{\"type\":\"null\"}");
                foreach (var option in type.Options)
                {
                    text.Append(',');
                    WriteSchema(text, option);
                }

                text.Append("]}");
                break;
            default:
                text.Append(type.Kind switch
                {
                    "date" => """{"type":"string","format":"date"}""",
                    "time" => """{"type":"string","format":"time","airbyte_type":"time_without_timezone"}""",
                    "timetz" => """{"type":["string","null"],"format":"time"}""",
                    "timestamp" => """{"type":"string","format":"date-time","airbyte_type":"timestamp_without_timezone"}""",
                    "timestamptz" => """{"$ref":"WellKnownTypes.json#/definitions/TimestampWithTimezone"}""",
                    "anyobject" => """{"type":"object","additionalProperties":true}""",
                    "anyarray" => """{"type":"array"}""",
                    "integer" => """{"type":"number","airbyte_type":"integer"}""",
                    var plain => $$"""{"type":"{{plain}}"}""",
                });
                break;
        }
    }

    private RandomType Object(int depth)
    {
        var names = Names.ToArray();
        _random.Shuffle(names);
        return new("object", [.. names.Take(1 + _random.Next(6)).Select(name => (name, Type(depth + 1)))], []);
    }

    private RandomType Type(int depth) => _random.Next(depth > 3 ? 6 : 10) switch
    {
        < 6 => new(Pick(Scalars)),
        6 => Object(depth),
        7 => new("array", [], [Type(depth + 1)]),
        8 => Union(depth),
        _ => new(Pick(Scalars)),
    };

    private RandomType Union(int depth) => new(
        "union",
        [],
        [
            .. Pick(Unions).Select(kind => kind switch
            {
                "object" => Object(depth + 1),
                "array" => new RandomType("array", [], [Type(depth + 1)]),
                _ => new RandomType(kind),
            }),
        ]);

    private string Anything(int depth) => _random.Next(depth > 2 ? 4 : 6) switch
    {
        0 => Pick("true", "false", "null"),
        1 => Number(),
        4 => "[" + string.Join(",", Enumerable.Range(0, _random.Next(3)).Select(_ => Anything(depth + 1))) + "]",
        5 => "{" + string.Join(",", Enumerable.Range(0, _random.Next(3)).Select(_ => Member(Pick(Names), Anything(depth + 1)))) + "}",
        _ => Text(),
    };

    private string Number() => _random.Next(3) switch
    {
        0 => _random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        1 => BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue)) is var number && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture) : "7",
        _ => Pick(Numbers),
    };

    private string Text()
    {
        var text = Pick(Texts);
        return _random.Next(5) switch
        {
            0 => "\"" + string.Concat(text.Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"))) + "\"",
            1 => Pick("\"\\ud83d\"", "\"\\ude00x\"", "\"a\\/b\\\\\"", "\"\\ud83d\\ude00\""),
            _ => JsonSerializer.Serialize(text),
        };
    }

    private string Member(string name, string value) => (_random.Next(8) == 0
        ? "\"" + string.Concat(name.Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}"))) + "\""
        : JsonSerializer.Serialize(name, Relaxed)) + Blank() + ":" + Blank() + value;

    private string Blank() => Pick("", "", "", " ", "\t ");

    private T Pick<T>(params IReadOnlyList<T> list) => list[_random.Next(list.Count)];
}
