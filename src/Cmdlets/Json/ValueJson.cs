using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AirbyteKafka.Cmdlets.Json;

/// <summary>Reads JSON into what a person at a prompt works with.</summary>
/// <remarks>
/// Unlike ConvertFrom-Json it keeps the digits of numbers as far as .NET can hold them, leaves dates the texts that they are, and takes
/// names that differ in case only, and empty ones: such an object becomes a dictionary that knows case.
/// </remarks>
internal static class ValueJson
{
    // Deeper than any data, and far from the end of a stack.
    private const int MaxDepth = 256;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    // Members of PowerShell's own that no property may hide.
    private static readonly HashSet<string> Reserved =
        new(["PSBase", "PSAdapted", "PSExtended", "PSObject", "PSTypeNames"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a text in UTF-8.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="value">
    /// What it says: a <c>[pscustomobject]</c> or a dictionary, an array, a text, a number, a boolean or nothing.
    /// </param>
    /// <returns>Whether it is JSON, and nothing but one value of it.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> utf8, out object? value)
    {
        value = null;
        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            reader.Read();
            value = ReadValue(ref reader);
            return !reader.Read();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The second is for texts that are no UTF-8, or halves of characters.
            return false;
        }
    }

    /// <summary>Writes a value that was read as compact JSON, for the eye; anything else by its own text.</summary>
    internal static string Write(object? value) => PowerShellObject.Unwrap(value) switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => Quote(text),
        PSObject named => Join(named.Properties.Select(property => (property.Name, (object?)property.Value))),
        IDictionary named => Join(named.Cast<DictionaryEntry>().Select(entry => (entry.Key.ToString() ?? "", entry.Value))),
        IEnumerable list => $"[{string.Join(',', list.Cast<object?>().Select(Write))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    private static string Join(IEnumerable<(string Name, object? Value)> properties) =>
        $"{{{string.Join(',', properties.Select(property => $"{Quote(property.Name)}:{Write(property.Value)}"))}}}";

    private static string Quote(string text) => JsonSerializer.Serialize(text, Relaxed);

    private static object? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static object?[] ReadArray(ref Utf8JsonReader reader)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader));
        }

        return [.. items];
    }

    private static object ReadObject(ref Utf8JsonReader reader)
    {
        // The last of several properties of the very same name counts, as for ConvertFrom-Json.
        var properties = new OrderedDictionary(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var isPlain = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            isPlain &= name.Length > 0 && !Reserved.Contains(name) && (names.Add(name) || properties.Contains(name));
            properties[name] = ReadValue(ref reader);
        }

        if (!isPlain)
        {
            return properties;
        }

        var result = new PSObject();
        foreach (DictionaryEntry property in properties)
        {
            result.Properties.Add(new PSNoteProperty((string)property.Key, property.Value));
        }

        return result;
    }

    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var integer))
        {
            return integer;
        }

        var text = System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
        return text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? BigInteger.Parse(text, CultureInfo.InvariantCulture)
            : TryReadDecimal(text, out var exact) ? exact
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var near) && double.IsFinite(near) ? near
            : text;
    }

    // Decimal rounds what it cannot hold without saying so.
    private static bool TryReadDecimal(string text, out decimal value)
    {
        var exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? text.AsSpan() : text.AsSpan(0, exponentAt);
        var exponent = 0;
        value = 0;
        if (exponentAt >= 0 && !int.TryParse(
            text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var point = mantissa.IndexOf('.');
        var scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var digits = mantissa.Length - (mantissa[0] == '-' ? 1 : 0) - (point < 0 ? 0 : 1);
        return digits <= 28 && scale is >= -28 and <= 28
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
