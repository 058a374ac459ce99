using System.Text;

namespace AirbyteKafka.Tests.Processes;

/// <summary>What an ended process left.</summary>
/// <param name="ExitCode">The exit code; 128 + the signal's number where a signal ended it.</param>
/// <param name="StdoutBytes">Every byte of its stdout.</param>
/// <param name="StderrBytes">Every byte of its stderr.</param>
/// <param name="Elapsed">Wall time from start to end.</param>
public sealed record ProcessResult(int ExitCode, ReadOnlyMemory<byte> StdoutBytes, ReadOnlyMemory<byte> StderrBytes, TimeSpan Elapsed)
{
    // Throws on bytes that are no UTF-8 and leaves a BOM in place: neither may pass unseen.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>stdout as UTF-8.</summary>
    public string Stdout => Utf8.GetString(StdoutBytes.Span);

    /// <summary>stderr as UTF-8.</summary>
    public string Stderr => Utf8.GetString(StderrBytes.Span);

    /// <summary>The lines of stdout, without their line ends.</summary>
    public IReadOnlyList<string> StdoutLines => Stdout.ReplaceLineEndings("\n") is { Length: > 0 } text
        ? text[^1] == '\n' ? text[..^1].Split('\n') : text.Split('\n')
        : [];

    /// <summary>The exit code and both texts in one, to be asserted in one: line ends as \n, none at the end.</summary>
    public (int ExitCode, string Stdout, string Stderr) Outcome => (ExitCode, Text(Stdout), Text(Stderr));

    /// <summary>The whole outcome as a failed assertion should show it.</summary>
    public override string ToString() => $"exit code {ExitCode} after {Elapsed.TotalMilliseconds:F0} ms\n-- stdout --\n{Stdout}\n-- "
        + $"stderr --\n{Stderr}";

    private static string Text(string output) => output.ReplaceLineEndings("\n").TrimEnd('\n');
}
