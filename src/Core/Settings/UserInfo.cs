using System.Text.RegularExpressions;

namespace AirbyteKafka.Settings;

/// <summary>
/// Finds logins that were written into addresses, as in <c>https://user:password@host</c> or <c>user:password@host:9092</c>.
/// </summary>
internal static partial class UserInfo
{
    /// <summary>The text with three asterisks in place of each login.</summary>
    public static string Blot(string text) => text.Contains('@', StringComparison.Ordinal) ? Login().Replace(text, "***") : text;

    /// <summary>The passwords, and user names that stand alone, in such logins.</summary>
    public static IEnumerable<string> Secrets(string text) => !text.Contains('@', StringComparison.Ordinal) ? []
        : Login().Matches(text).Select(match =>
        match.Value.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? match.Value[(colon + 1)..] : match.Value);

    // A password may have any character, also '@' and ','. Without "://" in front only a pair is taken for a login.
    [GeneratedRegex(@"(?<=://)[^\r\n]+(?=@)|(?<![^\s,;'""(<=])[^\s@:,/]+:[^\r\n]+(?=@)", RegexOptions.CultureInvariant)]
    private static partial Regex Login();
}
