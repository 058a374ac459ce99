using System.Runtime.InteropServices;
using System.Text.Json;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>Looks into parsed JSON whose names and texts may be not well formed.</summary>
/// <remarks><see cref="JsonElement"/>'s own ways throw where half a surrogate pair stands alone.</remarks>
internal static class JsonElements
{
    /// <summary>The member of an object, by the last of its name; <see langword="null"/> where it has none, or is no object.</summary>
    internal static JsonElement? Find(JsonElement json, string name)
    {
        JsonElement? found = null;
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in json.EnumerateObject())
            {
                if (NameOf(member) == name)
                {
                    found = member.Value;
                }
            }
        }

        return found;
    }

    /// <summary>The text of a member of an object; <see langword="null"/> where it has none, or one that is no text.</summary>
    internal static string? FindText(JsonElement json, string name) =>
        Find(json, name) is { ValueKind: JsonValueKind.String } text ? TextOf(text) : null;

    /// <summary>The text of a string.</summary>
    internal static string TextOf(JsonElement text) => JsonText.Unescape(JsonMarshal.GetRawUtf8Value(text)[1..^1]);

    /// <summary>The name of a member.</summary>
    internal static string NameOf(JsonProperty member) => JsonText.Unescape(JsonMarshal.GetRawUtf8PropertyName(member));
}
