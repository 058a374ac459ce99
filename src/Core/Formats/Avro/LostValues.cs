namespace AirbyteKafka.Formats.Avro;

/// <summary>What left no trace in the records of a stream, counted by field.</summary>
internal sealed class LostValues
{
    // A source whose names are data would fill the memory.
    private const int MaxNames = 1000;

    private readonly NameTable _names = new();
    private long[] _counts = new long[16];

    /// <summary>How many there are in all.</summary>
    internal long Total { get; private set; }

    /// <summary>The paths of fields and how many values each lost; not those of more than 1,000.</summary>
    internal IEnumerable<(string Path, long Count)> ByField =>
        Enumerable.Range(0, _names.Count).Select(place => (System.Text.Encoding.UTF8.GetString(_names[place]), _counts[place]));

    /// <summary>Counts a value.</summary>
    /// <param name="path">The path of its field.</param>
    internal void Add(ReadOnlySpan<byte> path)
    {
        Total++;
        var place = _names.Find(path);
        if (place < 0)
        {
            if (_names.Count == MaxNames)
            {
                return;
            }

            place = _names.Add(path);
            if (place == _counts.Length)
            {
                Array.Resize(ref _counts, 2 * place);
            }
        }

        _counts[place]++;
    }
}
