namespace AirbyteKafka.Settings;

/// <summary>
/// Recognises encodings other than UTF-8 by the first bytes of a text, with or without a byte order mark. The text is one that begins with
/// an ASCII character.
/// </summary>
internal static class TextEncoding
{
    /// <summary>The name of the encoding; <see langword="null"/> for UTF-8, and for what is no text.</summary>
    /// <param name="bytes">The text from its beginning; four bytes are enough.</param>
    public static string? NameOther(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] or [not 0, 0, 0, 0, ..] or [0, 0, 0, not 0, ..] => "UTF-32",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [not 0, 0, ..] or [0, not 0, ..] => "UTF-16",
        _ => null,
    };
}
