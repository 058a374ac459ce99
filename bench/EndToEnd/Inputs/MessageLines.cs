
using AirbyteKafka.Airbyte.Input;

namespace AirbyteKafka.Bench.EndToEnd.Inputs;

/// <summary>Reads the messages of a file.</summary>
internal static class MessageLines
{
    /// <summary>Is handed a message.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="message">Where its parts lie.</param>
    internal delegate void Take(ReadOnlySpan<byte> line, in ScannedMessage message);

    /// <summary>Reads all of them; empty lines are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="take">Is handed each.</param>
    internal static void Read(string path, Take take)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var lines = new LineSplitter();
        var buffer = new byte[1024 * 1024];
        for (int length; (length = file.Read(buffer)) > 0;)
        {
            ReadOnlySpan<byte> piece = buffer.AsSpan(0, length);
            while (lines.TryNext(ref piece, out var line))
            {
                TakeLine(line, lines.LineNumber, take);
            }
        }

        if (lines.TryLast(out var last))
        {
            TakeLine(last, lines.LineNumber, take);
        }
    }

    private static void TakeLine(TerminatedLine line, long number, Take take)
    {
        if (!line.Text.IsEmpty)
        {
            take(line.Text, MessageScanner.Scan(line, number));
        }
    }
}
