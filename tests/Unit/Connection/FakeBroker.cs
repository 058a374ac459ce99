using System.Buffers.Binary;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace AirbyteKafka.Tests.Connection;

/// <summary>As much of a Kafka broker of long ago as a connection check needs: it tells its versions, its mechanisms and its cluster.</summary>
public sealed class FakeBroker : IAsyncDisposable
{
    private const short Metadata = 3;
    private const short SaslHandshake = 17;
    private const short ApiVersions = 18;
    private const short CreateTopics = 19;

    private readonly TcpStub _stub;

    public FakeBroker() => _stub = new TcpStub(ServeAsync);

    /// <summary>Where it listens.</summary>
    public string Address => _stub.Address;

    /// <summary>Takes its own address and gives those of the cluster's brokers, from id 1 on; <see langword="null"/>, of itself or what it gives, leaves the question without an answer.</summary>
    public Func<string, IReadOnlyList<string>?>? Brokers { get; init; } = static own => [own];

    /// <summary>The SASL mechanisms it offers; none makes it a listener without SASL.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>How it speaks TLS, if it does.</summary>
    public SslServerAuthenticationOptions? Tls { get; init; }

    /// <summary>Whether it claims to know about creating topics, and so to have a controller behind it.</summary>
    public bool CreatesTopics { get; init; }

    /// <summary>The newest Fetch it claims to take: that tells its release.</summary>
    public short Fetch { get; init; } = 11;

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
            if (Answer(BinaryPrimitives.ReadInt16BigEndian(request), BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(2))) is { } body)
            {
                await connection.WriteAsync(Frame([.. request[4..8], .. body]), stop);
            }
        }
    }

    private byte[]? Answer(short key, short version) => key switch
    {
        ApiVersions => version == 0 ? Versions() : [.. Int16(35), .. Int32(0)],
        SaslHandshake => [.. Int16((short)(Mechanisms.Count == 0 ? 34 : 0)), .. Int32(Mechanisms.Count), .. Mechanisms.SelectMany(Text)],
        Metadata => Brokers?.Invoke(Address) is { } brokers ? [.. Int32(brokers.Count), .. brokers.SelectMany(Broker), .. Int32(1), .. Int32(0)] : null,
        _ => null,
    };

    private byte[] Versions()
    {
        (short Key, short Newest)[] known = [(1, Fetch), (Metadata, 1), (SaslHandshake, 1), (ApiVersions, 0), .. CreatesTopics ? [(CreateTopics, 4)] : Array.Empty<(short, short)>()];
        return [.. Int16(0), .. Int32(known.Length), .. known.SelectMany(api => (byte[])[.. Int16(api.Key), .. Int16(0), .. Int16(api.Newest)])];
    }

    private static byte[] Broker(string address, int index)
    {
        var parts = address.Split(':');
        return [.. Int32(index + 1), .. Text(parts[0]), .. Int32(int.Parse(parts[1], CultureInfo.InvariantCulture)), .. Int16(-1)];
    }

    private static byte[] Frame(byte[] message) => [.. Int32(message.Length), .. message];

    private static byte[] Text(string text) => [.. Int16((short)text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Int16(short value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Int32(int value) => [.. Int16((short)(value >> 16)), .. Int16((short)value)];
}
