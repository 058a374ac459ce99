using System.Text.RegularExpressions;

namespace AirbyteKafka.Tools.Help;

/// <summary>Reads docs/cmdlets.md, which keeps to one shape.</summary>
internal static partial class HelpPage
{
    internal static IReadOnlyList<CmdletHelp> Read(string markdown) =>
        [.. Sections(markdown.ReplaceLineEndings("\n"), "## ").Skip(1).Select(ReadCmdlet)];

    private static CmdletHelp ReadCmdlet(string section)
    {
        var parts = Sections(section, "### ");
        var (name, body) = Split(parts[0]);
        var paragraphs = Paragraphs(body);
        var byTitle = parts.Skip(1).Select(Split).ToDictionary(part => part.Title, part => part.Body);
        return new CmdletHelp(
            name,
            paragraphs[0],
            paragraphs[1..],
            Entries(byTitle["Parameters"]),
            Entries(byTitle["Inputs"]),
            Entries(byTitle["Outputs"]),
            [.. Sections(byTitle["Examples"], "#### ").Skip(1).Select(ReadExample)]);
    }

    private static HelpExample ReadExample(string section)
    {
        var (title, body) = Split(section);
        var code = Code().Match(body);
        return new HelpExample(title, code.Groups["code"].Value, Flow(body[(code.Index + code.Length)..]));
    }

    private static List<HelpEntry> Entries(string list) =>
        [.. list.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(ReadEntry)];

    private static HelpEntry ReadEntry(string line)
    {
        var match = Entry().Match(line);
        return match.Success ? new HelpEntry(match.Groups["name"].Value, match.Groups["text"].Value) : new HelpEntry("", line[2..]);
    }

    // The first element is what comes before the first heading, or that heading itself.
    private static List<string> Sections(string text, string heading) =>
        [.. ("\n" + text).Split("\n" + heading).Select(section => section.Trim('\n'))];

    private static (string Title, string Body) Split(string section)
    {
        var lines = section.Split('\n', 2);
        return (lines[0], lines.Length == 2 ? lines[1] : "");
    }

    private static string[] Paragraphs(string text) => [.. text.Split("\n\n").Select(Flow).Where(paragraph => paragraph.Length > 0)];

    private static string Flow(string text) => text.Trim().ReplaceLineEndings(" ");

    [GeneratedRegex("^- `(?<name>[^`]+)`: (?<text>.+)$")]
    private static partial Regex Entry();

    [GeneratedRegex("```powershell\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
