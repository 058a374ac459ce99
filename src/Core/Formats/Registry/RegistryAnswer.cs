using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Text;

namespace AirbyteKafka.Formats.Registry;

/// <summary>What a schema registry answered.</summary>
/// <param name="Address">Which address it was.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">What the body claims to be, or <see langword="null"/>.</param>
/// <param name="Body">The body.</param>
/// <param name="RetryAfter">How long it asks to wait before the next attempt, or <see langword="null"/>.</param>
internal sealed record RegistryAnswer(Uri Address, int Status, string? ContentType, byte[] Body, TimeSpan? RetryAfter)
{
    /// <summary>Whether it is what was asked for.</summary>
    internal bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether the same may succeed later.</summary>
    internal bool IsTransient => Status is 429 or >= 500;

    /// <summary>Confluent's own number of the error; 0 where there is none.</summary>
    internal int ErrorCode => Read() is { } json
        && JsonElements.Find(json, "error_code") is { ValueKind: JsonValueKind.Number } code
        && code.TryGetInt32(out var number) ? number : 0;

    /// <summary>The registry's own words, fit for a sentence; what came instead where there are none.</summary>
    internal string Words
    {
        get
        {
            if (Read() is { } json && JsonElements.FindText(json, "message") is { } message)
            {
                return "the registry says: " + Printable.Of(message, MaxWords);
            }

            var text = Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 2 * Printable.MaxLength))).Trim();
            return text.Length == 0 ? "the answer is empty" : $"the answer begins with '{Printable.Of(text)}'";
        }
    }

    // What makes schemas incompatible is a list, and all of it is needed.
    private const int MaxWords = 2000;

    /// <summary>The body as a JSON object; <see langword="null"/> where it is none.</summary>
    internal JsonElement? Read()
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
