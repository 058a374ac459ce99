using System.Text;
using System.Text.RegularExpressions;

namespace AirbyteKafka.Security.Sasl.Jaas;

/// <summary>
/// Reads JAAS texts that were copied with more than themselves: a property's name, quotes, the braces of a file, characters that cannot be
/// seen. What Kafka's own parser takes is taken as it stands; of the rest only that is undone which can have no other meaning.
/// </summary>
internal static partial class JaasMending
{
    // One copy may have been through two formats.
    private const int Rounds = 2;

    private static readonly (string Leftover, Func<string, string> Remove)[] Leftovers =
    [
        ("characters that cannot be seen", RemoveInvisible),
        ("the property's name in front", text => PropertyName().Replace(text, "")),
        ("the quotes around it", RemoveOuterQuotes),
        ("the backslashes before its quotes", RemoveEscapes),
        ("the backslashes at its line ends", RemoveLineContinuations),
        ("the context and braces around it", text => Context().Match(text) is { Success: true } match ? match.Groups["entry"].Value : text),
        ("HTML's way of writing quotes", RemoveHtml),
        ("curly quotes, taken for straight ones", Straighten),
    ];

    /// <summary>The entry, or a sentence on what is wrong; and what was left out to read it. No sentence repeats any of the text.</summary>
    public static (JaasEntry? Entry, string? Problem, string? LeftOut) Parse(string text)
    {
        var (entry, problem) = JaasParser.Parse(text);
        if (IsKnown(entry))
        {
            return (entry, null, null);
        }

        var mended = text;
        var leftOut = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (leftover, remove) in Leftovers)
            {
                var shorter = remove(mended);
                if (shorter == mended)
                {
                    continue;
                }

                mended = shorter;
                leftOut.Add(leftover);
                if (JaasParser.Parse(mended).Entry is { } found && IsKnown(found))
                {
                    return (found, null, string.Join(" and ", leftOut.Distinct()));
                }
            }
        }

        return (entry, entry is null ? problem + Hint(text) : null, null);
    }

    /// <summary>What is odd about values that Kafka's parser takes as they stand; <see langword="null"/> where nothing is.</summary>
    public static string? FindOddity(JaasEntry entry)
    {
        var values = entry.Options.Select(option => option.Value).ToList();
        return values.Exists(value => value is [var first, .., var last] && IsCurly(first) && IsCurly(last))
            ? "has curly quotes around a value. JAAS takes them for a part of it: write straight ones"
            : values.Exists(value => value.Any(IsInvisible))
            ? "has a value with a character that cannot be seen (such as U+200B or U+FEFF). It is sent as a part of the value"
            : null;
    }

    private static bool IsKnown(JaasEntry? entry) => entry is not null && SaslMechanism.KnowsModule(entry.Module);

    private static string Hint(string text) =>
        text.Any(IsCurly) ? " It has curly quotes, which are none in JAAS: write straight ones."
        : ContextStart().IsMatch(text) ? " Of a JAAS file only the text between the braces of one context belongs here."
        : text.Contains("\\\"", StringComparison.Ordinal)
            ? " It has a backslash before a quote, which belongs there only inside of a quoted value."
        : "";

    private static string RemoveHtml(string text) => HasQuotes(text)
        ? text
        : text.Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&#34;", "\"", StringComparison.Ordinal);

    private static string RemoveInvisible(string text) => OutsideOfQuotes(text, static (all, i, result) =>
    {
        if (all[i] > '\u007f' && char.IsWhiteSpace(all[i]))
        {
            result.Append(' ');
        }
        else if (!IsInvisible(all[i]))
        {
            result.Append(all[i]);
        }

        return 1;
    });

    private static string RemoveLineContinuations(string text) => OutsideOfQuotes(text, static (all, i, result) =>
    {
        if (all[i] == '\\' && i + 1 < all.Length && all[i + 1] is 'n' or 'r' or 't' or '\n' or '\r')
        {
            result.Append(' ');
            return 2;
        }

        result.Append(all[i]);
        return 1;
    });

    private static string RemoveOuterQuotes(string text)
    {
        var inner = text.Trim().TrimEnd(',');
        return inner is ['"', .., '"'] or ['\'', .., '\''] or ['`', .., '`']
            or ['\u201c', .., '\u201d'] or ['\u201e', .., '\u201c'] or ['\u2018', .., '\u2019'] ? inner[1..^1] : text;
    }

    // Where one quote stands without a backslash, a backslash before another may belong to a value.
    private static string RemoveEscapes(string text) =>
        text.Contains("\\\"", StringComparison.Ordinal) && !BareQuote().IsMatch(text)
            ? Escape().Replace(text, match => match.Groups["char"].Value)
            : text;

    private static string Straighten(string text) =>
        HasQuotes(text) ? text
        : text.AsSpan().ContainsAny("\u201c\u201d\u201e\u201f")
            ? string.Concat(text.Select(c => c is >= '\u201c' and <= '\u201f' ? '"' : c))
        : string.Concat(text.Select(c => IsCurly(c) ? '\'' : c));

    private static bool HasQuotes(string text) => text.Contains('"', StringComparison.Ordinal);

    private static bool IsCurly(char c) => c is >= '\u2018' and <= '\u201f';

    private static bool IsInvisible(char c) =>
        c is '\ufeff' or '\u00ad' or '\u180e'
            or (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u2069');

    private static string OutsideOfQuotes(string text, Func<string, int, StringBuilder, int> take)
    {
        var result = new StringBuilder(text.Length);
        var quote = '\0';
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (quote == '\0' && c is not ('"' or '\''))
            {
                i += take(text, i, result);
                continue;
            }

            quote = quote == '\0' ? c : c == quote ? '\0' : quote;
            result.Append(c);
            i++;
            if (quote != '\0' && c == '\\' && i < text.Length)
            {
                result.Append(text[i++]);
            }
        }

        return result.ToString();
    }

    [GeneratedRegex(
        @"\A\s*[""']?[\w.-]*sasl[._-]?jaas[._-]?config[""']?\s*[=:]\s*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PropertyName();

    [GeneratedRegex(@"\A\s*[\w.-]+\s*\{(?<entry>.*)\}\s*;?\s*\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Context();

    [GeneratedRegex(@"\A\s*[\w.-]+\s*\{", RegexOptions.CultureInvariant)]
    private static partial Regex ContextStart();

    [GeneratedRegex(@"(?<!\\)(\\\\)*""", RegexOptions.CultureInvariant)]
    private static partial Regex BareQuote();

    [GeneratedRegex(@"\\(?<char>[""\\/])", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
