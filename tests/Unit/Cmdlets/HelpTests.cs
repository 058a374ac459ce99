using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Text.RegularExpressions;
using AirbyteKafka.Tools.Help;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>
/// Holds docs/cmdlets.md, the help file and the cmdlets together. <c>dotnet run --project tools/Help</c> writes the help file anew.
/// </summary>
public sealed partial class HelpTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly string Root = typeof(HelpTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "RepositoryRoot").Value!;

    private IReadOnlyList<CmdletInfo> Cmdlets =>
        [.. session.Run("Get-Command -Module AirbyteKafka -CommandType Cmdlet").Values.Cast<CmdletInfo>()];

    private static IReadOnlyList<CmdletHelp> Pages => HelpPage.Read(File.ReadAllText(Path.Combine(Root, "docs", "cmdlets.md")));

    [Fact]
    public void Every_cmdlet_and_parameter_is_documented_and_no_other() => Assert.Equal(
        Cmdlets.SelectMany(cmdlet => cmdlet.ParameterSets.SelectMany(MamlFile.ParametersOf).Select(parameter => parameter.Name)
            .Where(parameter => !MamlFile.IsStandard(parameter)).Select(parameter => $"{cmdlet.Name} -{parameter}").Distinct()
                .DefaultIfEmpty(cmdlet.Name)).Order(StringComparer.Ordinal),
        Pages.SelectMany(page => page.Parameters.Select(parameter => $"{page.Name} -{parameter.Name}").DefaultIfEmpty(page.Name)).Order(
            StringComparer.Ordinal));

    [Fact]
    public void The_help_file_is_what_page_and_cmdlets_give()
    {
        var file = Path.Combine(Root, "module", "en-US", "AirbyteKafka.dll-Help.xml");

        Assert.Equal(MamlFile.Write(Cmdlets, Pages), File.ReadAllText(file));
    }

    [Fact]
    public void Get_Help_shows_it() => Assert.All(Pages, page =>
    {
        var help = Assert.Single(session.Run("param($name) Get-Help $name -Full", page.Name).Output);
        var shown = session.Run(
            "param($help) $help.Synopsis; @($help.parameters.parameter | Where-Object { $_ }).Count; @($help.syntax.syntaxItem).Count; "
                + "@($help.examples.example).Count", help).Values;
        var cmdlet = Cmdlets.Single(cmdlet => cmdlet.Name == page.Name);
        var parameters = cmdlet.ParameterSets.SelectMany(MamlFile.ParametersOf).Select(parameter => parameter.Name).Distinct().Count();
        Assert.Equal([page.Synopsis, parameters, cmdlet.ParameterSets.Count, page.Examples.Count], shown);
    });

    [Fact]
    public void Examples_are_valid_and_use_only_parameters_that_exist() =>
        Assert.All(Pages.SelectMany(page => page.Examples), example => AssertValid(example.Code));

    [Fact]
    public void Each_cmdlet_has_three_examples_or_more_and_a_sentence_on_each() => Assert.All(Pages, page =>
    {
        Assert.True(page.Examples.Count >= 3, page.Name);
        Assert.All(page.Examples, example => Assert.True(example.Remarks.EndsWith('.'), $"{page.Name}: {example.Title}"));
    });

    [Fact]
    public void A_cmdlet_that_takes_a_login_shows_one_from_a_vault() => Assert.All(
        Cmdlets.Where(cmdlet => cmdlet.Parameters.ContainsKey("Credential")),
        cmdlet => Assert.Contains(
            Pages.Single(page => page.Name == cmdlet.Name).Examples,
            example => example.Code.Contains("-Credential (Get-Secret kafka)", StringComparison.Ordinal)));

    [Fact]
    public void Help_leads_to_its_page_online() => Assert.All(
        Cmdlets,
        cmdlet => Assert.Equal(
            $"https://github.com/airbyte-kafka/airbyte-kafka/blob/main/docs/cmdlets.md#{cmdlet.Name.ToLowerInvariant()}",
            cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!.HelpUri));

    [Fact]
    public void The_about_topic_names_every_cmdlet_and_every_other_topic()
    {
        var lines = File.ReadAllLines(Path.Combine(AboutDirectory, "about_AirbyteKafka.help.txt"));
        var topics = Directory.GetFiles(AboutDirectory, "about_*.help.txt").Select(TopicOf).Where(topic => topic != "about_AirbyteKafka");

        Assert.Equal(
            topics.Concat(Cmdlets.Select(cmdlet => cmdlet.Name)).Order(StringComparer.Ordinal),
            lines.Select(line => line.Trim()).Where(line => HelpName().IsMatch(line)).Distinct().Where(line => line != "about_AirbyteKafka")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_about_topic_has_its_name_and_its_examples_are_valid_and_fit_the_screen() =>
        Assert.All(Directory.GetFiles(AboutDirectory, "about_*.help.txt"), file =>
        {
            var lines = File.ReadAllLines(file);
            Assert.Equal(["TOPIC", "    " + TopicOf(file), "", "SHORT DESCRIPTION"], lines.Take(4));
            Assert.All(lines, line => Assert.True(line.Length <= 80, line));
            AssertValid(string.Join('\n', lines.Where(line => line.StartsWith("        ", StringComparison.Ordinal))));
        });

    private static string AboutDirectory => Path.Combine(Root, "module", "en-US");

    private static string TopicOf(string file) => Path.GetFileName(file).Replace(".help.txt", "", StringComparison.Ordinal);

    private void AssertValid(string script)
    {
        var tree = Parser.ParseInput(script, out _, out var faults);
        Assert.Empty(faults);
        foreach (var command in tree.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (Cmdlets.SingleOrDefault(cmdlet => cmdlet.Name == command.GetCommandName()) is { } cmdlet)
            {
                Assert.All(
                    command.CommandElements.OfType<CommandParameterAst>(),
                    parameter => Assert.Contains(parameter.ParameterName, cmdlet.Parameters.Keys));
            }
        }
    }

    [GeneratedRegex("^([A-Z][A-Za-z]+-[A-Za-z]+|about_[A-Za-z_]+)$")]
    private static partial Regex HelpName();
}
