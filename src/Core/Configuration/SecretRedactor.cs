using System.Text;
using System.Text.Json;

namespace AirbyteKafka.Configuration;

/// <summary>Knows the secret texts of a configuration, in every spelling they may come back in, and blots them out of other texts.</summary>
/// <remarks>Texts of one or two characters are not blotted out: that would make every log unreadable and hide nothing.</remarks>
public sealed class SecretRedactor
{
    private const string Blot = "***";
    private const int ShortestSecret = 3;

    // Longest first, so that a secret that contains another one is blotted out whole.
    private readonly SortedSet<string> _secrets = new(Comparer<string>.Create(
        static (left, right) => left.Length == right.Length ? string.CompareOrdinal(left, right) : right.Length.CompareTo(left.Length)));

    internal SecretRedactor()
    {
    }

    internal SecretRedactor(SecretRedactor other) => _secrets.UnionWith(other._secrets);

    /// <summary>Every text that is blotted out, longest first. Itself a secret: never print it.</summary>
    public IReadOnlyList<string> Secrets => [.. _secrets];

    /// <summary>Replaces every secret in <paramref name="text"/> by three asterisks.</summary>
    public string Redact(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Blot, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Adds a secret and the spellings in which other software repeats it: JSON, JAAS, URL and Base64.</summary>
    internal void Add(string? secret)
    {
        if (string.IsNullOrWhiteSpace(secret) || secret.Length < ShortestSecret)
        {
            return;
        }

        AddPlain(secret);
        AddPlain(JsonEncodedText.Encode(secret).ToString());
        AddPlain(JsonEncodedText.Encode(secret, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());
        AddPlain(JaasEntry.Escape(secret));
        AddPlain(Uri.EscapeDataString(secret));
        AddBase64(secret);
    }

    /// <summary>Adds only the Base64 form of <paramref name="secret"/>: what SASL and HTTP send for a user and a password together.</summary>
    internal void AddBase64(string secret) => AddPlain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Adds a long text, and each of its longer lines: a log may hold only one of them.</summary>
    internal void AddLines(string? text)
    {
        if (text is null)
        {
            return;
        }

        Add(text);
        foreach (var line in text.Split((string[])["\r\n", "\n", "\r", "\\n", " "], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Length >= 16 && !line.StartsWith("-----", StringComparison.Ordinal))
            {
                AddPlain(line);
            }
        }
    }

    private void AddPlain(string secret)
    {
        if (secret.Length >= ShortestSecret)
        {
            _secrets.Add(secret);
        }
    }
}
