namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>The runs of one entry of a comparison.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Against">The entry it is held against.</param>
/// <param name="Aims">What is aimed at.</param>
/// <param name="Records">RECORDs of its input.</param>
/// <param name="InputBytes">Bytes of its input.</param>
/// <param name="Skipped">Why it was not run.</param>
/// <param name="Runs">One of each pair.</param>
internal sealed record EntryResult(
    string Name, string? Against, IReadOnlyList<Aim> Aims, long Records, long InputBytes, string? Skipped, IReadOnlyList<RunResult> Runs)
{
    /// <summary>Whether there is anything to calculate with: a run that went wrong is no measurement.</summary>
    internal bool IsUsable => Runs.Count > 0 && Runs.All(run => run.Fault is null);

    internal double WallSeconds => Median(Runs.Select(run => run.WallSeconds));

    internal double CpuSeconds => Median(Runs.Select(run => run.CpuSeconds));

    internal double PeakMegabytes => Runs.Max(run => run.PeakBytes) / 1e6;

    /// <summary>A figure of every pair; for <see cref="Figure.PeakMegabytes"/>, of every run.</summary>
    internal IReadOnlyList<double> Pairs(Figure figure, EntryResult other) =>
    [
        .. Runs.Zip(other.Runs, (own, others) => figure switch
        {
            Figure.WallRatio => own.WallSeconds / others.WallSeconds,
            Figure.CpuRatio => own.CpuSeconds / others.CpuSeconds,
            Figure.ExtraMilliseconds => 1000 * (own.WallSeconds - others.WallSeconds),
            _ => own.PeakBytes / 1e6,
        }),
    ];

    internal double Value(Figure figure, EntryResult? other) => figure == Figure.PeakMegabytes ? PeakMegabytes
        : Median(Pairs(figure, other!));

    /// <summary>The middle value, or the mean of the two.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
