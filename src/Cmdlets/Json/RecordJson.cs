using System.Buffers;
using System.Collections;
using System.Data;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Json;

/// <summary>Writes the objects of a pipeline as compact JSON, one after the other, each into the same memory.</summary>
/// <remarks>
/// Made for millions of objects that look alike: names are encoded once and compared with those of the object before, each object's own
/// members are looked at all the same. A property that cannot be read is null. What goes deeper than <see cref="MaxDepth"/> levels or
/// contains itself, NaN and the infinities are errors that name the property. Not for several threads at once.
/// </remarks>
internal sealed class RecordJson : IDisposable
{
    /// <summary>How many objects and arrays may lie in each other.</summary>
    internal const int MaxDepth = 64;

    private const int LongestPath = 200;
    private const int MostNames = 10_000;
    private const int LargestBuffer = 1024 * 1024;
    private const string FormatNamespace = "Microsoft.PowerShell.Commands.Internal.Format";

    // What PowerShell's providers hang on files and the like; on a custom object these names are data.
    private static readonly HashSet<string> ProviderNotes = new(StringComparer.OrdinalIgnoreCase)
    {
        "PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider", "PSIsContainer",
    };

    private readonly Dictionary<string, JsonEncodedText> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, TypeShape?> _types = [];

    // What the object before had at the same depth: mostly the same names in the same order.
    private readonly List<(string Text, JsonEncodedText Encoded)>[] _lastNames = new List<(string, JsonEncodedText)>[MaxDepth];
    private readonly object[] _containers = new object[MaxDepth];
    private readonly object?[] _steps = new object?[MaxDepth];
    private readonly Utf8JsonWriter _json;
    private ArrayBufferWriter<byte> _buffer = new(4096);
    private int _depth;

    internal RecordJson() => _json = new Utf8JsonWriter(
        _buffer, PowerShellJson.Options with { SkipValidation = true, MaxDepth = MaxDepth + 1 });

    /// <summary>Writes a value.</summary>
    /// <returns>Its JSON; valid until the next call.</returns>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ObjectNotSerializable"/>.</exception>
    internal ReadOnlySpan<byte> Write(object? value)
    {
        if (_buffer.Capacity > LargestBuffer)
        {
            _buffer = new ArrayBufferWriter<byte>(4096);
        }

        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _depth = 0;
        WriteValue(value);
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();

    private void WriteValue(object? value)
    {
        if (value is string text)
        {
            _json.WriteStringValue(text);
            return;
        }

        var data = PowerShellObject.Unwrap(value);
        if (data is null)
        {
            _json.WriteNullValue();
        }
        else if (FindFault(data) is { } fault)
        {
            throw Refuse(fault);
        }
        else if (!JsonScalar.TryWrite(_json, data) && !TryWriteForeign(data))
        {
            WriteContainer(data);
        }
    }

    private static string? FindFault(object data) => data switch
    {
        double number when !double.IsFinite(number) => $"is {number.ToString(CultureInfo.InvariantCulture)}, which JSON has no number for",
        float number when !float.IsFinite(number) => $"is {number.ToString(CultureInfo.InvariantCulture)}, which JSON has no number for",
        Half number when !Half.IsFinite(number) => $"is {number.ToString(CultureInfo.InvariantCulture)}, which JSON has no number for",
        _ => JsonScalar.FindFault(data),
    };

    // What has JSON of its own, and XML, which would look like a list of its parts.
    private bool TryWriteForeign(object data)
    {
        switch (data)
        {
            case JsonElement element: element.WriteTo(_json); return true;
            case JsonNode node: node.WriteTo(_json); return true;
            case XmlNode node: _json.WriteStringValue(node.OuterXml); return true;
            default: return false;
        }
    }

    private void WriteContainer(object container)
    {
        if (Array.IndexOf(_containers, container, 0, _depth) >= 0 && Contains(container))
        {
            throw Refuse("contains itself");
        }

        if (_depth == MaxDepth)
        {
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"lies deeper than {MaxDepth} levels"));
        }

        _steps[_depth] = null;
        _containers[_depth++] = container;
        switch (container)
        {
            case PSObject custom: WriteCustom(custom); break;
            case IDictionary dictionary: WriteDictionary(dictionary); break;
            case IDictionary<string, object?> members: WriteMembers(members); break;
            case DataRow row: WriteRow(row); break;
            case IEnumerable list: WriteList(list); break;
            default: WriteTyped(container); break;
        }

        _depth--;
    }

    // Equal is not the same.
    private bool Contains(object container) => Array.Exists(_containers[.._depth], outer => ReferenceEquals(outer, container));

    private void WriteCustom(PSObject custom)
    {
        _json.WriteStartObject();
        if (InstanceMembers.AreAtHand)
        {
            var members = InstanceMembers.Of(custom);
            var count = InstanceMembers.CountOf(members);
            for (var i = 0; i < count; i++)
            {
                if (InstanceMembers.At(members, i) is { } property)
                {
                    WriteName(property.Name, i);
                    WriteValue(Get(property));
                }
            }
        }
        else
        {
            var index = 0;
            foreach (var property in custom.Properties)
            {
                if (property.IsGettable && property.IsInstance)
                {
                    WriteName(property.Name, index++);
                    WriteValue(Get(property));
                }
            }
        }

        _json.WriteEndObject();
    }

    private void WriteTyped(object value)
    {
        var type = value.GetType();
        if (!_types.TryGetValue(type, out var shape))
        {
            if (type.Namespace?.StartsWith(FormatNamespace, StringComparison.Ordinal) == true)
            {
                throw Refuse("was formatted for the screen and holds no data any more. Leave out Format-Table or Format-List");
            }

            _types[type] = shape = TypeShape.Of(value);
        }

        _json.WriteStartObject();
        if (shape is null)
        {
            WriteByPowerShell(value, PSMemberTypes.Property);
        }
        else
        {
            foreach (ref readonly var property in shape.Properties)
            {
                _steps[_depth - 1] = property.Text;
                _json.WritePropertyName(property.Name);
                WriteValue(Get(property.Get, value));
            }
        }

        WriteByPowerShell(value, PSMemberTypes.NoteProperty);
        _json.WriteEndObject();
    }

    // Of notes only those that somebody has added to this object.
    private void WriteByPowerShell(object value, PSMemberTypes kind)
    {
        var wrapped = PSObject.AsPSObject(value);
        if (kind == PSMemberTypes.NoteProperty && InstanceMembers.AreAtHand && InstanceMembers.CountOf(InstanceMembers.Of(wrapped)) == 0)
        {
            return;
        }

        foreach (var property in wrapped.Properties)
        {
            if (property.MemberType == kind && property.IsGettable
                && (kind == PSMemberTypes.Property || (property.IsInstance && !ProviderNotes.Contains(property.Name))))
            {
                WriteMember(property.Name, Get(property));
            }
        }
    }

    private void WriteDictionary(IDictionary dictionary)
    {
        _json.WriteStartObject();
        var names = new HashSet<string>(dictionary.Count, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in dictionary)
        {
            var name = JsonScalar.NameOf(entry.Key);
            if (!names.Add(name))
            {
                throw Refuse($"has two keys that are written as '{name}'");
            }

            WriteMember(name, entry.Value);
        }

        _json.WriteEndObject();
    }

    private void WriteMembers(IDictionary<string, object?> members)
    {
        _json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            WriteMember(name, value);
        }

        _json.WriteEndObject();
    }

    private void WriteRow(DataRow row)
    {
        _json.WriteStartObject();
        foreach (DataColumn column in row.Table.Columns)
        {
            WriteMember(column.ColumnName, row[column]);
        }

        _json.WriteEndObject();
    }

    private void WriteList(IEnumerable list)
    {
        _json.WriteStartArray();
        var index = 0;
        foreach (var item in list)
        {
            _steps[_depth - 1] = index++;
            WriteValue(item);
        }

        _json.WriteEndArray();
    }

    private void WriteMember(string name, object? value)
    {
        _steps[_depth - 1] = name;
        _json.WritePropertyName(Encode(name));
        WriteValue(value);
    }

    private void WriteName(string name, int index)
    {
        _steps[_depth - 1] = name;
        var last = _lastNames[_depth - 1] ??= [];
        if (index < last.Count && last[index].Text == name)
        {
            _json.WritePropertyName(last[index].Encoded);
            return;
        }

        if (index < last.Count)
        {
            last.RemoveRange(index, last.Count - index);
        }

        var encoded = Encode(name);
        if (index == last.Count)
        {
            last.Add((name, encoded));
        }

        _json.WritePropertyName(encoded);
    }

    private JsonEncodedText Encode(string name)
    {
        if (_names.TryGetValue(name, out var encoded))
        {
            return encoded;
        }

        encoded = JsonEncodedText.Encode(name, PowerShellJson.Options.Encoder);
        if (_names.Count < MostNames)
        {
            _names.Add(name, encoded);
        }

        return encoded;
    }

    private static object? Get(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static object? Get(Func<object, object?> get, object value)
    {
        try
        {
            return get(value);
        }
        catch (Exception) when (value is not null)
        {
            // Whatever a getter throws: the property has no value now.
            return null;
        }
    }

    private AirbyteKafkaException Refuse(string fault)
    {
        var path = string.Concat(_steps.Take(_depth).TakeWhile(step => step is not null).Select(
            step => step is string name ? $".{name}" : string.Create(CultureInfo.InvariantCulture, $"[{step}]"))).TrimStart('.');
        var shown = path.Length <= LongestPath ? path : path[..LongestPath] + "…";
        return new AirbyteKafkaException(
            ErrorKind.ObjectNotSerializable,
            (path.Length == 0 ? $"The object {fault}. " : $"The property {shown} {fault}. ")
            + "Choose the properties to send: Select-Object Name, Id.");
    }
}
