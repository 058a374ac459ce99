using System.Collections;
using System.Data;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Reflection;
using System.Security;
using System.Text.Json;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Json;

/// <summary>Writes PowerShell objects as JSON: their data, without what PowerShell's type system hangs on them.</summary>
/// <remarks>
/// Dictionaries and objects become JSON objects, everything else that can be enumerated an array. Times are ISO 8601, enums their names,
/// <c>byte[]</c> base64, numbers invariant; NaN and the infinities are texts, as in Java's JSON. What is no data (code, types) or must not
/// be
/// written (secrets) is refused. Not for several threads at once.
/// </remarks>
/// <param name="json">Takes the JSON.</param>
/// <param name="mayShow">Which names of members a message may repeat; all without it.</param>
internal sealed class PowerShellJsonWriter(Utf8JsonWriter json, Predicate<string>? mayShow = null)
{
    /// <summary>How many objects and arrays may lie in each other.</summary>
    internal const int MaxDepth = 100;

    private const int LongestPath = 200;

    private readonly List<object> _containers = [];
    private readonly List<string> _path = [];

    /// <summary>Writes one value.</summary>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ObjectNotSerializable"/>; what was written before is not taken back.
    /// </exception>
    internal void Write(object? value)
    {
        _containers.Clear();
        _path.Clear();
        WriteValue(value);
    }

    private void WriteValue(object? value)
    {
        var data = PowerShellObject.Unwrap(value);
        if (data is null)
        {
            json.WriteNullValue();
        }
        else if (!TryWriteScalar(data))
        {
            WriteContainer(data);
        }
    }

    private bool TryWriteScalar(object value)
    {
        switch (value)
        {
            case string text: json.WriteStringValue(text); return true;
            case bool flag: json.WriteBooleanValue(flag); return true;
            case SwitchParameter flag: json.WriteBooleanValue(flag.IsPresent); return true;
            // Before the integers: an enum is boxed as itself, but matches none of them by accident.
            case Enum name: json.WriteStringValue(name.ToString()); return true;
            case int or short or sbyte or ushort or byte:
                json.WriteNumberValue(
                Convert.ToInt32(value, CultureInfo.InvariantCulture)); return true;
            case long number: json.WriteNumberValue(number); return true;
            case uint number: json.WriteNumberValue(number); return true;
            case ulong number: json.WriteNumberValue(number); return true;
            case decimal number: json.WriteNumberValue(number); return true;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); return true;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); return true;
            case BigInteger or Int128 or UInt128: json.WriteRawValue(Invariant((IFormattable)value)); return true;
            case DateTime time: json.WriteStringValue(time); return true;
            case DateTimeOffset time: json.WriteStringValue(time); return true;
            case DateOnly or TimeOnly: json.WriteStringValue(Invariant((IFormattable)value, "O")); return true;
            case char character: json.WriteStringValue([character]); return true;
            case byte[] bytes: json.WriteBase64StringValue(bytes); return true;
            case Uri uri: json.WriteStringValue(uri.OriginalString); return true;
            case SecureString or PSCredential: throw Refuse("is a secret, and secrets are not written as plain text");
            case ScriptBlock or Delegate or MemberInfo or Pointer or nint or nuint:
                throw Refuse($"is of type {value.GetType()}, which "
                + $"is no data");
            // Guid, TimeSpan, Version, IPAddress and whatever else has a text of its own.
            case IFormattable other and not PSObject: json.WriteStringValue(Invariant(other)); return true;
            default: return false;
        }
    }

    private void WriteContainer(object container)
    {
        if (_containers.Exists(outer => ReferenceEquals(outer, container)))
        {
            throw Refuse("contains itself");
        }

        if (_containers.Count == MaxDepth)
        {
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"lies deeper than {MaxDepth} levels"));
        }

        _containers.Add(container);
        switch (container)
        {
            case IDictionary dictionary: WriteDictionary(dictionary); break;
            case DataRow row: WriteRow(row); break;
            case IEnumerable list: WriteList(list); break;
            default: WriteProperties(container); break;
        }

        _containers.RemoveAt(_containers.Count - 1);
    }

    private void WriteList(IEnumerable list)
    {
        json.WriteStartArray();
        var index = 0;
        foreach (var item in list)
        {
            Enter(string.Create(CultureInfo.InvariantCulture, $"[{index++}]"));
            WriteValue(item);
            Leave();
        }

        json.WriteEndArray();
    }

    private void WriteDictionary(IDictionary dictionary)
    {
        json.WriteStartObject();
        var names = new HashSet<string>(dictionary.Count, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in dictionary)
        {
            var name = NameOf(entry.Key);
            if (!names.Add(name))
            {
                throw Refuse($"has two keys that are written as '{Shown(name)}'");
            }

            WriteMember(name, entry.Value);
        }

        json.WriteEndObject();
    }

    private void WriteRow(DataRow row)
    {
        json.WriteStartObject();
        foreach (DataColumn column in row.Table.Columns)
        {
            WriteMember(column.ColumnName, row[column]);
        }

        json.WriteEndObject();
    }

    private void WriteProperties(object container)
    {
        json.WriteStartObject();
        var isCustom = container is PSObject;
        foreach (var property in PSObject.AsPSObject(container).Properties)
        {
            // Notes on a .NET object (PSPath and the like) are PowerShell's; on a custom object they are the data.
            if (property.IsGettable && (property.MemberType == PSMemberTypes.Property || (isCustom && property.IsInstance)))
            {
                WriteMember(property.Name, Get(property));
            }
        }

        json.WriteEndObject();
    }

    private void WriteMember(string name, object? value)
    {
        json.WritePropertyName(name);
        Enter("." + Shown(name));
        WriteValue(value);
        Leave();
    }

    private object? Get(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException failure)
        {
            Enter("." + Shown(property.Name));
            throw Refuse("cannot be read", failure);
        }
    }

    private void Enter(string step) => _path.Add(step);

    private string Shown(string name) => mayShow is null || mayShow(name) ? name : "…";

    private void Leave() => _path.RemoveAt(_path.Count - 1);

    private AirbyteKafkaException Refuse(string fault, Exception? inner = null)
    {
        var path = "$" + string.Concat(_path);
        var shown = path.Length <= LongestPath ? path : path[..LongestPath] + "…";
        return new AirbyteKafkaException(
            ErrorKind.ObjectNotSerializable,
            $"The object cannot be written as JSON: {shown} {fault}. Choose the properties to send, with Select-Object for example.",
            inner);
    }

    private static string NameOf(object key) => PowerShellObject.Unwrap(key) switch
    {
        string text => text,
        IFormattable other and not Enum => Invariant(other),
        var other => other?.ToString() ?? "",
    };

    private static string Invariant(IFormattable value, string? format = null) => value.ToString(format, CultureInfo.InvariantCulture);
}
