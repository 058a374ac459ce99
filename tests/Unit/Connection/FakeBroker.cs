using System.Buffers.Binary;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using static AirbyteKafka.Tests.Connection.WireBytes;

namespace AirbyteKafka.Tests.Connection;

/// <summary>
/// As much of a Kafka broker of long ago as a check or a write needs: it tells its versions, its mechanisms and its cluster. What it
/// answers to logins and records, a test says.
/// </summary>
public sealed class FakeBroker : IAsyncDisposable
{
    public const short Produce = 0;
    public const short Metadata = 3;
    public const short SaslHandshake = 17;
    public const short ApiVersions = 18;
    public const short SaslAuthenticate = 36;

    private const short CreateTopics = 19;

    private readonly TcpStub _stub;

    public FakeBroker() => _stub = new TcpStub(ServeAsync);

    /// <summary>Where it listens.</summary>
    public string Address => _stub.Address;

    /// <summary>
    /// Takes its own address and gives those of the cluster's brokers, from id 1 on; <see langword="null"/>, of itself or what it gives,
    /// leaves the question without an answer.
    /// </summary>
    public Func<string, IReadOnlyList<string>?>? Brokers { get; init; } = static own => [own];

    /// <summary>The topics it has, of one partition each, whose leader is broker 1.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The SASL mechanisms it offers; none makes it a listener without SASL.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>How it speaks TLS, if it does.</summary>
    public SslServerAuthenticationOptions? Tls { get; init; }

    /// <summary>Whether it claims to know about creating topics, and so to have a controller behind it.</summary>
    public bool CreatesTopics { get; init; }

    /// <summary>The newest Fetch it claims to take: that tells its release.</summary>
    public short Fetch { get; init; } = 11;

    /// <summary>
    /// What it says in place of the truth, by Kafka's number of the request: the answer after its header; <see langword="null"/> for
    /// silence.
    /// </summary>
    /// <remarks>
    /// The next lie is <c>Lies = { [FakeBroker.Metadata] = own => [.. Int32(1), …] }</c>. A request that is lied about is also offered.
    /// </remarks>
    public Dictionary<short, Func<string, byte[]?>> Lies { get; } = [];

    /// <summary>Takes a part of a SASL login and gives the answer to it, after its header.</summary>
    public Func<byte[], byte[]>? Login { get; init; }

    /// <summary>Changes an answer as it leaves, length and all: what it gives is sent as it is.</summary>
    public Func<short, byte[], byte[]> Mangle { get; init; } = static (_, frame) => frame;

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    private async Task ServeAsync(NetworkStream connection, CancellationToken stop)
    {
        if (Tls is null)
        {
            await SpeakAsync(connection, stop);
            return;
        }

        await using var secure = new SslStream(connection);
        await secure.AuthenticateAsServerAsync(Tls, stop);
        await SpeakAsync(secure, stop);
    }

    private async Task SpeakAsync(Stream connection, CancellationToken stop)
    {
        var size = new byte[4];
        while (await connection.ReadAtLeastAsync(size, 4, throwOnEndOfStream: false, stop) == 4)
        {
            var request = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
            await connection.ReadExactlyAsync(request, stop);
            var key = BinaryPrimitives.ReadInt16BigEndian(request);
            var body = key == SaslAuthenticate && Login is not null
                ? Login(SaslBytes(request))
                : Answer(key, BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(2)));
            if (body is not null)
            {
                await connection.WriteAsync(Mangle(key, Frame([.. request[4..8], .. body])), stop);
            }
        }
    }

    private byte[]? Answer(short key, short version) => Lies.TryGetValue(key, out var lie) ? lie(Address) : key switch
    {
        ApiVersions => version == 0 ? Versions() : [.. Int16(35), .. Int32(0)],
        SaslHandshake => [.. Int16((short)(Mechanisms.Count == 0 ? 34 : 0)), .. Int32(Mechanisms.Count), .. Mechanisms.SelectMany(Utf8)],
        Metadata => Brokers?.Invoke(Address) is { } brokers ? [.. Int32(brokers.Count), .. brokers.SelectMany(BrokerAt), .. Int32(1),
            .. Int32(Topics.Count), .. Topics.SelectMany(Topic)] : null,
        _ => null,
    };

    private byte[] Versions()
    {
        (short Key, short Newest)[] known = [(1, Fetch), (Metadata, 1), (SaslHandshake, 1), (ApiVersions, 0),
            .. CreatesTopics ? [(CreateTopics, 4)] : Array.Empty<(short, short)>(),
            .. Lies.Keys.Concat(Login is null ? Array.Empty<short>() : [SaslAuthenticate]).Where(key => key is Produce or SaslAuthenticate)
                .Select(key => (key, key == Produce ? (short)3 : (short)0))];
        return [.. Int16(0), .. Int32(known.Length),
            .. known.SelectMany(api => (byte[])[.. Int16(api.Key), .. Int16(0), .. Int16(api.Newest)])];
    }

    /// <summary>
    /// What a SaslAuthenticate request carries: behind its header, which ends with the client's name, a length and the bytes.
    /// </summary>
    private static byte[] SaslBytes(byte[] request) => request[(10 + BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(8)) + 4)..];

    private static byte[] BrokerAt(string address, int index)
    {
        var parts = address.Split(':');
        return [.. Int32(index + 1), .. Utf8(parts[0]), .. Int32(int.Parse(parts[1], CultureInfo.InvariantCulture)), .. Int16(-1)];
    }

    private static byte[] Frame(byte[] message) => [.. Int32(message.Length), .. message];
}
