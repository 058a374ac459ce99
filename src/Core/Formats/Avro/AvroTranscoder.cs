using System.Runtime.CompilerServices;

namespace AirbyteKafka.Formats.Avro;

/// <summary>
/// Converts the data of a stream's records from JSON to Avro, in one pass where properties come in the order of the schema. For one thread
/// at a time.
/// </summary>
/// <remarks>
/// What cannot be converted is null, with a change that says so. Properties that the schema does not know are left out and counted.
/// Nothing is allocated for a record, but for buffers that grow to the largest.
/// </remarks>
internal sealed class AvroTranscoder
{
    private readonly AvroRecordPlan _root;
    private readonly bool _holdsDataAsJson;
    private readonly AvroValueConverter _values = new();
    private readonly AvroBuffer _name = new();
    private readonly AvroBuffer _path = new();

    // Where the transcoder is: a field's place, or the complement of an item's.
    private readonly int[] _places;
    private int _depth;

    // Where the values of an object's fields lie, for objects whose properties come in another order; one stack for all depths.
    private int[] _starts = new int[64];
    private int _startsTop;

    /// <summary>Makes a transcoder.</summary>
    /// <param name="schema">The schema that records are written by.</param>
    internal AvroTranscoder(AvroSchema schema)
    {
        _root = new AvroRecordPlan(schema.Root.Fields.Skip(schema.MetadataFields));
        _holdsDataAsJson = schema.HoldsDataAsJson;
        HasMetadata = schema.MetadataFields > 0;
        _places = new int[_root.Depth + 1];
    }

    /// <summary>Whether records have Airbyte's metadata, and so the changes of their values.</summary>
    internal bool HasMetadata { get; }

    /// <summary>The last record's data in Avro.</summary>
    internal ReadOnlySpan<byte> Data => Body.Written;

    /// <summary>The changes of the last record's values.</summary>
    internal ValueChanges Changes { get; } = new();

    /// <summary>What left no trace in the records so far.</summary>
    internal LostValues Lost { get; } = new();

    private AvroBuffer Body => _values.Body;

    /// <summary>Converts a record's data.</summary>
    /// <param name="data">The JSON, of which a scanner has seen that it is valid.</param>
    /// <param name="changes">The changes that came with the record, as JSON; empty where it has none.</param>
    /// <returns>Whether the data is an object; nothing else can be converted.</returns>
    internal bool TryTranscode(ReadOnlySpan<byte> data, ReadOnlySpan<byte> changes)
    {
        Body.Truncate(0);
        Changes.Start(HasMetadata ? changes : []);
        _depth = 0;
        _startsTop = 0;
        var json = new JsonCursor(data);
        if (json.First != '{')
        {
            return false;
        }

        if (_holdsDataAsJson)
        {
            Body.WriteByte(1 << 1);
            Body.WriteString(json.ReadValue());
        }
        else
        {
            WriteRecord(_root, ref json);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteRecord(AvroRecordPlan record, ref JsonCursor json)
    {
        var fields = record.Fields;
        var (start, length, changes) = (json.At, Body.Length, Changes.Count);
        var next = 0;
        json.Enter();
        for (var isFirst = true; json.Next(isFirst); isFirst = false)
        {
            if (next < fields.Length && json.TryName(fields[next].Quoted))
            {
                _places[_depth] = next;
                WriteValue(fields[next++].Value, ref json);
                continue;
            }

            var place = FindField(record, ref json, isCounted: true);
            if (place < 0)
            {
                json.SkipValue();
            }
            else if (place == next)
            {
                _places[_depth] = next;
                WriteValue(fields[next++].Value, ref json);
            }
            else
            {
                var unordered = json.At;
                if (place < next || !TryWriteRest(record, next, place, ref json))
                {
                    // A name came twice, and the last counts: once more from the start, and nothing written yet.
                    json.At = start;
                    Body.Truncate(length);
                    Changes.Truncate(changes);
                    json.Enter();
                    TryWriteRest(record, first: 0, PushStarts(fields.Length), isFirst: true, countFrom: unordered, ref json);
                }

                return;
            }
        }

        for (; next < fields.Length; next++)
        {
            Body.WriteByte(0);
        }
    }

    private int FindField(AvroRecordPlan record, ref JsonCursor json, bool isCounted)
    {
        var name = json.ReadName(out var isEscaped);
        if (isEscaped)
        {
            _name.Truncate(0);
            JsonEscapes.Unescape(name, _name);
            name = _name.Written;
        }

        var place = record.Find(name);
        if (place < 0 && isCounted)
        {
            WritePath(_depth, withIndices: false);
            AppendToPath(name, isFirst: _depth == 0);
            Lost.Add(_path.Written);
        }

        return place;
    }

    // The cursor is on the value of a field whose turn it is not: it and all that comes behind it, in the order of the schema.
    private bool TryWriteRest(AvroRecordPlan record, int first, int place, ref JsonCursor json)
    {
        var bottom = PushStarts(record.Fields.Length - first);
        _starts[bottom + place - first] = json.At;
        json.SkipValue();
        return TryWriteRest(record, first, bottom, isFirst: false, countFrom: 0, ref json);
    }

    // Notes where the values are, then writes the fields from the first on; not where one before the first comes again.
    private bool TryWriteRest(AvroRecordPlan record, int first, int bottom, bool isFirst, int countFrom, ref JsonCursor json)
    {
        var fields = record.Fields;
        for (; json.Next(isFirst); isFirst = false)
        {
            var place = FindField(record, ref json, isCounted: json.At >= countFrom);
            if (place >= 0 && place < first)
            {
                _startsTop = bottom;
                return false;
            }

            if (place >= 0)
            {
                _starts[bottom + place - first] = json.At;
            }

            json.SkipValue();
        }

        var end = json.At;
        for (var place = first; place < fields.Length; place++)
        {
            if (_starts[bottom + place - first] is var at and > 0)
            {
                json.At = at;
                _places[_depth] = place;
                WriteValue(fields[place].Value, ref json);
            }
            else
            {
                Body.WriteByte(0);
            }
        }

        json.At = end;
        _startsTop = bottom;
        return true;
    }

    private int PushStarts(int count)
    {
        var bottom = _startsTop;
        _startsTop += count;
        if (_startsTop > _starts.Length)
        {
            Array.Resize(ref _starts, Math.Max(2 * _starts.Length, _startsTop));
        }

        _starts.AsSpan(bottom, count).Clear();
        return bottom;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteValue(AvroSlotPlan slot, ref JsonCursor json)
    {
        if (json.First == 'n')
        {
            json.SkipValue();
            Body.WriteByte(0);
            return;
        }

        var conversion = slot.Only is { } only ? WriteOption(only, 1, ref json) : WriteUnion(slot.Options, ref json);
        if (conversion != Conversion.Done)
        {
            Body.WriteByte(0);
            AddChange(conversion);
        }
    }

    // The first option that fits the token, else the first to which the value can be converted.
    private Conversion WriteUnion(AvroOptionPlan[] options, ref JsonCursor json)
    {
        if (UnionChoice.Find(options, _values, json) is var chosen and >= 0)
        {
            return WriteOption(options[chosen], chosen + 1, ref json);
        }

        var start = json.At;
        var worst = Conversion.Impossible;
        for (var i = 0; i < options.Length; i++)
        {
            json.At = start;
            var conversion = WriteOption(options[i], i + 1, ref json);
            if (conversion == Conversion.Done)
            {
                return conversion;
            }

            worst = conversion == Conversion.OutOfRange ? conversion : worst;
        }

        return worst;
    }

    // Writes the union's branch and the value, or nothing; in any case the cursor is behind the value then.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Conversion WriteOption(AvroOptionPlan option, int branch, ref JsonCursor json)
    {
        switch (option.Kind)
        {
            case AvroKind.Record:
                if (json.First != '{')
                {
                    break;
                }

                Body.WriteByte((byte)(branch << 1));
                _depth++;
                WriteRecord(option.Record!, ref json);
                _depth--;
                return Conversion.Done;
            case AvroKind.Array:
                if (json.First != '[')
                {
                    break;
                }

                Body.WriteByte((byte)(branch << 1));
                _depth++;
                WriteArray(option.Items!, ref json);
                _depth--;
                return Conversion.Done;
            default:
                return _values.Write(option, branch, ref json);
        }

        json.SkipValue();
        return Conversion.Impossible;
    }

    // One block with all items, whose number is known when they are written.
    private void WriteArray(AvroSlotPlan items, ref JsonCursor json)
    {
        var countAt = Body.Length;
        var count = 0;
        Body.WriteByte(0);
        json.Enter();
        for (; json.Next(count == 0); count++)
        {
            _places[_depth] = ~count;
            WriteValue(items, ref json);
        }

        if (count > 0)
        {
            Body.WriteCountAt(countAt, count);
            Body.WriteByte(0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddChange(Conversion reason)
    {
        WritePath(_depth + 1, withIndices: HasMetadata);
        Changes.Add(_path.Written, reason);
    }

    private void WritePath(int depth, bool withIndices)
    {
        _path.Truncate(0);
        var record = _root;
        AvroSlotPlan? items = null;
        for (var i = 0; i < depth; i++)
        {
            AvroSlotPlan slot;
            if (_places[i] >= 0)
            {
                AppendToPath(record!.Fields[_places[i]].Name, isFirst: i == 0);
                slot = record.Fields[_places[i]].Value;
            }
            else
            {
                AppendIndex(~_places[i], withIndices);
                slot = items!;
            }

            (record, items) = (null, null);
            foreach (var option in slot.Options)
            {
                record ??= option.Record;
                items ??= option.Items;
            }
        }
    }

    private void AppendToPath(ReadOnlySpan<byte> name, bool isFirst)
    {
        if (!isFirst)
        {
            _path.WriteByte((byte)'.');
        }

        _path.Write(name);
    }

    private void AppendIndex(int index, bool isShown)
    {
        Span<byte> text = stackalloc byte[16];
        text[0] = (byte)'[';
        var length = 1;
        if (isShown)
        {
            System.Buffers.Text.Utf8Formatter.TryFormat(index, text[1..], out length);
            length++;
        }

        text[length++] = (byte)']';
        AppendToPath(text[..length], isFirst: false);
    }
}
