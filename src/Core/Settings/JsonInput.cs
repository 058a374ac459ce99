using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AirbyteKafka.Settings;

/// <summary>What configuration and catalog files have in common: their encoding, and sentences about text that is not JSON.</summary>
internal static class JsonInput
{
    // As deep as Java's Jackson goes.
    private const int MaxDepth = 1000;

    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    /// <summary>A reader of the whole text.</summary>
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8) => new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>The JSON without a byte order mark, or a sentence on why it cannot be JSON at all.</summary>
    public static string? TryOpen(ref ReadOnlySpan<byte> utf8, string source)
    {
        if (TextEncoding.NameOther(utf8) is { } other)
        {
            return $"{source} is encoded as {other}. Save it as UTF-8.";
        }

        if (utf8.StartsWith(Bom))
        {
            utf8 = utf8[Bom.Length..];
        }

        if (utf8.Trim(" \t\r\n"u8).IsEmpty)
        {
            return $"{source} is empty. It has to hold a JSON object.";
        }

        return Utf8.IsValid(utf8) ? null : $"{source} is not valid UTF-8. Save it as UTF-8.";
    }

    /// <summary>
    /// Says where <paramref name="utf8"/> stops being JSON. The text around that place is not repeated: it may be a secret.
    /// </summary>
    public static string Describe(JsonException exception, ReadOnlySpan<byte> utf8, string source)
    {
        var line = (int)(exception.LineNumber ?? 0);
        var start = 0;
        for (var i = 0; i < line; i++)
        {
            start += utf8[start..].IndexOf((byte)'\n') + 1;
        }

        var at = Math.Min(start + (int)(exception.BytePositionInLine ?? 0), utf8.Length);
        var column = Encoding.UTF8.GetCharCount(utf8[start..at]) + 1;
        if (IsTooDeep(utf8))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{source} is nested too deep: at line {line + 1}, column {column} more than {MaxDepth} objects and lists lie in each "
                    + $"other.");
        }

        var reason = at >= utf8.Length ? "the text ends too early"
            : "{}[],:"u8.Contains(utf8[at]) ? $"'{(char)utf8[at]}' is not expected there"
            : "what stands there is not expected";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{source} is not valid JSON: line {line + 1}, column {column}: {reason}.");
    }

    // What comes before the place at which reading ended is valid JSON.
    private static bool IsTooDeep(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= MaxDepth)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // It is the mistake that ended the first reading.
        }

        return false;
    }
}
