using System.Globalization;
using System.Text;

namespace AirbyteKafka.Settings;

/// <summary>Reads the format of Java's <c>.properties</c> files.</summary>
internal static class JavaProperties
{
    private const string Blanks = " \t\f";

    /// <summary>The keys and values, of equal keys the last.</summary>
    /// <param name="text">The file's text.</param>
    public static Dictionary<string, string> Parse(string text)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in LogicalLines(text))
        {
            var end = FindKeyEnd(line);
            var value = line.AsSpan(end).TrimStart(Blanks);
            value = value is ['=' or ':', ..] ? value[1..].TrimStart(Blanks) : value;
            properties[Unescape(line.AsSpan(0, end))] = Unescape(value);
        }

        return properties;
    }

    // A line that ends with an odd number of backslashes goes on in the next. Comments do not.
    private static IEnumerable<string> LogicalLines(string text)
    {
        var logical = new StringBuilder();
        var goesOn = false;
        foreach (var natural in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = natural.TrimStart(' ', '\t', '\f', '\uFEFF');
            if (!goesOn && line is "" or ['#' or '!', ..])
            {
                continue;
            }

            goesOn = (line.Length - line.TrimEnd('\\').Length) % 2 == 1;
            logical.Append(goesOn ? line[..^1] : line);
            if (!goesOn)
            {
                yield return logical.ToString();
                logical.Clear();
            }
        }

        if (logical.Length > 0)
        {
            yield return logical.ToString();
        }
    }

    private static int FindKeyEnd(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] is '=' or ':' || Blanks.Contains(line[i], StringComparison.Ordinal))
            {
                return i;
            }
        }

        return line.Length;
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || ++i == text.Length)
            {
                plain.Append(i < text.Length ? text[i] : '\\');
            }
            else if (text[i] == 'u' && i + 4 < text.Length && ushort.TryParse(
                text.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 4;
            }
            else
            {
                plain.Append(text[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
            }
        }

        return plain.ToString();
    }
}
