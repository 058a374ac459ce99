using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AirbyteKafka.Errors;
using AirbyteKafka.Tests.Package;
using Xunit;

namespace AirbyteKafka.Tests.Pages;

/// <summary>
/// Keeps docs/errors.md and the catalogue of errors together: a section for each kind, in its order, with what the code says of it.
/// <c>UPDATE_DOCS=1</c> writes the generated parts anew, and a section for a new kind, to which somebody then adds what to do.
/// </summary>
public sealed partial class ErrorsDocumentTests
{
    private static readonly string DocumentPath = Path.Combine(PackedModule.RepositoryRoot, "docs", "errors.md");

    private static IReadOnlyList<ErrorKind> Kinds { get; } =
    [
        .. typeof(ErrorKind).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<ErrorKind>(),
    ];

    [Fact]
    public void Each_kind_is_explained_and_nothing_else_is()
    {
        var text = File.ReadAllText(DocumentPath).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            text = Update(text);
            File.WriteAllText(DocumentPath, text);
        }

        var sections = Sections(text);
        Assert.Equal(Kinds.Select(kind => (kind.Id, Generated(kind))), sections.Select(section => (section.Id, section.Generated)));
        Assert.All(sections, section => Assert.True(
            section.WhatToDo.Length > 20, $"docs/errors.md does not say what to do about {section.Id}."));
    }

    private static IReadOnlyList<(string Id, string Generated, string WhatToDo)> Sections(string text) =>
    [
        .. Section().Matches(text).Select(
            match => (match.Groups["id"].Value, match.Groups["generated"].Value, match.Groups["do"].Value.Trim())),
    ];

    private static string Update(string text)
    {
        var written = Sections(text).ToDictionary(section => section.Id, section => section.WhatToDo);
        var before = Section().Match(text) is { Success: true } first ? text[..first.Index] : text.TrimEnd() + "\n\n";
        return before + string.Join("\n", Kinds.Select(kind =>
            $"### {kind.Id}\n<!-- generated -->\n{Generated(kind)}<!-- end -->\n\n{written.GetValueOrDefault(kind.Id, "")}\n"));
    }

    private static string Generated(ErrorKind kind)
    {
        var type = kind.FailureType switch
        {
            FailureType.ConfigError => "config_error",
            FailureType.TransientError => "transient_error",
            _ => "system_error",
        };
        return $"{Meaning(kind.Id)} `{type}`, in PowerShell `{kind.Category}`.\n";
    }

    // What the code says to its readers, as its XML documentation has it.
    private static string Meaning(string id)
    {
        var documentation = XDocument.Load(Path.Combine(
            PackedModule.RepositoryRoot, "artifacts", "bin", "Core", "release", Path.ChangeExtension(
                Path.GetFileName(typeof(ErrorKind).Assembly.Location), ".xml")));
        var summary = documentation.Descendants("member").Single(
            member => member.Attribute("name")!.Value == $"F:{typeof(ErrorKind).FullName}.{id}").Element("summary")!;
        return Blanks().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"^### (?<id>\w+)\n<!-- generated -->\n(?<generated>.*?)<!-- end -->\n(?<do>.*?)(?=^### |\z)",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
