using System.Text.RegularExpressions;
using AirbyteKafka.Tests.Package;

namespace AirbyteKafka.Tests.Pages;

/// <summary>A page and its fenced blocks.</summary>
/// <param name="Name">Its path from the repository's root.</param>
/// <param name="Blocks">In the order of the page.</param>
internal sealed partial record Page(string Name, IReadOnlyList<Block> Blocks)
{
    // Their commands have tests of their own (docs/cmdlets.md, docs/cookbook.md), or are history.
    private static readonly string[] NotHere = ["CHANGELOG.md", "docs/cmdlets.md", "docs/cookbook.md"];

    internal static IReadOnlyList<string> Names { get; } =
    [
        .. ((string[])[PackedModule.RepositoryRoot, Path.Combine(PackedModule.RepositoryRoot, "docs")])
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md"))
            .Select(path => Path.GetRelativePath(PackedModule.RepositoryRoot, path).Replace('\\', '/'))
            .Except(NotHere).Order(StringComparer.Ordinal),
    ];

    internal static Page Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(PackedModule.RepositoryRoot, name)).ReplaceLineEndings("\n");
        return new Page(name, [.. Fence().Matches(text).Select(match => Read(text, match))]);
    }

    // In a list a block is indented as its item is.
    private static Block Read(string text, Match fence)
    {
        var indent = fence.Groups["indent"].Value;
        var code = fence.Groups["code"].Value.Replace($"\n{indent}", "\n", StringComparison.Ordinal)[indent.Length..];
        return new Block(text.AsSpan(0, fence.Index).Count('\n') + 1, fence.Groups["language"].Value, code);
    }

    [GeneratedRegex(@"^(?<indent> *)```(?<language>.*)\n(?<code>(?: *(?!\s*```).*\n)*) *```$", RegexOptions.Multiline)]
    private static partial Regex Fence();
}

/// <summary>A fenced block.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Language">What its fence says it is.</param>
/// <param name="Code">Its lines.</param>
internal sealed record Block(int Line, string Language, string Code)
{
    /// <summary>How a block begins that a person runs and the tests do not; the reason follows.</summary>
    internal const string NotRun = "# Not run by the tests: ";

    /// <summary>Whether it holds commands.</summary>
    internal bool IsCommand => Language is "sh" or "powershell";

    /// <summary>Whether it is a suite for Pester, whose name is its first line: a session of its own.</summary>
    internal bool IsSuite => Language == "powershell" && Code.StartsWith("# ", StringComparison.Ordinal)
        && Code.Split('\n', 2)[0].EndsWith(".Tests.ps1", StringComparison.Ordinal);

    /// <summary>Whether its commands are run.</summary>
    internal bool IsRun => IsCommand && !Code.StartsWith(NotRun, StringComparison.Ordinal);
}
