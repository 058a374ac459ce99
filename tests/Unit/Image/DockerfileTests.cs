using System.Reflection;
using System.Text.RegularExpressions;
using AirbyteKafka.Airbyte.Spec;
using AirbyteKafka.Settings;
using Xunit;

namespace AirbyteKafka.Tests.Image;

/// <summary>What is said in more than one place about the image is said alike.</summary>
public sealed partial class DockerfileTests
{
    private static readonly string Dockerfile = Read("Dockerfile").Replace("\\\n", "", StringComparison.Ordinal);
    private static readonly string Metadata = Read("metadata.yaml");

    private static string ProductVersion { get; } = Regex.Match(Read("Directory.Build.props"), "<Version>(.+)</Version>").Groups[1].Value;

    [Fact]
    public void Its_labels_are_what_the_registry_is_told()
    {
        Assert.Equal((Field("dockerRepository"), "$VERSION", Field("dockerImageTag")),
            (Label("io.airbyte.name"), Label("io.airbyte.version"), Argument("VERSION")));
        Assert.Equal((Field("license"), "$VERSION"),
            (Label("org.opencontainers.image.licenses"), Label("org.opencontainers.image.version")));
    }

    [Fact]
    public void Its_version_is_the_products() =>
        Assert.Equal(
            (ProductVersion, ProductVersion),
            (Argument("VERSION"),
                typeof(DestinationConfig).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split(
                    '+')[0]));

    [Fact]
    public void Its_entrypoint_is_the_one_that_the_platform_calls()
    {
        var entrypoint = Match("""^ENTRYPOINT \["(.+)"\]$""");
        Assert.Equal((entrypoint, true),
            (Match(@"\bAIRBYTE_ENTRYPOINT=(\S+)"), Path.IsPathRooted(entrypoint) && !entrypoint.Contains(' ', StringComparison.Ordinal)));
    }

    [Fact]
    public void Its_user_is_a_number() => Assert.Matches(@"(?m)^USER 1000:1000$", Dockerfile);

    [Fact]
    public void The_registry_is_told_all_that_it_asks_for()
    {
        foreach (var field in (string[])["name", "githubIssueLabel", "releaseStage", "connectorSubtype"])
        {
            Assert.NotEmpty(Field(field));
        }

        Assert.Equal("destination", Field("connectorType"));
        Assert.True(Guid.TryParseExact(Field("definitionId"), "D", out var id) && id != Guid.Parse("9f760101-60ae-462f-9ee6-b7a9dafd454d"));
        Assert.Equal(System.Text.Json.JsonDocument.Parse(DestinationSpec.ToJson()).RootElement.GetProperty("documentationUrl")
            .GetString(), Field("documentationUrl"));
        Assert.StartsWith("<svg ", Read(Field("icon")), StringComparison.Ordinal);
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(ImageFolder.RepositoryRoot, name)).ReplaceLineEndings("\n");

    private static string Field(string name) => Regex.Match(Metadata, $@"(?m)^  {name}: (.+)$").Groups[1].Value;

    // The last one: an argument has to be named again in every stage.
    private static string Argument(string name) =>
        Assert.Single(ArgumentPattern().Matches(Dockerfile).Where(match => match.Groups[1].Value == name).Select(
        match => match.Groups[2].Value).Distinct());

    private static string Label(string name) => Match($@"\s{Regex.Escape(name)}=(\S+)");

    private static string Match(string pattern) => Regex.Match(Dockerfile, pattern, RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex(@"^ARG (\w+)=(\S+)$", RegexOptions.Multiline)]
    private static partial Regex ArgumentPattern();
}
