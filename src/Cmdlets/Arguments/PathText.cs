using System.Globalization;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>
/// What a message may repeat of a text that was given as a path and leads to no file: it may be a configuration, or a secret.
/// </summary>
internal static class PathText
{
    private const int LongestShown = 1024;
    private const string Unusual = "=;\"'{}[]<>|@*?&%#!$,`^()";

    // Of files that configurations, catalogs, certificates and messages are kept in.
    private static readonly HashSet<string> Extensions = new(
        [
            ".json", ".jsonl", ".json5", ".jsonc", ".ndjson", ".txt", ".log", ".csv", ".gz", ".yaml", ".yml", ".conf", ".cfg", ".config",
                ".properties", ".env", ".ini", ".xml",
            ".clixml", ".psd1", ".ps1", ".bak", ".old", ".tmp", ".pem", ".crt", ".cer", ".key", ".p12", ".pfx", ".jks", ".der",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The path in quotes where it can hardly be anything else; otherwise only its length and how it begins.</summary>
    internal static string Show(string text) => LooksLikePath(text) ? $"'{text}'" : Describe(text);

    /// <summary>Its length and the kind of its first character.</summary>
    internal static string Describe(string text) => text.Length == 0 ? "an empty text" : string.Create(
        CultureInfo.InvariantCulture, $"a text of {text.Length} character{(text.Length == 1 ? "" : "s")} that begins with {Kind(text[0])}");

    /// <summary>Whether a text has the form of a path, and either the extension of one or a folder that exists.</summary>
    internal static bool LooksLikePath(string text)
    {
        if (text.Length is 0 or > LongestShown || text.Any(char.IsControl))
        {
            return false;
        }

        // Base64 has slashes, too, and may begin with one.
        if (Path.GetDirectoryName(text) is { Length: > 1 } folder && Path.IsPathRooted(folder) && Directory.Exists(folder))
        {
            return true;
        }

        return Extensions.Contains(Path.GetExtension(text)) && !text.Any(c => Unusual.Contains(c, StringComparison.Ordinal))
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains("://", StringComparison.Ordinal);
    }

    private static string Kind(char first) =>
        char.IsWhiteSpace(first) ? "white space"
        : char.IsLetter(first) ? "a letter"
        : char.IsDigit(first) ? "a digit"
        : first switch
        {
            '"' or '\'' => "a quote",
            '[' or '(' or '<' => "a bracket",
            '/' or '\\' => "a slash",
            _ => "another character",
        };
}
