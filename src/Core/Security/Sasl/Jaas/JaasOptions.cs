using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Sasl.Jaas;

/// <summary>
/// The options of one login module while they are being read: what was asked for, what is missing, what nobody asked for.
/// </summary>
internal sealed class JaasOptions(JaasEntry entry, ConfigIssues issues)
{
    private readonly HashSet<string> _read = [];

    private string Module => JaasEntry.ShortName(entry.Module);

    private static string Path => ProtocolSettings.SaslJaasConfig.Path;

    /// <summary>An option's value; <see langword="null"/> where it is absent.</summary>
    public string? Optional(string name)
    {
        _read.Add(name);
        return entry.Option(name);
    }

    /// <summary>An option's value; a problem where it is absent or empty.</summary>
    public string Required(string name, string? hint = null)
    {
        var value = Optional(name);
        if (string.IsNullOrEmpty(value))
        {
            Problem($"{(value is null ? "lacks the option" : "has an empty option")} {name}{hint}.");
        }

        return value ?? "";
    }

    /// <summary>Whether an option is <c>true</c>.</summary>
    public bool IsTrue(string name) => string.Equals(Optional(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Every option that begins with <paramref name="prefix"/>, without it.</summary>
    public List<KeyValuePair<string, string>> Prefixed(string prefix)
    {
        var found = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in entry.Options)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && _read.Add(name))
            {
                found.Add(new(name[prefix.Length..], value));
            }
        }

        return found;
    }

    /// <summary>Says what is wrong with the module's options; <paramref name="what"/> goes on after the module's name.</summary>
    public void Problem(string what) => issues.Problem(ConfigIssueId.JaasOption, Path, $"{Path}: {Module} {what}");

    /// <summary>
    /// Checks SASL extensions against what the protocol, and librdkafka's <paramref name="separator"/>-separated list of them, can carry.
    /// </summary>
    public void CheckExtensions(List<KeyValuePair<string, string>> extensions, char separator)
    {
        foreach (var (name, value) in extensions)
        {
            if (name.Length == 0 || !name.All(char.IsAsciiLetter) || name == "auth")
            {
                Problem("has an extension whose name is not made of ASCII letters alone, or is the reserved 'auth'.");
            }
            else if (value.Length == 0 || value.Any(c => c is < ' ' or > '~' || c == separator || (separator == ',' && c == '=')))
            {
                Problem(
                    $"has an extension {name} with a value that cannot be sent: it must be visible ASCII, not empty, and without "
                    + $"{(separator == ',' ? "',' and '='" : "blanks")}.");
            }
        }
    }

    /// <summary>
    /// Warns about options nobody asked for. They are counted, not named: in a text with a misplaced quote they are pieces of the password.
    /// </summary>
    public void WarnAboutTheRest(params ReadOnlySpan<string> ignored)
    {
        foreach (var name in ignored)
        {
            _read.Add(name);
        }

        var rest = entry.Options.Count(option => !_read.Contains(option.Key));
        if (rest > 0)
        {
            issues.Warning(
                ConfigIssueId.NoEffect,
                Path,
                $"{Path}: {rest} option{(rest == 1 ? " has" : "s have")} no effect with {Module} here. Known are: "
                + $"{string.Join(", ", _read.Order(StringComparer.Ordinal))}.");
        }
    }
}
