using System.Text.RegularExpressions;
using Xunit;

namespace AirbyteKafka.Tests.Package;

/// <summary>What runs with a token of the repository's: nothing that can change under its name, and no right that is not said.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows =>
        [.. new DirectoryInfo(Folder).EnumerateFiles().Select(file => file.Name)];

    private static string Folder { get; } = Path.Combine(PackedModule.RepositoryRoot, ".github", "workflows");

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_are_pinned_and_rights_are_least(string name)
    {
        var workflow = File.ReadAllText(Path.Combine(Folder, name));
        var used = Used().Matches(workflow).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(used);
        Assert.All(used, action => Assert.Matches("^[a-z-]+/[a-z-]+@[0-9a-f]{40}$", action));
        Assert.Matches(@"(?m)^permissions:\n  contents: read\n", workflow);
        Assert.Equal(used.Count(action => action.StartsWith("actions/checkout@", StringComparison.Ordinal)),
            Regex.Count(workflow, "persist-credentials: false"));
        Assert.DoesNotContain("pull_request_target", workflow, StringComparison.Ordinal);

        // A text from outside in a script would be run by it.
        Assert.DoesNotMatch(@"run: .*\$\{\{ github\.(event|head_ref)", workflow);
    }

    [GeneratedRegex(@"uses: (\S+)")]
    private static partial Regex Used();
}
