using AirbyteKafka.Bench.EndToEnd.Scenarios;

namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>The subcommand <c>plot</c>: draws a report's plots again, and puts its tables into the page on performance.</summary>
internal static class PerformancePage
{
    private const string Start = "<!-- generated: end-to-end -->";
    private const string End = "<!-- end -->";

    /// <summary>Writes them.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="docs">The folder with <c>performance.md</c>.</param>
    internal static void Update(BenchReport report, string docs)
    {
        string[] plots =
        [
            .. Ratios(report, docs, "performance-wall.png", "Wall time, relative to kcat's (dots: pairs)", Figure.WallRatio, "kcat"),
            .. Ratios(report, docs, "performance-cpu.png", "Processor time, relative to kcat's (dots: pairs)", Figure.CpuRatio, "kcat"),
            .. Ratios(report, docs, "performance-streams.png", "Processor time, relative to one stream's (dots: pairs)", Figure.CpuRatio,
                "1 stream"),
            .. Memory(report, docs, "performance-memory.png"),
        ];
        var page = Path.Combine(docs, "performance.md");
        var text = File.ReadAllText(page);
        var start = text.IndexOf(Start, StringComparison.Ordinal);
        var end = text.IndexOf(End, start + 1, StringComparison.Ordinal);
        if (start < 0 || end < 0)
        {
            throw new InvalidDataException($"{page} has no place for the tables between '{Start}' and '{End}'.");
        }

        var images = string.Concat(plots.Select(plot => $"![{Path.GetFileNameWithoutExtension(plot)}]({plot})\n\n"));
        File.WriteAllText(page, $"{text[..start]}{Start}\n{images}{MarkdownReport.Write(report)}{text[end..]}");
    }

    private static IEnumerable<string> Ratios(BenchReport report, string docs, string file, string title, Figure figure,
        string against) => Draw(
        docs,
        file,
        title,
        [
            .. from comparison in report.Comparisons
               from entry in comparison.Entries
               let other = comparison.OtherOf(entry)
               where other is not null && entry.Against!.StartsWith(against, StringComparison.Ordinal)
               select new BarRow(Label(comparison, entry), comparison.Broker, entry.Value(figure, other), [.. entry.Pairs(figure, other)]),
        ],
        1);

    private static IEnumerable<string> Memory(BenchReport report, string docs, string file) => Draw(
        docs,
        file,
        "Peak of resident memory in MB (dots: runs)",
        [
            .. from comparison in report.Comparisons
               where comparison.Scenario == ScenarioList.Memory
               from entry in comparison.Entries
               where entry.IsUsable
               select new BarRow(Label(comparison, entry), comparison.Broker, entry.PeakMegabytes,
                   [.. entry.Runs.Select(run => run.PeakBytes / 1e6)]),
        ],
        ScenarioList.PeakMegabytes);

    private static IEnumerable<string> Draw(string docs, string file, string title, IReadOnlyList<BarRow> rows, double limit)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        // The same thing on both brokers, one below the other.
        BarPlot.Save(Path.Combine(docs, file), title, [.. rows.GroupBy(row => row.Label).SelectMany(same => same)], limit);
        return [file];
    }

    private static string Label(ComparisonResult comparison, EntryResult entry)
    {
        var what = comparison.Name == comparison.Scenario ? comparison.Name : $"{comparison.Scenario}, {comparison.Name}";
        return entry.Name == ScenarioList.Module ? what : $"{what}: {entry.Name}";
    }
}
