using System.Collections;
using System.Data;
using System.Globalization;
using System.Management.Automation;
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
        else if (JsonScalar.FindFault(data) is { } fault)
        {
            throw Refuse(fault);
        }
        else if (!JsonScalar.TryWrite(json, data))
        {
            WriteContainer(data);
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
            var name = JsonScalar.NameOf(entry.Key);
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
}
