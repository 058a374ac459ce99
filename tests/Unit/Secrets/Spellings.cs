using System.Net;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AirbyteKafka.Tests.Secrets;

/// <summary>The ways in which software writes a text.</summary>
internal static class Spellings
{
    // A cut-off secret is one too; shorter pieces could be anything.
    private const int Piece = 24;

    /// <summary>All of them, also of pieces of a long text: its lines, and what comes first and last.</summary>
    internal static IEnumerable<string> Of(string secret) => Pieces(secret).SelectMany(Encodings).Where(text => text.Length > 0).Distinct();

    private static IEnumerable<string> Pieces(string secret)
    {
        yield return secret;
        foreach (var line in secret.Split('\n').Where(line => line.Length >= Piece && !line.StartsWith('-')))
        {
            yield return line;
            if (secret.Contains('\n', StringComparison.Ordinal))
            {
                yield return line[..Piece];
                yield return line[^Piece..];
            }
        }
    }

    private static IEnumerable<string> Encodings(string text) =>
    [
        text,
        Base64(text),
        Base64(text).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        JsonEncodedText.Encode(text).ToString(),
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal),
        Uri.EscapeDataString(text),
        WebUtility.UrlEncode(text),
        WebUtility.HtmlEncode(text),
        SecurityElement.Escape(text),
    ];

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
