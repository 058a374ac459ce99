namespace AirbyteKafka.Settings;

/// <summary>Finds what somebody meant to type.</summary>
public static class ClosestName
{
    /// <param name="typed">What was typed.</param>
    /// <param name="names">The names there are.</param>
    /// <summary>
    /// The name nearest to <paramref name="typed"/> by edits (one letter more, less, other, or two swapped), or <see langword="null"/>
    /// where none is near.
    /// </summary>
    public static string? Of(string typed, IEnumerable<string> names)
    {
        if (typed.Length > 100)
        {
            return null;
        }

        var wanted = Normalize(typed);
        var best = names.Select(name => (Name: name, Edits: Edits(wanted, Normalize(name)))).MinBy(candidate => candidate.Edits);
        return best.Name is not null && best.Edits <= Math.Max(1, wanted.Length / 4) ? best.Name : null;
    }

    /// <summary>The names that <paramref name="typed"/> may stand for: few edits away, or with what was typed in them.</summary>
    /// <returns>The nearest first, five at most.</returns>
    public static IReadOnlyList<string> Near(string typed, IEnumerable<string> names)
    {
        var wanted = Normalize(typed);
        if (wanted.Length is 0 or > 100)
        {
            return [];
        }

        return
        [
            .. names.Select(name => (Name: name, Edits: Edits(wanted, Normalize(name)), IsPart: IsPart(wanted, Normalize(name))))
                .Where(candidate => candidate.IsPart || candidate.Edits <= Math.Max(2, wanted.Length / 3))
                .OrderBy(candidate => candidate.Edits)
                .Take(5)
                .Select(candidate => candidate.Name),
        ];
    }

    // "leader or follower" and "TopicAuthFailed" are many letters short of their names.
    private static bool IsPart(string typed, string name) =>
        typed.Length >= 4 && (name.Contains(typed, StringComparison.Ordinal) || (typed[0] == name[0] && IsAbbreviation(typed, name)));

    private static bool IsAbbreviation(string typed, string name)
    {
        var found = 0;
        foreach (var letter in name)
        {
            found += found < typed.Length && typed[found] == letter ? 1 : 0;
        }

        return found == typed.Length;
    }

    /// <summary>
    /// What counts of a name: <c>bootstrap.servers</c>, <c>bootstrap-servers</c> and <c>BootstrapServers</c> are <c>bootstrap_servers</c>.
    /// </summary>
    internal static string Normalize(string name) =>
        string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static int Edits(string left, string right)
    {
        var before = new int[right.Length + 1];
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, above[j] + 1), above[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, above) = (above, row);
        }

        return above[right.Length];
    }
}
