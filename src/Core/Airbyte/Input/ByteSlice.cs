namespace AirbyteKafka.Airbyte.Input;

/// <summary>
/// A part of a message, by position: it stays valid as long as the line's own buffer does. <see langword="default"/> is a part that is not
/// there.
/// </summary>
/// <param name="Start">
/// Offset of the first byte. Every part of a message comes after its opening brace, so 0 means the whole or nothing.
/// </param>
/// <param name="Length">Number of bytes.</param>
internal readonly record struct ByteSlice(int Start, int Length)
{
    /// <summary>Whether the line has this part, be it empty.</summary>
    public bool IsPresent => (Start | Length) != 0;

    /// <summary>The bytes themselves.</summary>
    /// <param name="line">The line this slice was taken from.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line) => line.Slice(Start, Length);
}
