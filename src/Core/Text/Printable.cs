using System.Globalization;
using System.Text;

namespace AirbyteKafka.Text;

/// <summary>Makes what peers, records, configurations and catalogs say fit for a sentence: visible, and of bounded length.</summary>
/// <remarks>Secrets are not its business: they are taken out before, while they are still spelled as they were.</remarks>
public static class Printable
{
    /// <summary>The most characters that one text from outside takes up in a sentence.</summary>
    public const int MaxLength = 200;

    /// <summary>The most characters of a path: cut, it would be of no use, and no system has longer ones.</summary>
    public const int MaxPathLength = 4096;

    /// <summary>The most entries of a list from outside that a sentence names.</summary>
    public const int MaxListed = 10;

    /// <summary>The most characters of a message as a whole: a list of problems, each with its texts.</summary>
    public const int MaxMessageLength = 20_000;

    /// <summary>A text from outside as part of a sentence.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">The most of its characters; then comes how many there are.</param>
    /// <returns>The text without characters that move a cursor or turn a line around: those are shown as escapes.</returns>
    public static string Of(string? text, int maxLength = MaxLength) => Escape(Cut(text ?? "", maxLength), keepLineEnds: false);

    /// <summary>
    /// A list from outside as part of a sentence: its first <see cref="MaxListed"/> entries, then how many more there are.
    /// </summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="maxLength">The most characters of each.</param>
    public static string List(IReadOnlyCollection<string> texts, int maxLength = MaxLength)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Bounded(string.Join(", ", texts.Take(MaxListed).Select(text => Of(text, maxLength))), texts.Count);
    }

    /// <summary>A list of names from outside as part of a sentence, each in quotes; bounded as <see cref="List"/> is.</summary>
    /// <param name="names">Any texts.</param>
    public static string Quoted(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Bounded(string.Join(", ", names.Take(MaxListed).Select(name => $"'{Of(name)}'")), names.Count);
    }

    /// <summary>Sentences, one a line: the first <see cref="MaxListed"/>, then how many more there are.</summary>
    /// <param name="sentences">Any sentences.</param>
    /// <param name="separator">What stands between two.</param>
    public static string Lines(IReadOnlyCollection<string> sentences, string separator = "\n")
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var first = string.Join(separator, sentences.Take(MaxListed));
        return sentences.Count <= MaxListed
            ? first
            : string.Create(CultureInfo.InvariantCulture, $"{first}{separator}and {sentences.Count - MaxListed} more.");
    }

    /// <summary>A whole message, whose parts may come from outside. Its line ends stay, because lists of problems have some.</summary>
    /// <param name="message">Any text.</param>
    public static string Message(string? message) => Escape(Cut(message ?? "", MaxMessageLength), keepLineEnds: true);

    /// <summary>Any text, of any length, on one line and without characters that cannot be seen.</summary>
    /// <param name="text">Any text.</param>
    public static string Line(string? text) => Escape(text ?? "", keepLineEnds: false);

    private static string Bounded(string named, int count) => count <= MaxListed
        ? named
        : string.Create(CultureInfo.InvariantCulture, $"{named} and {count - MaxListed} more");

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}… ({text.Length} characters)");
    }

    private static string Escape(string text, bool keepLineEnds)
    {
        var first = FirstHidden(text, keepLineEnds);
        if (first < 0)
        {
            return text;
        }

        var visible = new StringBuilder(text, 0, first, text.Length + 16);
        for (var at = first; at < text.Length;)
        {
            var length = LengthAt(text, at, out var hidden, keepLineEnds);
            foreach (var unit in text.AsSpan(at, length))
            {
                _ = hidden ? visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}") : visible.Append(unit);
            }

            at += length;
        }

        return visible.ToString();
    }

    private static int FirstHidden(string text, bool keepLineEnds)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = LengthAt(text, at, out var hidden, keepLineEnds);
            if (hidden)
            {
                return at;
            }

            at += length;
        }

        return -1;
    }

    private static int LengthAt(string text, int at, out bool hidden, bool keepLineEnds)
    {
        if (text[at] is >= ' ' and <= '~')
        {
            hidden = false;
            return 1;
        }

        if (!Rune.TryGetRuneAt(text, at, out var rune))
        {
            // Half of a pair.
            hidden = true;
            return 1;
        }

        hidden = !(keepLineEnds && rune.Value == '\n') && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
        return rune.Utf16SequenceLength;
    }
}
