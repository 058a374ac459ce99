namespace AirbyteKafka.Airbyte.Input;

/// <summary>Knows by their first bytes the files that people pass where lines of UTF-8 text are expected.</summary>
internal static class FileKinds
{
    /// <summary>How gzip begins.</summary>
    internal static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Says what begins with these bytes and what to do about it, if it is something that is surely not UTF-8 text.</summary>
    /// <param name="bytes">The first bytes of a file, or of a line: files are joined.</param>
    /// <returns>A clause whose subject is the input, and a sentence; <see langword="null"/> when the bytes may be text.</returns>
    internal static string? Refuse(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => Encoded("UTF-32"),
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => Encoded("UTF-16"),
        [0x1F, 0x8B, ..] => "is gzip that begins behind other text. Unpack it before it is joined to other files: gzip -dc FILE.",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Compressed("zstd", "zstd -dc FILE"),
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, ..] =>
            Compressed("bzip2", "bzip2 -dc FILE"),
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => Compressed("xz", "xz -dc FILE"),
        [(byte)'P', (byte)'K', 3, 4, ..] => Compressed("zip", "unzip -p FILE"),
        [0x04, 0x22, 0x4D, 0x18, ..] => Compressed("lz4", "lz4 -dc FILE"),
        [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => Compressed("7-Zip", "7z x -so FILE"),
        [0x1F, 0x9D, ..] => Compressed("compress", "gzip -dc FILE"),
        [0xFF, 0x06, 0, 0, (byte)'s', (byte)'N', (byte)'a', (byte)'P', ..] => Compressed("snappy", "snzip -dc FILE"),
        _ => bytes.Contains((byte)0) ? RefuseZeros(bytes) : null,
    };

    /// <summary>Skips blanks and byte order marks: neither is part of a message, and a mark stands wherever a file began.</summary>
    /// <param name="line">The bytes with the CR or LF that ends them.</param>
    internal static TerminatedLine SkipMarks(TerminatedLine line)
    {
        var bytes = line.WithTerminator;
        while (true)
        {
            bytes = bytes.TrimStart(" \t"u8);
            if (!bytes.StartsWith(ByteOrderMark))
            {
                return new TerminatedLine(bytes);
            }

            bytes = bytes[ByteOrderMark.Length..];
        }
    }

    // Text in Latin letters shows its encoding by the zeros between them.
    // UTF-16's line feed is cut in two: a line may begin with a zero of the one before.
    private static string RefuseZeros(ReadOnlySpan<byte> bytes)
    {
        var first = ZerosBehindLetter(ref bytes);
        var second = ZerosBehindLetter(ref bytes);
        return (first, second) switch
        {
            (3, 3 or -1) => Encoded("UTF-32"),
            (1, 1 or -1) => Encoded("UTF-16"),
            _ => "holds bytes of value 0, which stand in no text: is it binary, or in UTF-16 or UTF-32? Airbyte messages are UTF-8 text, "
                + "one a line.",
        };
    }

    private static int ZerosBehindLetter(ref ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimStart((byte)0);
        if (bytes.IsEmpty)
        {
            return -1;
        }

        bytes = bytes[1..];
        var rest = bytes.TrimStart((byte)0);
        return bytes.IsEmpty ? -1 : bytes.Length - rest.Length;
    }

    private static string Encoded(string encoding) => $"is encoded as {encoding}. Save it as UTF-8.";

    private static string Compressed(string format, string command) =>
        $"is compressed with {format}. Of the compressed formats only gzip is read; unpack it first: {command}.";
}
