using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AirbyteKafka.Tests.Formats;

/// <summary>What becomes of data in Avro, said as plainly as it can be: on trees, with big numbers and regular expressions.</summary>
internal sealed partial class AvroModel
{
    private const string Serialization = "DESTINATION_SERIALIZATION_ERROR";
    private const string Size = "DESTINATION_FIELD_SIZE_LIMITATION";

    private readonly List<string> _changes = [];

    internal static (string Data, string Changes) Convert(string data, RandomType root)
    {
        using var document = JsonDocument.Parse(data);
        var model = new AvroModel();
        var fields = model.Fields(document.RootElement, root, path: null);
        return (string.Join(", ", fields), string.Join(", ", model._changes));
    }

    private static string Join(string? path, string name) => path is null ? name : path + "." + name;

    private List<string> Fields(JsonElement data, RandomType type, string? path) =>
        [.. type.Properties.Select(property => Member(data, property.Name) is { } value ? Field(value, property.Type, Join(path, property.Name)) : "null")];

    // The last of a name counts. Names are compared by their text.
    private static JsonElement? Member(JsonElement data, string name)
    {
        var found = data.EnumerateObject().Where(member => member.Name == name).Select(member => (JsonElement?)member.Value).ToList();
        return found is [.., var last] ? last : null;
    }

    private string Field(JsonElement value, RandomType type, string path)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return "null";
        }

        var before = _changes.Count;
        if (TryConvert(value, type, path, out var shown, out var reason))
        {
            return shown;
        }

        _changes.RemoveRange(before, _changes.Count - before);
        _changes.Add($"{path} NULLED {reason}");
        return "null";
    }

    private bool TryConvert(JsonElement value, RandomType type, string path, out string shown, out string reason)
    {
        (shown, reason) = ("", Serialization);
        var raw = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));
        var kind = value.ValueKind;
        var text = kind == JsonValueKind.String ? TextOf(raw) : null;
        switch (type.Kind)
        {
            case "string": return Take($"'{text ?? raw}'", out shown);
            case "anyobject" or "anyarray": return Take($"'{raw}'", out shown);
            case "boolean": return kind is JsonValueKind.True or JsonValueKind.False && Take(raw, out shown);
            case "integer":
                return kind == JsonValueKind.Number ? TryInteger(raw, out shown, ref reason)
                    : text is not null && IntegerText().IsMatch(text) && TryInteger(text, out shown, ref reason);
            case "number":
                if (kind == JsonValueKind.Number || (text is not null && NumberText().IsMatch(text)))
                {
                    var number = double.Parse(text ?? raw, CultureInfo.InvariantCulture);
                    reason = Size;
                    return double.IsFinite(number) && Take("d" + BitConverter.DoubleToInt64Bits(number).ToString(CultureInfo.InvariantCulture), out shown);
                }

                return false;
            case "object":
                return kind == JsonValueKind.Object && Take("{" + string.Join(", ", Fields(value, type, path)) + "}", out shown);
            case "array":
                return kind == JsonValueKind.Array && Take(
                    "[" + string.Join(", ", value.EnumerateArray().Select((item, i) => Field(item, type.Options[0], $"{path}.[{i}]"))) + "]",
                    out shown);
            case "union": return TryUnion(value, type, path, out shown, out reason);
            default: return text is not null && TryTime(text, type.Kind, out shown);
        }
    }

    private static bool Take(string value, out string shown)
    {
        shown = value;
        return true;
    }

    private bool TryUnion(JsonElement value, RandomType union, string path, out string shown, out string reason)
    {
        (shown, reason) = ("", Serialization);
        var raw = value.GetRawText();
        string[] wanted = value.ValueKind switch
        {
            JsonValueKind.String => ["string"],
            JsonValueKind.Object => ["object", "anyobject"],
            JsonValueKind.Array => ["array", "anyarray"],
            JsonValueKind.Number => raw.AsSpan().ContainsAny(".eE") ? ["number"] : ["integer"],
            _ => ["boolean"],
        };
        var fitting = union.Options.FirstOrDefault(option => wanted.Contains(option.Kind));
        if (fitting is not null)
        {
            return TryConvert(value, fitting, path, out shown, out reason);
        }

        foreach (var option in union.Options.OrderBy(option => option.Kind.StartsWith("time", StringComparison.Ordinal) || option.Kind == "date" ? 0 : 1))
        {
            if (TryConvert(value, option, path, out shown, out var why))
            {
                return true;
            }

            reason = why == Size ? why : reason;
        }

        return false;
    }

    private static bool TryInteger(string number, out string shown, ref string reason)
    {
        shown = "";
        var parts = NumberParts().Match(number);
        var (digits, fraction) = (parts.Groups["whole"].Value, parts.Groups["fraction"].Value);
        var exponent = BigInteger.Parse("0" + parts.Groups["exponent"].Value, CultureInfo.InvariantCulture)
            * (parts.Groups["sign"].Value == "-" ? -1 : 1);
        var mantissa = BigInteger.Parse("0" + digits + fraction, CultureInfo.InvariantCulture);
        exponent -= fraction.Length;
        if (mantissa.IsZero)
        {
            return Take("0", out shown);
        }

        while (exponent < 0)
        {
            if (mantissa % 10 != 0)
            {
                return false;
            }

            mantissa /= 10;
            exponent++;
        }

        reason = Size;
        mantissa = exponent > 30 ? BigInteger.Pow(10, 30) : mantissa * BigInteger.Pow(10, (int)exponent);
        mantissa = number[0] == '-' ? -mantissa : mantissa;
        return mantissa >= long.MinValue && mantissa <= long.MaxValue && Take(mantissa.ToString(CultureInfo.InvariantCulture), out shown);
    }

    private static bool TryTime(string text, string kind, out string shown)
    {
        shown = "";
        var parts = (kind switch { "date" => Dates(), "time" or "timetz" => Times(), _ => Timestamps() }).Match(text);
        if (!parts.Success)
        {
            return false;
        }

        int Part(string name) => parts.Groups[name].Success ? int.Parse(parts.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        var (hour, minute, second) = (Part("H"), Part("m"), Part("s"));
        if (hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var micros = long.Parse((parts.Groups["f"].Value + "000000")[..6], CultureInfo.InvariantCulture)
            + ((((hour * 60L) + minute) * 60) + second) * 1_000_000;
        var offset = ((Part("oh") * 60L) + Part("om")) * 60_000_000 * (parts.Groups["o"].Value == "-" ? -1 : 1);
        var zoned = kind.EndsWith("tz", StringComparison.Ordinal) ? micros - offset : micros;
        if (kind is "time" or "timetz")
        {
            const long Day = 24L * 60 * 60_000_000;
            return Take("s" + (((zoned % Day) + Day) % Day).ToString(CultureInfo.InvariantCulture), out shown);
        }

        var (year, month, day) = (Part("y"), Part("M"), Part("d"));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var days = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / 10;
        return Take("t" + (kind == "date" ? days : days + zoned).ToString(CultureInfo.InvariantCulture), out shown);
    }

    private static string TextOf(string token)
    {
        var units = Escapes().Replace(token[1..^1], escape => escape.Value[1] switch
        {
            'u' => ((char)int.Parse(escape.Value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString(),
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'b' => "\b",
            'f' => "\f",
            var other => other.ToString(),
        });
        return string.Concat(units.EnumerateRunes().Select(rune => rune == Rune.ReplacementChar ? "?" : rune.ToString()));
    }

    private const string Date = @"(?<y>\d{4})[-/. ](?<M>\d\d?)[-/. ](?<d>\d\d?)";
    private const string Time = @"(?<H>\d\d):(?<m>\d\d)(:(?<s>\d\d)(\.(?<f>\d{1,9}))?)?( ?(Z|(?<o>[+-])(?<oh>\d\d)(:?(?<om>\d\d))?))?";

    [GeneratedRegex("^" + Date + "([T ]" + Time + @")?\z")]
    private static partial Regex Dates();

    [GeneratedRegex("^" + Time + @"\z")]
    private static partial Regex Times();

    [GeneratedRegex("^" + Date + "[T ]" + Time + @"\z")]
    private static partial Regex Timestamps();

    [GeneratedRegex(@"^[+-]?\d+\z")]
    private static partial Regex IntegerText();

    [GeneratedRegex(@"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\z")]
    private static partial Regex NumberText();

    [GeneratedRegex(@"^[+-]?(?<whole>\d*)(\.(?<fraction>\d*))?([eE](?<sign>[+-]?)(?<exponent>\d+))?\z")]
    private static partial Regex NumberParts();

    [GeneratedRegex(@"\\(u[0-9a-fA-F]{4}|.)")]
    private static partial Regex Escapes();
}
