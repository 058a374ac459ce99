using System.Runtime.CompilerServices;

namespace AirbyteKafka.Formats.Avro;

/// <summary>
/// The changes of one record's values, encoded: those that came with it, then those of its conversion, each once. For one thread at a time.
/// </summary>
internal sealed class ValueChanges
{
    // So many that came with a record are compared with each other; beyond, one that comes twice is written twice.
    private const int MaxCompared = 256;

    private readonly AvroBuffer _text = new();
    private int[] _ends = new int[16];
    private int _compared;

    /// <summary>The changes, one after the other.</summary>
    internal AvroBuffer Encoded { get; } = new();

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Starts a record.</summary>
    /// <param name="changes">What came with it: a JSON array of objects; empty where nothing did.</param>
    internal void Start(ReadOnlySpan<byte> changes)
    {
        Encoded.Truncate(0);
        Count = 0;
        _compared = 0;
        if (!changes.IsEmpty)
        {
            ReadOwn(changes);
        }
    }

    /// <summary>Adds a change.</summary>
    /// <param name="field">The path of the field.</param>
    /// <param name="reason">Why its value is null now.</param>
    internal void Add(ReadOnlySpan<byte> field, Conversion reason)
    {
        var start = Encoded.Length;
        Encoded.WriteString(field);
        Encoded.WriteString("NULLED"u8);
        Encoded.WriteString(
            reason == Conversion.OutOfRange ? "DESTINATION_FIELD_SIZE_LIMITATION"u8 : "DESTINATION_SERIALIZATION_ERROR"u8);
        Keep(start);
    }

    /// <summary>Takes back what was added since.</summary>
    internal void Truncate(int count)
    {
        Count = count;
        _compared = Math.Min(_compared, count);
        Encoded.Truncate(count == 0 ? 0 : _ends[count - 1]);
    }

    /// <summary>Counts the fields of the changes, for records that do not carry them.</summary>
    internal void CountIn(LostValues lost)
    {
        var start = 0;
        for (var i = 0; i < Count; i++)
        {
            lost.Add(AvroBuffer.ReadString(Encoded.Written[start..]));
            start = _ends[i];
        }
    }

    private void ReadOwn(ReadOnlySpan<byte> changes)
    {
        var json = new JsonCursor(changes);
        if (json.First != '[')
        {
            return;
        }

        json.Enter();
        for (var isFirst = true; json.Next(isFirst); isFirst = false)
        {
            if (json.First == '{')
            {
                ReadChange(json.ReadValue());
            }
            else
            {
                json.SkipValue();
            }
        }

        _compared = Math.Min(Count, MaxCompared);
    }

    private void ReadChange(ReadOnlySpan<byte> change)
    {
        var start = Encoded.Length;
        WriteMember(change, "field"u8);
        WriteMember(change, "change"u8);
        WriteMember(change, "reason"u8);
        _compared = Math.Min(Count, MaxCompared);
        Keep(start);
    }

    // What is missing or null is the empty text.
    private void WriteMember(ReadOnlySpan<byte> change, ReadOnlySpan<byte> wanted)
    {
        _text.Truncate(0);
        var json = new JsonCursor(change);
        json.Enter();
        for (var isFirst = true; json.Next(isFirst); isFirst = false)
        {
            if (!json.ReadName(out _).SequenceEqual(wanted) || json.First == 'n')
            {
                json.SkipValue();
            }
            else if (json.First == '"')
            {
                _text.Truncate(0);
                JsonEscapes.Unescape(json.ReadString(out _), _text);
            }
            else
            {
                _text.Truncate(0);
                _text.Write(json.ReadValue());
            }
        }

        Encoded.WriteString(_text.Written);
    }

    // The conversion's own changes differ by their fields, so only those that came with the record are looked through.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Keep(int start)
    {
        var all = Encoded.Written;
        var added = all[start..];
        var end = 0;
        for (var i = 0; i < _compared; i++)
        {
            var other = all[end.._ends[i]];
            if (other.SequenceEqual(added))
            {
                Encoded.Truncate(start);
                return;
            }

            end = _ends[i];
        }

        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * Count);
        }

        _ends[Count++] = Encoded.Length;
    }
}
