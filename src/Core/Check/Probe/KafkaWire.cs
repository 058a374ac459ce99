using System.Buffers.Binary;

namespace AirbyteKafka.Check.Probe;

/// <summary>
/// The requests of Kafka's protocol that a broker answers before it knows who asks, and those for a login by PLAIN and for metadata. They
/// tell a broker from something else, and one kind of listener from another, where a client can only say that its connection broke.
/// </summary>
internal static class KafkaWire
{
    /// <summary>The first version of the request for API versions.</summary>
    public const short ApiVersionsFirst = 0;

    /// <summary>The newest one that is written here; its answer tells the broker's release.</summary>
    public const short ApiVersionsNewest = 3;

    /// <summary>The version of the request for a cluster's brokers: the first that can ask for no topics.</summary>
    public const short MetadataVersion = 1;

    private const short MetadataKey = 3;
    private const short SaslHandshakeKey = 17;
    private const short SaslHandshakeVersion = 1;
    private const short ApiVersionsKey = 18;
    private const short SaslAuthenticateKey = 36;
    private const short SaslAuthenticateVersion = 0;
    private const int CorrelationId = 0x41424B31;
    private const int LargestReply = 1 << 20;
    private const int FirstRoom = 64 << 10;
    private const int TlsAlertStart = 0x1503;
    private const int HttpStart = 0x48545450;
    private const string ClientName = "airbyte-kafka";

    /// <summary>Asks which requests the broker takes.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="version"><see cref="ApiVersionsFirst"/> or <see cref="ApiVersionsNewest"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<WireReply> AskApiVersionsAsync(Stream stream, short version, CancellationToken cancellation)
    {
        var request = new WireWriter();
        WriteHeader(request, ApiVersionsKey, version);
        if (version == ApiVersionsNewest)
        {
            request.WriteNoTags();
            request.WriteCompactText(ClientName);
            request.WriteCompactText(typeof(KafkaWire).Assembly.GetName().Version?.ToString(3) ?? "0");
            request.WriteNoTags();
        }

        return SendAsync(stream, request, cancellation);
    }

    /// <summary>Asks to log in by a mechanism; the answer lists those the listener has.</summary>
    public static Task<WireReply> AskSaslHandshakeAsync(Stream stream, string mechanism, CancellationToken cancellation)
    {
        var request = new WireWriter();
        WriteHeader(request, SaslHandshakeKey, SaslHandshakeVersion);
        request.WriteText(mechanism);
        return SendAsync(stream, request, cancellation);
    }

    /// <summary>Sends the message of a login by the mechanism that was asked for before.</summary>
    public static Task<WireReply> AskSaslAuthenticateAsync(Stream stream, ReadOnlySpan<byte> message, CancellationToken cancellation)
    {
        var request = new WireWriter();
        WriteHeader(request, SaslAuthenticateKey, SaslAuthenticateVersion);
        request.WriteBytes(message);
        return SendAsync(stream, request, cancellation);
    }

    /// <summary>Asks for the cluster's brokers, and for no topic.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="largestReply">The most bytes of an answer.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<WireReply> AskMetadataAsync(Stream stream, int largestReply, CancellationToken cancellation)
    {
        var request = new WireWriter();
        WriteHeader(request, MetadataKey, MetadataVersion);
        request.WriteInt32(0);
        return SendAsync(stream, request, cancellation, largestReply);
    }

    private static void WriteHeader(WireWriter request, short key, short version)
    {
        request.WriteInt16(key);
        request.WriteInt16(version);
        request.WriteInt32(CorrelationId);
        request.WriteText(ClientName);
    }

    private static async Task<WireReply> SendAsync(
        Stream stream, WireWriter request, CancellationToken cancellation, int largestReply = LargestReply)
    {
        var received = new Received();
        try
        {
            await stream.WriteAsync(request.ToFrame(), cancellation).ConfigureAwait(false);
            await stream.FlushAsync(cancellation).ConfigureAwait(false);
            var head = new byte[8];
            var read = await FillAsync(stream, head, received, cancellation).ConfigureAwait(false);
            if (Recognize(head.AsSpan(0, read), largestReply) is { } stranger)
            {
                return new(stranger, default);
            }

            var body = await ReadAsync(stream, BinaryPrimitives.ReadInt32BigEndian(head) - sizeof(int), received, cancellation)
                .ConfigureAwait(false);
            return body is null ? new(WireReplyKind.Closed, default) : new(WireReplyKind.Answer, body);
        }
        catch (IOException)
        {
            return new(WireReplyKind.Closed, default);
        }
        catch (OperationCanceledException ended) when (received.Bytes > 0)
        {
            throw new UnfinishedReplyException(received.Bytes, ended);
        }
    }

    // The room grows with what really comes: a length is only a claim.
    private static async Task<byte[]?> ReadAsync(Stream stream, int length, Received received, CancellationToken cancellation)
    {
        var body = new byte[Math.Min(length, FirstRoom)];
        var read = 0;
        while (true)
        {
            read += await FillAsync(stream, body.AsMemory(read), received, cancellation).ConfigureAwait(false);
            if (read < body.Length)
            {
                return null;
            }

            if (read == length)
            {
                return body;
            }

            Array.Resize(ref body, (int)Math.Min(length, 2L * read));
        }
    }

    /// <summary>Reads until the room is full or the stream ends, and counts also what came of a read that was ended.</summary>
    private static async Task<int> FillAsync(Stream stream, Memory<byte> room, Received received, CancellationToken cancellation)
    {
        var filled = 0;
        while (filled < room.Length && await stream.ReadAsync(room[filled..], cancellation).ConfigureAwait(false) is > 0 and var read)
        {
            filled += read;
            received.Bytes += read;
        }

        return filled;
    }

    private static WireReplyKind? Recognize(ReadOnlySpan<byte> head, int largestReply)
    {
        if (head.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(head) == TlsAlertStart)
        {
            return WireReplyKind.Tls;
        }

        if (head.Length < 8)
        {
            return head.IsEmpty ? WireReplyKind.Closed : WireReplyKind.Foreign;
        }

        var size = BinaryPrimitives.ReadInt32BigEndian(head);
        return size == HttpStart ? WireReplyKind.Http
            : size >= 4 && size <= largestReply && BinaryPrimitives.ReadInt32BigEndian(head[4..]) == CorrelationId ? null
            : WireReplyKind.Foreign;
    }

    private sealed class Received
    {
        public int Bytes { get; set; }
    }
}
