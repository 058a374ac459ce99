using ScottPlot;
using SkiaSharp;

namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>Draws figures as bars, one below the other, with a dot for every run behind a bar.</summary>
internal static class BarPlot
{
    private const int Width = 900;
    private const int RowHeight = 26;
    private const int FrameHeight = 140;
    private const int Scale = 2;
    private static readonly string[] FontNames = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Helvetica", "Arial"];
    private static readonly Color DotColour = Colors.Black.WithAlpha(.6);

    /// <summary>Draws a plot into a PNG file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">What is drawn.</param>
    /// <param name="rows">The bars from top to bottom.</param>
    /// <param name="limit">Where a line is drawn: the aim.</param>
    internal static void Save(string path, string title, IReadOnlyList<BarRow> rows, double? limit)
    {
        using var plot = new Plot();
        plot.Title(title);
        if (FontNames.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) is { } font)
        {
            plot.Font.Set(font);
        }

        plot.ScaleFactor = Scale;
        var groups = rows.Select(row => row.Group).Distinct().ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            AddRow(plot, rows[i], rows.Count - i, plot.Add.Palette.GetColor(groups.IndexOf(rows[i].Group)));
        }

        if (limit is { } at)
        {
            plot.Add.VerticalLine(at, 2, Colors.Black, LinePattern.Dashed);
        }

        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. Enumerable.Range(0, rows.Count).Select(i => (double)(rows.Count - i))], [.. rows.Select(row => row.Label)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.HideGrid();
        plot.Axes.SetLimits(0, 1.12 * rows.Max(row => Math.Max(row.Values.Max(), limit ?? 0)), 0.3, rows.Count + 0.7);
        plot.Legend.ManualItems.AddRange(
            groups.Select((group, i) => new LegendItem { LabelText = group, FillColor = plot.Add.Palette.GetColor(i) }));
        plot.ShowLegend(Edge.Bottom);
        plot.SavePng(path, Scale * Width, Scale * (FrameHeight + (RowHeight * rows.Count)));
    }

    private static void AddRow(Plot plot, BarRow row, double position, Color colour)
    {
        var bars = plot.Add.Bar(new Bar { Position = position, Value = row.Value, FillColor = colour, LineWidth = 0, Size = 0.7,
            Label = row.Text });
        bars.Horizontal = true;
        bars.ValueLabelStyle.FontSize = 11;
        plot.Add.ScatterPoints(row.Values, [.. row.Values.Select(_ => position)], DotColour).MarkerSize = 4;
    }
}
