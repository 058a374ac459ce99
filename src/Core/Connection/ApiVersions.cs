namespace AirbyteKafka.Connection;

/// <summary>Which requests a broker takes, and which release of Kafka that gives away.</summary>
/// <param name="Keys">Kafka's numbers of those requests.</param>
/// <param name="Release">The release of Kafka whose protocol it speaks, or <see langword="null"/>.</param>
/// <param name="TakesMetadata">Whether it can be asked for its cluster's brokers in the way that <see cref="ClusterAnswer"/> asks.</param>
internal sealed record ApiVersions(IReadOnlySet<short> Keys, string? Release, bool TakesMetadata)
{
    private const short UnsupportedVersion = 35;
    private const short FetchKey = 1;
    private const short MetadataKey = 3;
    private const short SaslHandshakeKey = 17;
    private const short CreateTopicsKey = 19;
    private const short BrokerRegistrationKey = 62;
    private const int SupportedFeaturesTag = 0;
    private const string MetadataVersion = "metadata.version";

    // The highest metadata.version of each release since 3.3, the first that brokers tell.
    private static readonly (short Level, string Release)[] Levels =
        [(7, "3.3"), (8, "3.4"), (11, "3.5"), (14, "3.6"), (19, "3.7"), (20, "3.8"), (21, "3.9"), (25, "4.0"), (27, "4.1"), (29, "4.2"), (30, "4.3")];

    // Older brokers and other makers' give themselves away by the newest Fetch they take.
    private static readonly (short Version, string Release)[] Fetches =
        [(4, "0.11"), (5, "1.0"), (7, "1.1"), (8, "2.0"), (10, "2.1"), (11, "2.3"), (12, "2.7"), (13, "3.1"), (15, "3.5"), (16, "3.7"), (17, "3.9"), (18, "4.1")];

    /// <summary>Whether it knows the request that begins a SASL login.</summary>
    public bool TakesSaslHandshake => Keys.Contains(SaslHandshakeKey);

    /// <summary>Whether it tells clients about brokers and topics; the port that controllers have for each other does not.</summary>
    public bool ServesClients => Keys.Contains(MetadataKey);

    /// <summary>Whether it is the port that controllers have for each other: they register brokers there.</summary>
    public bool IsController => Keys.Contains(BrokerRegistrationKey);

    /// <summary>Whether there is a controller behind it to be asked about topics; librdkafka's mock cluster has none, and leaves the question unanswered.</summary>
    public bool HasController => Keys.Contains(CreateTopicsKey);

    /// <summary>Asks a broker.</summary>
    /// <param name="connection">A connection on which Kafka's protocol is spoken.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What it takes, or <see langword="null"/> and who seems to be there in its place.</returns>
    public static async Task<(ApiVersions? Versions, WireReplyKind Kind)> AskAsync(Stream connection, CancellationToken cancellation)
    {
        var reply = await KafkaWire.AskApiVersionsAsync(connection, KafkaWire.ApiVersionsNewest, cancellation).ConfigureAwait(false);
        if (reply.Kind == WireReplyKind.Answer && Read(reply.Body.Span) is (UnsupportedVersion, _))
        {
            // Older than Kafka 2.4: the first version is the one that every broker knows.
            reply = await KafkaWire.AskApiVersionsAsync(connection, KafkaWire.ApiVersionsFirst, cancellation).ConfigureAwait(false);
            return reply.Kind == WireReplyKind.Answer ? Outcome(ReadFirst(reply.Body.Span)) : (null, reply.Kind);
        }

        return reply.Kind == WireReplyKind.Answer ? Outcome(Read(reply.Body.Span).Versions) : (null, reply.Kind);

        static (ApiVersions?, WireReplyKind) Outcome(ApiVersions? versions) => (versions, versions is null ? WireReplyKind.Foreign : WireReplyKind.Answer);
    }

    private static (short Error, ApiVersions? Versions) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new WireReader(body);
            var error = reader.ReadInt16();
            return (error, error == 0 ? ReadNewest(ref reader) : null);
        }
        catch (ArgumentOutOfRangeException)
        {
            return default;
        }
    }

    private static ApiVersions? ReadFirst(ReadOnlySpan<byte> body)
    {
        try
        {
            short fetch = -1;
            var metadata = false;
            var keys = new HashSet<short>();
            var reader = new WireReader(body);
            if (reader.ReadInt16() != 0)
            {
                return null;
            }

            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                var key = reader.ReadInt16();
                var oldest = reader.ReadInt16();
                var newest = reader.ReadInt16();
                keys.Add(key);
                fetch = key == FetchKey ? newest : fetch;
                metadata |= IsMetadata(key, oldest, newest);
            }

            return new(keys, FromFetch(fetch), metadata);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static ApiVersions ReadNewest(ref WireReader reader)
    {
        short fetch = -1;
        var metadata = false;
        var keys = new HashSet<short>();
        for (var count = reader.ReadUnsigned() - 1; count > 0; count--)
        {
            var key = reader.ReadInt16();
            var oldest = reader.ReadInt16();
            var newest = reader.ReadInt16();
            reader.SkipTags();
            keys.Add(key);
            fetch = key == FetchKey ? newest : fetch;
            metadata |= IsMetadata(key, oldest, newest);
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

        return new(keys, release, metadata);
    }

    private static bool IsMetadata(short key, short oldest, short newest) =>
        key == MetadataKey && oldest <= KafkaWire.MetadataVersion && newest >= KafkaWire.MetadataVersion;

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
