using System.Diagnostics;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>A line together with the first byte of its end, CR or LF, by which a reader knows where it is over without counting.</summary>
internal readonly ref struct TerminatedLine
{
    /// <summary>Takes a line.</summary>
    /// <param name="bytes">The line and that byte.</param>
    internal TerminatedLine(ReadOnlySpan<byte> bytes)
    {
        Debug.Assert(bytes[^1] is (byte)'\r' or (byte)'\n', "a line ends with CR or LF");
        WithTerminator = bytes;
    }

    /// <summary>The line and the first byte of its end.</summary>
    public ReadOnlySpan<byte> WithTerminator { get; }

    /// <summary>The line alone.</summary>
    public ReadOnlySpan<byte> Text => WithTerminator[..^1];
}
