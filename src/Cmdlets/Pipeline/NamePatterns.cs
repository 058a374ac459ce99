using System.Management.Automation;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>Names that a command was given, some of them perhaps with wildcards.</summary>
/// <param name="names">The names; none stand for all.</param>
internal sealed class NamePatterns(IReadOnlyCollection<string> names)
{
    private readonly List<WildcardPattern> _patterns =
        [.. names.Where(WildcardPattern.ContainsWildcardCharacters).Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];

    /// <summary>Whether all names there are have to be known to say which are meant.</summary>
    internal bool NeedAll => names.Count == 0 || _patterns.Count > 0;

    /// <summary>The names without wildcards.</summary>
    internal IEnumerable<string> Exact => names.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)).Distinct(
        StringComparer.Ordinal);

    /// <summary>Whether a name is one that a wildcard stands for.</summary>
    internal bool Match(string name) => names.Count == 0 || _patterns.Exists(pattern => pattern.IsMatch(name));
}
