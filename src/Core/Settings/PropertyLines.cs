using System.Globalization;
using AirbyteKafka.Text;

namespace AirbyteKafka.Settings;

/// <summary>
/// Reads the lines of a <see cref="PropertyListSetting"/>. A line may be a password in the wrong place: no message repeats one.
/// </summary>
internal static class PropertyLines
{
    // Nobody writes more, and every line that is wrong is looked at for what was meant.
    private const int LongestText = 64 * 1024;

    /// <summary>
    /// Reads a text. Empty lines and those that begin with <c>#</c> are skipped; the first <c>=</c> of a line ends the name.
    /// </summary>
    /// <param name="text">The text, with the line ends of any system.</param>
    /// <param name="setting">Which setting it is.</param>
    /// <param name="issues">Takes what is wrong.</param>
    internal static IReadOnlyList<PropertyEntry> Read(string text, PropertyListSetting setting, ConfigIssues issues)
    {
        if (text.Length > LongestText)
        {
            issues.Problem(ConfigIssueId.OutOfRange, setting.Path, string.Create(
                CultureInfo.InvariantCulture,
                $"{setting.Path} has {text.Length} characters; it must be at most {LongestText}. Write key=value, one a line."));
            return [];
        }

        var entries = new List<PropertyEntry>();
        var wrong = new List<string>();
        var number = 0;
        foreach (var untrimmed in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var line = untrimmed.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var where = string.Create(CultureInfo.InvariantCulture, $"{setting.Path}, line {number}");
            var sign = line.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0)
            {
                entries.Add(new(line[..sign].TrimEnd(), line[(sign + 1)..].TrimStart(), where));
            }
            else
            {
                // It may be a secret whose name is missing, or the rest of one that was broken in two.
                issues.Secrets.Add(line);
                wrong.Add($"{where}: {(sign == 0 ? "there is no name before '='" : "there is no '='")}.");
            }
        }

        if (wrong.Count > 0)
        {
            issues.Problem(ConfigIssueId.UnusableText, setting.Path, $"{Printable.Lines(wrong, " ")} Write key=value, one a line.");
        }

        return entries;
    }

    /// <summary>The entries without those that a later one of the same name takes the place of. Notes which values are secrets.</summary>
    internal static IReadOnlyList<PropertyEntry> Distinct(
        IReadOnlyList<PropertyEntry> entries, PropertyListSetting setting, ConfigIssues issues)
    {
        var last = new OrderedDictionary<string, PropertyEntry>(StringComparer.Ordinal);
        var repeated = new List<string>();
        foreach (var entry in entries)
        {
            issues.Secrets.AddUserInfo(entry.Value);
            if (UnknownKeys.LooksSecret(entry.Name))
            {
                issues.Secrets.AddLines(entry.Value);
            }

            if (!last.TryAdd(entry.Name, entry))
            {
                last[entry.Name] = entry;
                repeated.Add(entry.Where);
            }
        }

        if (repeated.Count > 0)
        {
            issues.Warning(
                ConfigIssueId.DuplicateKey,
                setting.Path,
                $"{Printable.List(repeated)}: the key is given before as well; the last one counts.");
        }

        return [.. last.Values];
    }
}
