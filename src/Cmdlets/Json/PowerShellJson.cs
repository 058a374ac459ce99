using System.Buffers;
using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Json;

/// <summary>PowerShell objects as JSON, and JSON as PowerShell objects.</summary>
internal static class PowerShellJson
{
    /// <summary>How JSON is written for Kafka and Airbyte: on one line, with few escapes.</summary>
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a value as compact UTF-8 JSON; <see cref="PowerShellJsonWriter"/> has the rules.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ObjectNotSerializable"/>.</exception>
    /// <param name="value">The value.</param>
    /// <param name="mayShow">Which names of members a message may repeat; all without it.</param>
    internal static byte[] Serialize(object? value, Predicate<string>? mayShow = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            new PowerShellJsonWriter(json, mayShow).Write(value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Reads JSON as <c>ConvertFrom-Json</c> does: objects become <see cref="PSObject"/>s, arrays <c>object[]</c>, whole numbers
    /// <see cref="long"/>
    /// or <see cref="BigInteger"/>, others <see cref="double"/>. An object that PowerShell's properties cannot hold, because names are
    /// empty or
    /// differ only in case, becomes an ordered dictionary.
    /// </summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    internal static object? Deserialize(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    private static object? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => ReadNumber(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static object ReadNumber(JsonElement element) =>
        element.TryGetInt64(out var whole) ? whole
        : BigInteger.TryParse(element.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big) ? big
        : element.GetDouble();

    private static object ReadObject(JsonElement element)
    {
        // Of equal names the last counts, as everywhere in .NET.
        var members = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            members[property.Name] = Read(property.Value);
        }

        var result = new PSObject();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "" };
        foreach (DictionaryEntry member in members)
        {
            if (!names.Add((string)member.Key))
            {
                return members;
            }

            result.Properties.Add(new PSNoteProperty((string)member.Key, member.Value));
        }

        return result;
    }
}
