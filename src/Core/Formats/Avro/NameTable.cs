using System.Runtime.CompilerServices;

namespace AirbyteKafka.Formats.Avro;

/// <summary>Finds names, which are bytes, by their place in the order in which they were added.</summary>
internal sealed class NameTable
{
    private readonly List<byte[]> _names = [];
    private int[] _slots = new int[16];

    /// <summary>How many names it has.</summary>
    internal int Count => _names.Count;

    /// <summary>A name by its place.</summary>
    internal ReadOnlySpan<byte> this[int place] => _names[place];

    /// <summary>The place of a name; below 0 where it is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Find(ReadOnlySpan<byte> name)
    {
        for (var slot = Hash(name) & (_slots.Length - 1); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (name.SequenceEqual(_names[_slots[slot] - 1]))
            {
                return _slots[slot] - 1;
            }
        }

        return -1;
    }

    /// <summary>Adds a name that is not there yet.</summary>
    /// <returns>Its place.</returns>
    internal int Add(ReadOnlySpan<byte> name)
    {
        _names.Add(name.ToArray());
        if (_names.Count * 2 > _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            for (var place = 0; place < _names.Count; place++)
            {
                Put(place);
            }
        }
        else
        {
            Put(_names.Count - 1);
        }

        return _names.Count - 1;
    }

    private void Put(int place)
    {
        var slot = Hash(_names[place]) & (_slots.Length - 1);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = place + 1;
    }

    // FNV-1a over the first and the last eight bytes and the length: names are short, and differ there.
    private static int Hash(ReadOnlySpan<byte> name)
    {
        const int Looked = 8;
        const uint Prime = 16777619;
        var hash = 2166136261 ^ (uint)name.Length;
        foreach (var value in name[..Math.Min(name.Length, Looked)])
        {
            hash = (hash ^ value) * Prime;
        }

        foreach (var value in name[Math.Max(name.Length - Looked, 0)..])
        {
            hash = (hash ^ value) * Prime;
        }

        return (int)(hash ^ (hash >> 15)) & int.MaxValue;
    }
}
