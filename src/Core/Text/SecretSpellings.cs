using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace AirbyteKafka.Text;

/// <summary>Blots secrets out of a text however other software has written them.</summary>
/// <remarks>
/// A character of a secret is found as itself, as a percent escape of its UTF-8 bytes, as an HTML entity or as an escape of JSON or JAAS,
/// each
/// in either case, also several in one secret. The beginning of a secret counts where the text ends: buffers cut what they hold. What looks
/// like a bearer token is one, whoever it belongs to.
/// </remarks>
internal static partial class SecretSpellings
{
    private const string Blot = "***";

    // Less of a secret could be the beginning of any word.
    private const int ShortestBeginning = 4;

    private const int LongestCutEscape = 6;

    // What is not a token after the word Bearer.
    private static readonly HashSet<string> Words = new(
        ["token", "tokens", "auth", "authentication", "authorization", "scheme", "is", "was"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The Base64 forms of bytes: either alphabet, without the padding, which may be left out.</summary>
    public static IEnumerable<string> Base64(ReadOnlySpan<byte> bytes)
    {
        var text = Convert.ToBase64String(bytes).TrimEnd('=');
        return [text, text.Replace('+', '-').Replace('/', '_')];
    }

    /// <summary>Replaces the secrets in a text by three asterisks.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="secrets">The secrets, longest first.</param>
    public static string Redact(string text, IEnumerable<string> secrets)
    {
        foreach (var secret in secrets)
        {
            text = Redact(text, secret);
        }

        text = Tokens().Replace(text, Blot);
        return Bearers().Replace(
            text, found => Words.Contains(found.Groups["token"].Value) ? found.Value : found.Groups["scheme"].Value + Blot);
    }

    private static string Redact(string text, string secret)
    {
        StringBuilder? clean = null;
        var kept = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (Match(text, at, secret) is > 0 and var length)
            {
                clean = (clean ?? new StringBuilder(text.Length)).Append(text, kept, at - kept).Append(Blot);
                kept = at + length;
                at = kept - 1;
            }
        }

        return clean is null ? text : clean.Append(text, kept, text.Length - kept).ToString();
    }

    /// <summary>How much of the text, from a place on, is the secret or, at the text's end, its beginning; 0 where it is neither.</summary>
    private static int Match(string text, int start, string secret)
    {
        var at = start;
        for (var i = 0; i < secret.Length;)
        {
            if (at >= text.Length || text[at] == '…')
            {
                return i >= ShortestBeginning ? at - start : 0;
            }

            var length = MatchCharacter(text, at, secret, i, out var used);
            if (length == 0)
            {
                // An escape that is cut off at the end of the text is an end too.
                return i >= ShortestBeginning && IsCutEscape(text, at) ? text.Length - start : 0;
            }

            at += length;
            i += used;
        }

        return at - start;
    }

    private static int MatchCharacter(string text, int at, string secret, int i, out int used)
    {
        used = 1;
        var wanted = secret[i];
        var next = text[at];
        if (next == wanted && next is not ('\\' or '&' or '%'))
        {
            return 1;
        }

        var escape = next switch
        {
            '%' => MatchPercent(text, at, secret, i, out used),
            '&' => MatchEntity(text, at, secret, i, out used),
            '\\' => MatchBackslash(text, at, wanted),
            '+' => wanted == ' ' ? 1 : 0,
            _ => 0,
        };
        if (escape > 0)
        {
            return escape;
        }

        used = 1;
        return next == wanted ? 1 : 0;
    }

    private static int MatchPercent(string text, int at, string secret, int i, out int used)
    {
        used = char.IsSurrogatePair(secret, i) ? 2 : 1;
        Span<byte> bytes = stackalloc byte[4];
        var count = Encoding.UTF8.GetBytes(secret.AsSpan(i, used), bytes);
        var length = 0;
        foreach (var wanted in bytes[..count])
        {
            if (at + length + 3 > text.Length || text[at + length] != '%'
                || !byte.TryParse(
                    text.AsSpan(at + length + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var found)
                || found != wanted)
            {
                return 0;
            }

            length += 3;
        }

        return length;
    }

    private static int MatchEntity(string text, int at, string secret, int i, out int used)
    {
        const int LongestEntity = 12;
        used = 1;
        var end = text.IndexOf(';', at, Math.Min(LongestEntity, text.Length - at));
        if (end < 0)
        {
            return 0;
        }

        var entity = text[at..(end + 1)];
        var decoded = WebUtility.HtmlDecode(entity);
        if (decoded == entity)
        {
            decoded = WebUtility.HtmlDecode(entity.ToLowerInvariant());
        }

        used = decoded.Length;
        return decoded.Length > 0 && string.CompareOrdinal(secret, i, decoded, 0, decoded.Length) == 0 ? end + 1 - at : 0;
    }

    private static int MatchBackslash(string text, int at, char wanted)
    {
        if (at + 1 >= text.Length)
        {
            return 0;
        }

        var digits = text[at + 1] switch { 'u' or 'U' => 4, 'x' or 'X' => 2, _ => 0 };
        if (digits > 0 && at + 2 + digits <= text.Length
            && int.TryParse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && code == wanted)
        {
            return 2 + digits;
        }

        var named = text[at + 1] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var other => other };
        return named == wanted && !char.IsAsciiLetterOrDigit(wanted) ? 2 : 0;
    }

    private static bool IsCutEscape(string text, int at) =>
        text[at] is '%' or '\\' or '&' && text.Length - at < LongestCutEscape && !text.AsSpan(at).Contains(' ');

    // Three parts (five when encrypted) of which the first is JSON in Base64, or all are long: names of hosts are shorter.
    [GeneratedRegex(
        @"\beyJ[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*){1,4}|\b[A-Za-z0-9_-]{20,}(\.[A-Za-z0-9_-]{20,}){2,4}",
        RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();

    [GeneratedRegex(
        @"(?<scheme>\bbearer(\s+|%20|\+))(?<token>[A-Za-z0-9._~+/-]+=*)(?!=)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Bearers();
}
