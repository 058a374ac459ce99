namespace AirbyteKafka.Connection;

/// <summary>Which requests a broker takes, and which release of Kafka that gives away.</summary>
/// <param name="TakesSaslHandshake">Whether it knows the request that begins a SASL login.</param>
/// <param name="Release">The release of Kafka whose protocol it speaks, or <see langword="null"/>.</param>
internal sealed record ApiVersions(bool TakesSaslHandshake, string? Release)
{
    private const short UnsupportedVersion = 35;
    private const short FetchKey = 1;
    private const short SaslHandshakeKey = 17;
    private const int SupportedFeaturesTag = 0;
    private const string MetadataVersion = "metadata.version";

    // The highest metadata.version of each release since 3.3, the first that brokers tell.
    private static readonly (short Level, string Release)[] Levels =
        [(7, "3.3"), (8, "3.4"), (11, "3.5"), (14, "3.6"), (19, "3.7"), (20, "3.8"), (21, "3.9"), (25, "4.0"), (27, "4.1"), (29, "4.2"), (30, "4.3")];

    // Older brokers and other makers' give themselves away by the newest Fetch they take.
    private static readonly (short Version, string Release)[] Fetches =
        [(4, "0.11"), (5, "1.0"), (7, "1.1"), (8, "2.0"), (10, "2.1"), (11, "2.3"), (12, "2.7"), (13, "3.1"), (15, "3.5"), (16, "3.7"), (17, "3.9"), (18, "4.1")];

    /// <summary>Reads a broker's answer.</summary>
    /// <returns><see langword="null"/> where it is no such answer.</returns>
    public static ApiVersions? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new WireReader(body);
            // Brokers older than 2.4 do not know the request's version and answer in its first.
            return reader.ReadInt16() switch
            {
                0 => ReadCurrent(ref reader),
                UnsupportedVersion => ReadFirst(ref reader),
                _ => null,
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static ApiVersions ReadFirst(ref WireReader reader)
    {
        short fetch = -1;
        var sasl = false;
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var key = reader.ReadInt16();
            _ = reader.ReadInt16();
            var newest = reader.ReadInt16();
            sasl |= key == SaslHandshakeKey;
            fetch = key == FetchKey ? newest : fetch;
        }

        return new(sasl, FromFetch(fetch));
    }

    private static ApiVersions ReadCurrent(ref WireReader reader)
    {
        short fetch = -1;
        var sasl = false;
        for (var count = reader.ReadUnsigned() - 1; count > 0; count--)
        {
            var key = reader.ReadInt16();
            _ = reader.ReadInt16();
            var newest = reader.ReadInt16();
            reader.SkipTags();
            sasl |= key == SaslHandshakeKey;
            fetch = key == FetchKey ? newest : fetch;
        }

        _ = reader.ReadInt32();
        var release = FromFetch(fetch);
        for (var tags = reader.ReadUnsigned(); tags > 0; tags--)
        {
            var (tag, content) = reader.ReadTag();
            if (tag == SupportedFeaturesTag && FindMetadataVersion(content) is { } level)
            {
                release = FromLevel(level);
            }
        }

        return new(sasl, release);
    }

    private static short? FindMetadataVersion(ReadOnlySpan<byte> features)
    {
        var reader = new WireReader(features);
        for (var count = reader.ReadUnsigned() - 1; count > 0; count--)
        {
            var name = reader.ReadCompactText();
            _ = reader.ReadInt16();
            var newest = reader.ReadInt16();
            reader.SkipTags();
            if (name == MetadataVersion)
            {
                return newest;
            }
        }

        return null;
    }

    // Levels between two of the list were made on the way to the later release.
    private static string FromLevel(short level) =>
        level > Levels[^1].Level ? Levels[^1].Release + " or newer" : Levels.First(entry => level <= entry.Level).Release;

    private static string? FromFetch(short version) => Fetches.LastOrDefault(entry => entry.Version <= version).Release;
}
