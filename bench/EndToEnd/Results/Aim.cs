using System.Globalization;

namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>What a figure should be.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Limit">Its bound.</param>
/// <param name="AtLeast">Whether the bound is a lower one.</param>
internal sealed record Aim(Figure Figure, double Limit, bool AtLeast = false)
{
    /// <summary>Whether a value reaches it.</summary>
    internal bool IsMetBy(double value) => AtLeast ? value >= Limit : value <= Limit;

    /// <inheritdoc/>
    public override string ToString()
    {
        var what = Figure switch
        {
            Figure.WallRatio => "wall",
            Figure.CpuRatio => "CPU",
            Figure.ExtraMilliseconds => "extra ms",
            _ => "peak MB",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{what} {(AtLeast ? '≥' : '≤')} {Limit:0.##}");
    }
}
