using AirbyteKafka.Bench.EndToEnd.Processes;

namespace AirbyteKafka.Bench.EndToEnd.Contenders;

/// <summary>What runs the scripts.</summary>
/// <param name="Path">A pwsh: the one that src/Shell lays out, or another.</param>
internal sealed record Shell(string Path)
{
    /// <summary>How a script is run.</summary>
    internal Invocation Run(string script, IReadOnlyList<string> arguments, string? input = null) =>
        new(Path, ["-NoProfile", "-NonInteractive", "-File", script, .. arguments], input);
}
