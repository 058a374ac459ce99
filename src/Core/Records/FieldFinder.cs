using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Input;

namespace AirbyteKafka.Records;

/// <summary>
/// Finds fields in the JSON text of an object by their paths. It stops when it has found all of them, skips what it does not look for, and
/// allocates nothing. For one thread at a time.
/// </summary>
/// <remarks>
/// The text was checked before. Of two fields of one name the first counts: to know the last one, every record would have to be read to its
/// end. Like the scanners of lines it has a quick reader and, for what that one does not know, a thorough one.
/// </remarks>
internal sealed unsafe class FieldFinder
{
    // As deep as lines may be nested.
    private const int MaxDepth = 1000;

    private readonly Node _root = new([]);
    private readonly ByteSlice[] _found;
    private readonly KeyBuffer _name = new();
    private int _left;
    private long _search;

    /// <summary>Takes the paths.</summary>
    /// <param name="paths">Each as names from the outside in; at least one name each.</param>
    internal FieldFinder(IReadOnlyList<IReadOnlyList<string>> paths)
    {
        _found = new ByteSlice[paths.Count];
        for (var slot = 0; slot < paths.Count; slot++)
        {
            var node = _root;
            foreach (var name in paths[slot])
            {
                node.Leaves++;
                node = node.Child(Encoding.UTF8.GetBytes(name));
            }

            node.Slots.Add(slot);
        }
    }

    /// <summary>Finds the fields.</summary>
    /// <param name="data">Valid JSON without blanks around it.</param>
    /// <returns>
    /// For each path where its value lies in <paramref name="data"/>; not present where there is none, or its value is null. Valid until
    /// the next call.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal ReadOnlySpan<ByteSlice> Find(ReadOnlySpan<byte> data)
    {
        if (!TryFindQuickly(data))
        {
            FindThoroughly(data);
        }

        return _found;
    }

    /// <summary>Finds the fields with a general JSON reader: the yardstick for the quick one.</summary>
    /// <inheritdoc cref="Find" path="/param"/>
    internal ReadOnlySpan<ByteSlice> FindThoroughly(ReadOnlySpan<byte> data)
    {
        Begin();
        var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Walk(ref reader, _root);
        }

        return _found;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryFindQuickly(ReadOnlySpan<byte> data)
    {
        Begin();
        if (data.IsEmpty || data[0] != '{')
        {
            return true;
        }

        fixed (byte* start = &MemoryMarshal.GetReference(data))
        {
            // The brace that ends the object stands in no string: it ends the search for what is special in them.
            var specials = new SpecialBytes(start, start + data.Length - 1);
            return Walk(start, start, _root, ref specials) is not null;
        }
    }

    private void Begin()
    {
        _found.AsSpan().Clear();
        _left = _root.Leaves;
        _search++;
    }

    /// <param name="start">Where the text begins.</param>
    /// <param name="at">The object's opening brace.</param>
    /// <param name="wanted">What to look for in it.</param>
    /// <param name="specials">Those of the text.</param>
    /// <returns>Behind the object, or anywhere in it where nothing is left to find; null where this reader cannot read it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* Walk(byte* start, byte* at, Node wanted, ref SpecialBytes specials)
    {
        at = JsonSkipper.SkipBlanks(at + 1);
        if (*at == '}')
        {
            return at + 1;
        }

        while (*at == '"')
        {
            var name = at + 1;
            at = specials.Next(name);
            var isEscaped = *at != '"';
            at = isEscaped ? JsonSkipper.SkipString(name, ref specials) : at + 1;
            if (at is null)
            {
                return null;
            }

            var field = Match(wanted, new ReadOnlySpan<byte>(name, (int)(at - 1 - name)), isEscaped);
            at = JsonSkipper.SkipBlanks(at);
            if (*at != ':')
            {
                return null;
            }

            at = JsonSkipper.SkipBlanks(at + 1);
            at = field is null ? JsonSkipper.SkipValue(at, ref specials) : TakeValue(start, at, field, ref specials);
            if (at is null || _left == 0)
            {
                return at;
            }

            at = JsonSkipper.SkipBlanks(at);
            if (*at == '}')
            {
                return at + 1;
            }

            if (*at != ',')
            {
                return null;
            }

            at = JsonSkipper.SkipBlanks(at + 1);
        }

        return null;
    }

    private byte* TakeValue(byte* start, byte* at, Node field, ref SpecialBytes specials)
    {
        var value = at;
        var left = _left - field.Leaves;
        if (field.Slots.Count == 0 && *value == '{')
        {
            at = Walk(start, value, field, ref specials);
        }
        else
        {
            at = JsonSkipper.SkipValue(value, ref specials);
            if (at is null)
            {
                return null;
            }

            Note(field, *value, (int)(value - start), (int)(at - value));
            left -= field.Slots.Count;
            if (*value == '{' && field.Leaves > 0)
            {
                var inside = new SpecialBytes(start, specials.End);
                if (Walk(start, value, field, ref inside) is null)
                {
                    return null;
                }
            }
        }

        _left = left;
        return at;
    }

    private void Walk(ref Utf8JsonReader reader, Node wanted)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Match(wanted, reader.ValueSpan, reader.ValueIsEscaped);
            reader.Read();
            if (field is null)
            {
                reader.Skip();
                continue;
            }

            var inside = reader;
            var value = (int)reader.TokenStartIndex;
            var token = reader.TokenType;
            reader.Skip();
            Note(field, token == JsonTokenType.Null ? (byte)'n' : default, value, (int)reader.BytesConsumed - value);
            if (token == JsonTokenType.StartObject && field.Leaves > 0)
            {
                Walk(ref inside, field);
            }
        }
    }

    private void Note(Node field, byte first, int start, int length)
    {
        if (first == 'n')
        {
            return;
        }

        foreach (var slot in field.Slots)
        {
            _found[slot] = new ByteSlice(start, length);
        }
    }

    /// <summary>The field of a name, when it comes for the first time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Node? Match(Node wanted, ReadOnlySpan<byte> name, bool isEscaped)
    {
        if (isEscaped)
        {
            _name.Clear();
            JsonBytes.AppendText(_name, name);
            name = _name.Text;
        }

        foreach (var child in wanted.Children)
        {
            if (child.Name.AsSpan().SequenceEqual(name))
            {
                if (child.Search == _search)
                {
                    return null;
                }

                child.Search = _search;
                return child;
            }
        }

        return null;
    }

    private sealed class Node(byte[] name)
    {
        public byte[] Name { get; } = name;

        public Node[] Children { get; private set; } = [];

        /// <summary>The paths that end here.</summary>
        public List<int> Slots { get; } = [];

        /// <summary>How many paths go on from here.</summary>
        public int Leaves { get; set; }

        /// <summary>The search in which it came last.</summary>
        public long Search { get; set; }

        public Node Child(byte[] name)
        {
            foreach (var child in Children)
            {
                if (child.Name.AsSpan().SequenceEqual(name))
                {
                    return child;
                }
            }

            Children = [.. Children, new Node(name)];
            return Children[^1];
        }
    }
}
