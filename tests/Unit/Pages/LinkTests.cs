using System.Text.RegularExpressions;
using AirbyteKafka.Tests.Package;
using Xunit;

namespace AirbyteKafka.Tests.Pages;

/// <summary>What a page links to within the repository is there, down to the heading.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Page.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(PackedModule.RepositoryRoot, page))!;
        Assert.All(Links(Read(Path.Combine(PackedModule.RepositoryRoot, page))), link =>
        {
            var (path, anchor) = link.Split('#', 2) is [var file, var heading] ? (file, heading) : (link, "");
            var target = path.Length == 0 ? Path.Combine(PackedModule.RepositoryRoot, page) : Path.GetFullPath(Path.Combine(folder, path));
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{page} links to {link}, which is not there.");
            Assert.True(
                anchor.Length == 0 || Headings(Read(target)).Contains(anchor), $"{page} links to {link}, where no heading is called so.");
        });
    }

    private static IEnumerable<string> Links(string text) => Link().Matches(text).Select(match => match.Groups[1].Value)
        .Concat(Source().Matches(text).Select(match => match.Groups[1].Value))
        .Where(link => !link.Contains("://", StringComparison.Ordinal));

    // As GitHub makes anchors of headings.
    private static IEnumerable<string> Headings(string text) => Heading().Matches(text).Select(match => match.Groups[1].Value.Trim())
        .Select(heading => NotInAnchors().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-'));

    private static string Read(string path) => Fence().Replace(File.ReadAllText(path).ReplaceLineEndings("\n"), "");

    [GeneratedRegex(@"(?m)^ *```[^\n]*\n(?:(?!\s*```)[^\n]*\n)* *```$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"src(?:set)?=""([^""\s]+)""")]
    private static partial Regex Source();

    [GeneratedRegex(@"(?m)^#+ (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();
}
