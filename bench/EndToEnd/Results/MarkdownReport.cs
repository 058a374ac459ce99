using System.Globalization;
using System.Text;

namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>A report as people read it.</summary>
internal static class MarkdownReport
{
    private const string None = "";

    internal static string Write(BenchReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Measured {report.Started:yyyy-MM-dd} in "
            + $"{TimeSpan.FromSeconds(report.Seconds):hh\\:mm\\:ss} with `{report.CommandLine}`.\n");
        text.Append(CultureInfo.InvariantCulture, $"{report.Machine}.\n");
        foreach (var scenario in report.Comparisons.GroupBy(comparison => comparison.Scenario))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {scenario.Key}\n\n");
            text.Append("| what | broker | who | wall s | CPU s | peak MB | input MB/s | against | wall | CPU | aims |\n");
            text.Append("|---|---|---|--:|--:|--:|--:|---|--:|--:|---|\n");
            foreach (var comparison in scenario)
            {
                foreach (var entry in comparison.Entries)
                {
                    text.Append("| ").AppendJoin(" | ", Cells(comparison, entry)).Append(" |\n");
                }
            }

            foreach (var settings in scenario.Where(comparison => comparison.Settings.Length > 0).GroupBy(
                comparison => comparison.Settings, comparison => comparison.Name))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{string.Join(", ", settings.Distinct())}: {settings.Key}.\n");
            }
        }

        if (report.Allocation is { } allocation)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### allocation\n\n{allocation.BytesPerRecord:0.00} bytes of managed memory per "
                + $"record over {allocation.Records} records in steady state");
            text.Append(CultureInfo.InvariantCulture, $" (aim: below {AllocationResult.Limit:0}: "
                + $"{Verdict(allocation.BytesPerRecord < AllocationResult.Limit)}).\n");
        }

        foreach (var note in report.Notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nLeft out: {note}.\n");
        }

        return text.ToString();
    }

    private static IReadOnlyList<string> Cells(ComparisonResult comparison, EntryResult entry)
    {
        if (!entry.IsUsable)
        {
            var reason = entry.Skipped is null ? $"**failed**: {entry.Runs.First(run => run.Fault is not null).Fault}"
                : $"skipped: {entry.Skipped}";
            return [comparison.Name, comparison.Broker, entry.Name, None, None, None, None, None, None, None,
                reason.ReplaceLineEndings(" ").Replace('|', '/')];
        }

        var other = comparison.OtherOf(entry);
        return
        [
            comparison.Name,
            comparison.Broker,
            entry.Name,
            Number(entry.WallSeconds, "0.000"),
            Number(entry.CpuSeconds, "0.000"),
            Number(entry.PeakMegabytes, "0"),
            entry.InputBytes == 0 ? None : Number(entry.InputBytes / 1e6 / entry.WallSeconds, "0"),
            other?.Name ?? None,
            other is null ? None : Number(entry.Value(Figure.WallRatio, other), "0.00"),
            other is null ? None : Number(entry.Value(Figure.CpuRatio, other), "0.00"),
            string.Join("; ", entry.Aims.Where(aim => other is not null || aim.Figure == Figure.PeakMegabytes).Select(
                aim => Describe(aim, entry.Value(aim.Figure, other)))),
        ];
    }

    private static string Describe(Aim aim, double value) =>
        aim.Figure == Figure.ExtraMilliseconds ? $"{aim} ({Number(value, "0")}): {Verdict(aim.IsMetBy(value))}"
            : $"{aim}: {Verdict(aim.IsMetBy(value))}";

    private static string Verdict(bool met) => met ? "met" : "**missed**";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
