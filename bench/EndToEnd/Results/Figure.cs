namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>What an aim is about. Ratios and differences are medians over the pairs.</summary>
internal enum Figure
{
    /// <summary>Wall time over that of the entry it is held against.</summary>
    WallRatio,

    /// <summary>Processor time over that of the entry it is held against.</summary>
    CpuRatio,

    /// <summary>Wall time beyond that of the entry it is held against, in milliseconds.</summary>
    ExtraMilliseconds,

    /// <summary>The most memory that was resident in any run, in millions of bytes.</summary>
    PeakMegabytes,
}
