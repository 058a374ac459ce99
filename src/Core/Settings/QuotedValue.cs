using System.Globalization;
using System.Text.RegularExpressions;

namespace AirbyteKafka.Settings;

/// <summary>Decides what of a configuration a message may repeat. A value in the wrong place may be a secret.</summary>
public static partial class QuotedValue
{
    private const int LongestShown = 60;
    private const int ShortestName = 4;

    private const string LooksSecret = "the text (not shown: it looks like a credential)";

    private static readonly string[] TellingWords = ["password", "passwd", "secret", "LoginModule", "-----BEGIN", "token", "username",
        "bearer"];

    // Wrong values that people write, besides near misses of the right ones.
    private static readonly HashSet<string> CommonMistakes = new(
        [
            "TLS", "mTLS", "SASL", "SASL_TLS", "NONE", "NO", "YES", "ON", "OFF", "HTTP", "SCRAM", "SCRAM-SHA-1", "SHA-256", "SHA-512",
                "OAUTH", "OAUTH2", "OIDC", "KERBEROS",
            "DIGEST-MD5", "EXTERNAL", "AWS_MSK_IAM", "brotli", "deflate", "zip", "bzip2", "use_first_ip", "leader", "quorum", "-1",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A value that can be any text: quoted, short, without a login in it, and not at all where it looks like a credential.
    /// </summary>
    internal static string Any(string value)
    {
        if (Array.Exists(TellingWords, word => value.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            return LooksSecret;
        }

        var shown = UserInfo.Blot(value);
        return shown.Length <= LongestShown ? $"'{shown}'" : $"'{shown[..LongestShown]}…'";
    }

    /// <summary>A value that should have been a number or one of a list: quoted only where it is nearly that.</summary>
    internal static string NearlyOneOf(string value, IEnumerable<string> allowed)
    {
        var text = value.Trim();
        return Number().IsMatch(text) || CommonMistakes.Contains(text) || ClosestName.Of(text, allowed) is not null ? Any(text)
            : Length(text);
    }

    /// <summary>A sync mode that is not known: quoted only where it could be one.</summary>
    internal static string Mode(string value) => value.Length <= LongestShown && value.All(c => char.IsAsciiLetterLower(c) || c == '_')
        ? $"'{value}'" : Length(value);

    /// <summary>
    /// The name of a key that is no setting, or <see langword="null"/> where it may be a secret: only names of properties of Kafka's
    /// clients, and near misses of settings, are shown.
    /// </summary>
    internal static string? Key(string name, bool isNearMiss) =>
        name.Length is >= ShortestName and <= LongestShown && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')
            && (isNearMiss || KafkaPropertyNames.All.Any(known => ClosestName.Normalize(known) == ClosestName.Normalize(name)))
            ? name
            : null;

    /// <summary>What can be said of a text that is not shown.</summary>
    /// <param name="value">The text.</param>
    public static string Length(string value) => string.Create(
        CultureInfo.InvariantCulture, $"a text of {value.Length} character{(value.Length == 1 ? "" : "s")} (not shown: it may be a "
            + $"secret)");

    // With a unit, as in 16k or 30 s.
    [GeneratedRegex("^[+-]?[0-9][0-9.,_]{0,15}(e[+-]?[0-9]{1,3})?( ?[A-Za-z]{1,3})?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
