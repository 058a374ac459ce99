using System.Text.RegularExpressions;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Package;

/// <summary>The version stands in Directory.Build.props; whoever has to repeat it says the same.</summary>
public sealed partial class VersionTests
{
    [Fact]
    public void The_built_manifest_has_it() =>
        Assert.Matches(
            $@"(?m)^\s*ModuleVersion\s*=\s*'{Regex.Escape(PackedModule.Version)}'\s*$",
            File.ReadAllText(Path.Combine(ShellProcess.ModuleDirectory, "AirbyteKafka.psd1")));

    [Fact]
    public void Pages_name_no_other()
    {
        string[] pages =
        [
            .. Directory.EnumerateFiles(PackedModule.RepositoryRoot, "*.md").Where(page => Path.GetFileName(page) != "CHANGELOG.md"),
            .. Directory.EnumerateFiles(Path.Combine(PackedModule.RepositoryRoot, "docs"), "*.md"),
        ];
        var named = pages.SelectMany(page => NamedVersion().Matches(File.ReadAllText(page))).Select(match => match.Groups[1].Value);
        Assert.Equal([PackedModule.Version], named.Distinct());
    }

    [GeneratedRegex(@"(?:destination-kafka:|AirbyteKafka\.)(\d+\.\d+\.\d+)(?![\d-])")]
    private static partial Regex NamedVersion();
}
