using System.Text.Json;

namespace AirbyteKafka.Settings;

/// <summary>The value of one key as it stands in the JSON.</summary>
/// <param name="Token">
/// What it is; <see cref="JsonTokenType.StartObject"/> and <see cref="JsonTokenType.StartArray"/> for what cannot be a setting.
/// </param>
/// <param name="Text">The string's text, the number's digits, <c>true</c> or <c>false</c>; otherwise empty.</param>
/// <param name="Items">The texts of a list that holds nothing else.</param>
/// <param name="Members">The names and values of an object whose values are texts, numbers, true and false.</param>
internal sealed record ConfigValue(
    JsonTokenType Token,
    string Text,
    IReadOnlyList<string>? Items = null,
    IReadOnlyList<KeyValuePair<string, string>>? Members = null)
{
    /// <summary>Whether it is as if the key were not there: null, or nothing but blanks.</summary>
    public bool IsBlank => Token == JsonTokenType.Null || (Token == JsonTokenType.String && string.IsNullOrWhiteSpace(Text));

    /// <summary>Whether a scalar stands there: everything but an object or a list.</summary>
    public bool IsScalar => Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
}
