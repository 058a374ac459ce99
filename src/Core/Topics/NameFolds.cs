using System.Globalization;

namespace AirbyteKafka.Topics;

/// <summary>
/// What is left of a code point once it is decomposed (NFKD), rid of marks, and everything that a topic name cannot hold is an underscore.
/// </summary>
/// <remarks>
/// <see cref="string.Normalize(System.Text.NormalizationForm)"/> is not used: it does nothing where globalization is invariant (as in this
/// product and in
/// images without ICU), depends on the ICU at hand elsewhere, and throws on lone surrogates and U+FFFE. A topic must have one name on every
/// machine,
/// so the outcome for each code point is a table. Unicode keeps decompositions stable, and only marks are ever reordered, so nothing else
/// is needed.
/// </remarks>
internal sealed class NameFolds
{
    /// <summary>The table of Unicode 15.0, that of Java 21.</summary>
    public static readonly NameFolds Unicode = Read();

    private const int HangulFirst = 0xAC00;
    private const int HangulLast = 0xD7A3;
    private const int HangulPerVowel = 28;

    private readonly int[] _starts;
    private readonly Range[] _ranges;

    private NameFolds(Range[] ranges)
    {
        _ranges = ranges;
        _starts = Array.ConvertAll(ranges, range => range.First);
    }

    /// <summary>The folded form: ASCII letters, digits, underscores and blanks; empty for a mark.</summary>
    /// <param name="codePoint">A code point above ASCII, or a lone surrogate.</param>
    public string Fold(int codePoint)
    {
        if (codePoint is >= HangulFirst and <= HangulLast)
        {
            return (codePoint - HangulFirst) % HangulPerVowel == 0 ? "__" : "___";
        }
        int at = Array.BinarySearch(_starts, codePoint);
        Range range = _ranges[Math.Max(at >= 0 ? at : ~at - 1, 0)];
        if (codePoint < range.First || codePoint > range.Last)
        {
            return "_";
        }
        return range.CountsUp ? ((char)(range.Text[0] + codePoint - range.First)).ToString() : range.Text;
    }

    private static NameFolds Read()
    {
        using Stream stream = typeof(NameFolds).Assembly.GetManifestResourceStream("AirbyteKafka.Topics.NameFolds.txt")!;
        using var reader = new StreamReader(stream);
        var ranges = new List<Range>(2048);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                ranges.Add(Range.Parse(line));
            }
        }
        return new NameFolds([.. ranges]);
    }

    private readonly record struct Range(int First, int Last, string Text, bool CountsUp)
    {
        public static Range Parse(string line)
        {
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            int dash = line.IndexOf('-', 0, blank);
            string text = line[(blank + 1)..];
            bool countsUp = text.EndsWith('+');
            return new(
                Hex(line.AsSpan(0, dash < 0 ? blank : dash)),
                Hex(line.AsSpan(dash + 1, blank - dash - 1)),
                countsUp ? text[..^1] : text == "-" ? "" : text.Replace('~', ' '),
                countsUp);
        }

        private static int Hex(ReadOnlySpan<char> digits) =>
            int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
