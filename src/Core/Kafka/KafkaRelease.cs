namespace AirbyteKafka.Kafka;

/// <summary>Which release of Kafka a broker is of, by what it says of the requests that it takes.</summary>
internal static class KafkaRelease
{
    // 2.7 and 2.8 have the same Fetch; the request for a description of the cluster came with 2.8.
    private const short SharedFetch = 12;
    private const short DescribeClusterKey = 60;

    // The highest metadata.version of each release since 3.3, the first that brokers tell.
    private static readonly (short Level, string Release)[] Levels =
        [(7, "3.3"), (8, "3.4"), (11, "3.5"), (14, "3.6"), (19, "3.7"), (20, "3.8"), (21, "3.9"), (25, "4.0"), (27, "4.1"), (29, "4.2"),
            (30, "4.3")];

    // Older brokers and other makers' give themselves away by the newest Fetch they take.
    private static readonly (short Version, string Release)[] Fetches =
        [(4, "0.11"), (5, "1.0"), (7, "1.1"), (8, "2.0"), (10, "2.1"), (11, "2.3"), (12, "2.7"), (13, "3.1"), (15, "3.5"), (16, "3.7"),
            (17, "3.9"), (18, "4.1")];

    /// <summary>The release of a broker that tells its newest <c>metadata.version</c>.</summary>
    internal static string FromLevel(short level) =>
        // Levels between two of the list were made on the way to the later release.
        level > Levels[^1].Level ? Levels[^1].Release + " or newer" : Levels.First(entry => level <= entry.Level).Release;

    /// <summary>The release of a broker that does not tell its <c>metadata.version</c>.</summary>
    /// <param name="fetch">The newest Fetch that it takes.</param>
    /// <param name="keys">Kafka's numbers of the requests that it takes.</param>
    internal static string? FromRequests(short fetch, IReadOnlySet<short> keys) =>
        fetch == SharedFetch && keys.Contains(DescribeClusterKey) ? "2.8" : FromFetch(fetch);

    /// <summary>The release of a broker by the newest version of Fetch that it takes.</summary>
    /// <returns><see langword="null"/> before 0.11.</returns>
    internal static string? FromFetch(short version) => Fetches.LastOrDefault(entry => entry.Version <= version).Release;
}
