using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using AirbyteKafka.Errors;
using AirbyteKafka.Security;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Security.Tls;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Check.Probe;

/// <summary>Asks a port the other way, on a new connection: without TLS where TLS has failed, with TLS where there was none.</summary>
/// <param name="broker">The broker.</param>
/// <param name="addresses">Its host's addresses.</param>
/// <param name="limit">The longest that it may take: a port that takes the question for nonsense may stay silent.</param>
/// <param name="cancellation">Ends it before.</param>
internal sealed class OtherProtocol(BrokerAddress broker, IPAddress[] addresses, TimeSpan limit, CancellationToken cancellation)
{
    /// <summary>
    /// The protocol of a broker that was spoken to in TLS and has none; <see langword="null"/> where it is no such broker.
    /// </summary>
    public Task<SecurityProtocol?> FindPlainAsync() => AskAsync<SecurityProtocol?>(async (connection, stop) =>
    {
        if ((await ApiVersions.AskAsync(connection, stop).ConfigureAwait(false)).Versions is not { } versions)
        {
            return null;
        }

        var offer = versions.TakesSaslHandshake
            ? await SaslOffer.AskAsync(connection, SaslMechanism.Plain, stop).ConfigureAwait(false) : null;
        return offer is { WantsLogin: true } ? SecurityProtocol.SaslPlaintext : SecurityProtocol.Plaintext;
    });

    /// <summary>Whether the port speaks TLS.</summary>
    public Task<bool> IsTlsAsync() => AskAsync(async (connection, stop) =>
    {
        using var tls = new TlsHandshake(broker, new TlsSettings(null, null, null, null, VerifyHostName: false));
        try
        {
            await using var secure = await tls.RunAsync(connection, stop).ConfigureAwait(false);
            return true;
        }
        catch (AirbyteKafkaException)
        {
            // Its certificate is not to our liking, so there was one.
            return true;
        }
        catch (AuthenticationException)
        {
            return tls.MissesClientCertificate;
        }
    });

    private async Task<T?> AskAsync<T>(Func<Stream, CancellationToken, Task<T>> ask)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(limit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, broker.Port, timed.Token).ConfigureAwait(false);
            var connection = new NetworkStream(socket, ownsSocket: false);
            await using (connection.ConfigureAwait(false))
            {
                return await ask(connection, timed.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is SocketException or IOException or OperationCanceledException)
        {
            return default;
        }
    }
}
