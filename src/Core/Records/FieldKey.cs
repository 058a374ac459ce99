using System.Runtime.CompilerServices;

namespace AirbyteKafka.Records;

/// <summary>A key made of fields of the data: as text, their values with <c>|</c> between them, or as a JSON object.</summary>
/// <remarks>A field that is null counts as missing. Numbers keep their spelling: <c>1</c> and <c>1.0</c> are two keys.</remarks>
internal sealed class FieldKey : IRecordKey
{
    private readonly FieldFinder _finder;
    private readonly byte[][] _names;
    private readonly bool _isJson;
    private readonly bool _namesMissing;

    /// <summary>Takes the fields.</summary>
    /// <param name="paths">Their paths, each as names from the outside in; at least one.</param>
    /// <param name="isJson">Whether the key is a JSON object; otherwise it is text.</param>
    /// <param name="namesMissing">Whether a JSON key has null for a field that a record lacks; otherwise the field is left out.</param>
    internal FieldKey(IReadOnlyList<IReadOnlyList<string>> paths, bool isJson, bool namesMissing)
    {
        _finder = new FieldFinder(paths);
        _names = [.. paths.Select(path => JsonBytes.Quote(string.Join('.', path)))];
        _isJson = isJson;
        _namesMissing = namesMissing;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public KeyOutcome Make(in RecordContent content, KeyBuffer key)
    {
        var fields = _finder.Find(content.Data);
        var present = 0;
        var written = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].IsPresent)
            {
                Begin(key, i, written++);
                AppendValue(key, fields[i].Of(content.Data));
                present++;
            }
            else if (_isJson && _namesMissing)
            {
                Begin(key, i, written++);
                key.Append("null"u8);
            }
        }

        if (present == 0)
        {
            key.Clear();
            return KeyOutcome.StandIn;
        }

        if (_isJson)
        {
            key.Append((byte)'}');
        }

        return present == fields.Length ? KeyOutcome.Whole : KeyOutcome.Incomplete;
    }

    private void Begin(KeyBuffer key, int field, int before)
    {
        if (_isJson)
        {
            key.Append(before == 0 ? (byte)'{' : (byte)',');
            key.Append(_names[field]);
            key.Append((byte)':');
        }
        else if (before > 0)
        {
            key.Append((byte)'|');
        }
    }

    private void AppendValue(KeyBuffer key, ReadOnlySpan<byte> value)
    {
        switch (value[0])
        {
            case (byte)'"' when _isJson:
                JsonBytes.AppendString(key, value[1..^1]);
                break;
            case (byte)'"':
                JsonBytes.AppendText(key, value[1..^1]);
                break;
            case (byte)'{' or (byte)'[':
                JsonBytes.AppendCompact(key, value);
                break;
            default:
                key.Append(value);
                break;
        }
    }
}
