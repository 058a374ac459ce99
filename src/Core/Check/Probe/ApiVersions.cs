using AirbyteKafka.Kafka;

namespace AirbyteKafka.Check.Probe;

/// <summary>Which requests a broker takes, and which release of Kafka that gives away.</summary>
/// <param name="Keys">Kafka's numbers of those requests.</param>
/// <param name="Release">The release of Kafka whose protocol it speaks, or <see langword="null"/>.</param>
/// <param name="TakesMetadata">Whether it can be asked for its cluster's brokers in the way that <see cref="ClusterAnswer"/> asks.</param>
/// <param name="Produce">The newest way to hand it records, as it tells; <see langword="null"/> where it tells of none.</param>
internal sealed record ApiVersions(IReadOnlySet<short> Keys, string? Release, bool TakesMetadata, short? Produce)
{
    private const short UnsupportedVersion = 35;
    private const short ProduceKey = 0;
    private const short FetchKey = 1;
    private const short MetadataKey = 3;
    private const short SaslHandshakeKey = 17;
    private const short CreateTopicsKey = 19;
    private const short SaslAuthenticateKey = 36;
    private const short BrokerRegistrationKey = 62;
    private const int SupportedFeaturesTag = 0;
    private const string MetadataVersion = "metadata.version";

    /// <summary>Whether it knows the request that begins a SASL login.</summary>
    public bool TakesSaslHandshake => Keys.Contains(SaslHandshakeKey);

    /// <summary>Whether it takes the messages of a login in requests of their own; before Kafka 1.0 they stood alone.</summary>
    public bool TakesSaslAuthenticate => Keys.Contains(SaslAuthenticateKey);

    /// <summary>Whether it tells clients about brokers and topics; the port that controllers have for each other does not.</summary>
    public bool ServesClients => Keys.Contains(MetadataKey);

    /// <summary>Whether it is the port that controllers have for each other: they register brokers there.</summary>
    public bool IsController => Keys.Contains(BrokerRegistrationKey);

    /// <summary>
    /// Whether there is a controller behind it to be asked about topics; librdkafka's mock cluster has none, and leaves the question
    /// unanswered.
    /// </summary>
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

        static (ApiVersions?, WireReplyKind) Outcome(ApiVersions? versions) =>
            (versions, versions is null ? WireReplyKind.Unreadable : WireReplyKind.Answer);
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
            short? produce = null;
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
                produce = key == ProduceKey ? newest : produce;
                metadata |= IsMetadata(key, oldest, newest);
            }

            return new(keys, KafkaRelease.FromRequests(fetch, keys), metadata, produce);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static ApiVersions ReadNewest(ref WireReader reader)
    {
        short fetch = -1;
        short? produce = null;
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
            produce = key == ProduceKey ? newest : produce;
            metadata |= IsMetadata(key, oldest, newest);
        }

        _ = reader.ReadInt32();
        var release = KafkaRelease.FromRequests(fetch, keys);
        for (var tags = reader.ReadUnsigned(); tags > 0; tags--)
        {
            var (tag, content) = reader.ReadTag();
            if (tag == SupportedFeaturesTag && FindMetadataVersion(content) is { } level)
            {
                release = KafkaRelease.FromLevel(level);
            }
        }

        return new(keys, release, metadata, produce);
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
}
