using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AirbyteKafka.Security.Sasl.Jaas;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Security;

/// <summary>
/// Knows the secret texts of a configuration, in every spelling they may come back in, and blots them out of other texts.
/// </summary>
/// <remarks>
/// A secret of one or two characters is blotted out where it stands as a whole value: between quotes, after an equals sign or a colon and a
/// blank, or
/// alone. Anywhere else it would make every log unreadable and hide nothing.
/// </remarks>
public sealed class SecretRedactor
{
    private const string Blot = "***";
    private const int ShortestSecret = 3;

    // Longest first, so that a secret that contains another one is blotted out whole.
    private readonly SortedSet<string> _secrets = new(Comparer<string>.Create(
        static (left, right) => left.Length == right.Length ? string.CompareOrdinal(left, right) : right.Length.CompareTo(left.Length)));

    private readonly Dictionary<string, Regex> _short = new(StringComparer.Ordinal);

    internal SecretRedactor()
    {
    }

    internal SecretRedactor(SecretRedactor other)
    {
        _secrets.UnionWith(other._secrets);
        _short = new Dictionary<string, Regex>(other._short, StringComparer.Ordinal);
    }

    /// <summary>Every text that is blotted out, longest first. Itself a secret: never print it.</summary>
    public IReadOnlyList<string> Secrets => [.. _secrets, .. _short.Keys];

    /// <summary>Replaces every secret in <paramref name="text"/> by three asterisks.</summary>
    public string Redact(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Blot, StringComparison.Ordinal);
        }

        foreach (var secret in _short.Values)
        {
            text = secret.Replace(text, Blot);
        }

        return SecretSpellings.Redact(text, _secrets);
    }

    /// <summary>Adds a secret and the spellings in which other software repeats it: JSON, JAAS, URL and Base64.</summary>
    internal void Add(string? secret)
    {
        if (string.IsNullOrEmpty(secret))
        {
            return;
        }

        AddPlain(secret);

        // Half a surrogate pair has no form in JSON.
        secret = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(secret));
        AddPlain(JsonEncodedText.Encode(secret).ToString());
        AddPlain(JsonEncodedText.Encode(secret, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());
        AddPlain(JaasEntry.Escape(secret));
        AddPlain(Uri.EscapeDataString(secret));
        AddBase64(secret);
    }

    /// <summary>
    /// Adds only the Base64 form of <paramref name="secret"/>: what SASL and HTTP send for a user and a password together.
    /// </summary>
    internal void AddBase64(string secret)
    {
        AddPlain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
        foreach (var spelling in SecretSpellings.Base64(Encoding.UTF8.GetBytes(secret)))
        {
            AddPlain(spelling);
        }
    }

    /// <summary>Adds a long text, and each of its longer lines: a log may hold only one of them.</summary>
    internal void AddLines(string? text)
    {
        if (text is null)
        {
            return;
        }

        Add(text);
        foreach (var line in text.Split((string[])["\r\n", "\n", "\r", "\\n", " "],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Length >= 16 && !line.StartsWith("-----", StringComparison.Ordinal))
            {
                AddPlain(line);
            }
        }
    }

    /// <summary>Adds the password of a login that was written into an address, also in the form it takes in the name of a topic.</summary>
    internal void AddUserInfo(string text)
    {
        foreach (var secret in UserInfo.Secrets(text).Where(secret => !secret.Contains('{', StringComparison.Ordinal)))
        {
            Add(secret);
            Add(TopicNameTransformer.Transform(secret));
        }
    }

    private void AddPlain(string secret)
    {
        if (secret.Length >= ShortestSecret && !string.IsNullOrWhiteSpace(secret))
        {
            _secrets.Add(secret);
        }
        else if (!string.IsNullOrWhiteSpace(secret) && !_short.ContainsKey(secret))
        {
            var text = Regex.Escape(secret);
            _short.Add(secret, new Regex($@"\A{text}\z|(?<=([""'`])){text}(?=\1)|(?<==|:\s){text}(?=\z|[\s,;&)\]}}])",
                RegexOptions.CultureInvariant));
        }
    }
}
