using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using AirbyteKafka.Errors;
using AirbyteKafka.Security;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Security.Tls;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Check.Probe;

/// <summary>Goes the way to one broker step by step, as far as it goes without credentials: name, port, TLS, and whether a broker of the right kind answers.</summary>
internal sealed class BrokerProbe
{
    // A second question takes a quarter of the time at most.
    private const int RetryDivisor = 4;

    private readonly BrokerAddress _broker;
    private readonly ConnectionSecurity _security;
    private readonly string _origin;
    private readonly TimeSpan _limit;
    private readonly CancellationToken _cancellation;
    private readonly List<CheckStep> _steps = [];
    private bool _disputable;
    private bool _endsWrites;
    private ApiVersions? _versions;

    private BrokerProbe(BrokerAddress broker, ConnectionSecurity security, string origin, TimeSpan limit, CancellationToken cancellation)
    {
        _broker = broker;
        _security = security;
        _origin = origin;
        _limit = limit;
        _cancellation = cancellation;
    }

    /// <summary>Probes a broker. Never throws for what it finds.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="security">How it is to be spoken to.</param>
    /// <param name="origin">The setting that its address comes from: where a person looks when it is wrong.</param>
    /// <param name="limit">The longest it may take.</param>
    /// <param name="cancellation">Ends it before.</param>
    public static async Task<ProbeResult> RunAsync(BrokerAddress broker, ConnectionSecurity security, string origin, TimeSpan limit, CancellationToken cancellation)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(limit);
        var probe = new BrokerProbe(broker, security, origin, limit, timed.Token);
        await probe.RunAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return new(broker, probe._steps, probe._disputable, probe._endsWrites, probe._versions);
    }

    private string Seconds => string.Create(CultureInfo.InvariantCulture, $"{_limit.TotalSeconds:0.#} s");

    private async Task RunAsync()
    {
        var addresses = IPAddress.TryParse(_broker.Host, out var address)
            ? [address]
            : await StepAsync($"Name {_broker.Host}", ResolveAsync).ConfigureAwait(false);
        if (addresses is null || await StepAsync($"Port {_broker}", () => ConnectAsync(addresses)).ConfigureAwait(false) is not { } socket)
        {
            return;
        }

        Stream connection = new NetworkStream(socket, ownsSocket: true);
        await using (connection.ConfigureAwait(false))
        {
            if (_security.Tls is not { } settings)
            {
                await StepAsync($"Kafka {_broker}", () => GreetAsync(connection, addresses, tls: null)).ConfigureAwait(false);
                return;
            }

            using var tls = new TlsHandshake(_broker, settings);
            if (!tls.TryLoad())
            {
                _steps.Add(new($"TLS {_broker}", CheckOutcome.Skipped, "The key in protocol.ssl_keystore_key is encrypted in a way that only the Kafka client can open.", TimeSpan.Zero));
                return;
            }

            if (await StepAsync($"TLS {_broker}", () => SecureAsync(connection, addresses, tls)).ConfigureAwait(false) is { } secure)
            {
                await using (secure.ConfigureAwait(false))
                {
                    await StepAsync($"Kafka {_broker}", () => GreetAsync(secure, addresses, tls)).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<T?> StepAsync<T>(string name, Func<Task<(T Found, string Detail)>> look)
        where T : class
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var (found, detail) = await look().ConfigureAwait(false);
            _steps.Add(new(name, CheckOutcome.Passed, detail, Stopwatch.GetElapsedTime(start)));
            return found;
        }
        catch (AirbyteKafkaException failure)
        {
            _steps.Add(new(name, CheckOutcome.Failed, failure.Message, Stopwatch.GetElapsedTime(start)) { FailureKind = failure.Kind });
            return null;
        }
        catch (Exception fault)
        {
            _steps.Add(CheckStep.OfFault(name, fault, Stopwatch.GetElapsedTime(start)));
            return null;
        }
    }

    private async Task<(IPAddress[], string)> ResolveAsync()
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(_broker.Host, _cancellation).WaitAsync(_cancellation).ConfigureAwait(false);
            return (addresses, $"{_broker.Host} is {Printable.List(Array.ConvertAll(addresses, address => address.ToString()))}.");
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            // Some texts .NET does not even ask about.
            throw Unreachable(
                failure is SocketException { SocketErrorCode: SocketError.TryAgain }
                    ? $"The name service of this machine gives no answer for '{_broker.Host}'. Check {_origin} and the DNS settings of this machine."
                    : $"The name '{_broker.Host}' does not resolve to an address. Check {_origin} and the DNS settings of this machine.",
                failure);
        }
        catch (OperationCanceledException failure)
        {
            throw Unreachable($"The name service of this machine gave no answer for '{_broker.Host}' within {Seconds}. Check its DNS settings.", failure);
        }
    }

    private async Task<(Socket, string)> ConnectAsync(IPAddress[] addresses)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, _broker.Port, _cancellation).ConfigureAwait(false);
            return (socket, "Somebody listens there.");
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw Unreachable(
                failure.SocketErrorCode switch
                {
                    SocketError.ConnectionRefused => $"Nothing listens on {_broker} (connection refused). Check host and port in {_origin}, and that the broker runs.",
                    SocketError.TimedOut => $"{_broker} takes no connection: the host is down, or a firewall is in the way.",
                    SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"There is no way from this machine to {_broker} ({failure.Message}). Check the network and its firewalls.",
                    _ => $"{_broker} cannot be connected to: {failure.Message}.",
                },
                failure);
        }
        catch (OperationCanceledException failure)
        {
            socket.Dispose();
            throw Unreachable($"{_broker} took no connection within {Seconds}: the host is down, or a firewall is in the way.", failure);
        }
    }

    private async Task<(SslStream, string)> SecureAsync(Stream connection, IPAddress[] addresses, TlsHandshake tls)
    {
        try
        {
            var secure = await tls.RunAsync(connection, _cancellation).ConfigureAwait(false);
            return (secure, $"{Name(secure.SslProtocol)}, {secure.NegotiatedCipherSuite}.");
        }
        catch (AirbyteKafkaException)
        {
            _disputable = true;
            throw;
        }
        catch (OperationCanceledException failure)
        {
            throw UnfinishedHandshake(failure);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            throw tls.MissesClientCertificate || (_security.Tls?.CertificateChainPem is not null && TlsRefusal.IsAlert(failure)) ? ClientCertificateRefused(tls)
                : await FindPlainListenerAsync(addresses).ConfigureAwait(false) is { } plain ? Mismatch(
                    $"Broker {_broker} speaks no TLS on this port. Use the port of its TLS listener, or protocol.security_protocol {plain.ToKafkaName()}.")
                : failure is IOException ? Mismatch($"{_broker} ends the connection in place of a TLS handshake. Check that this is the port of a TLS listener.")
                : NoHandshake(failure);
        }
    }

    private async Task<(ApiVersions, string)> GreetAsync(Stream connection, IPAddress[] addresses, TlsHandshake? tls)
    {
        try
        {
            var (versions, kind) = await ApiVersions.AskAsync(connection, _cancellation).ConfigureAwait(false);
            if (versions is null)
            {
                throw tls is null && (kind == WireReplyKind.Tls || (kind == WireReplyKind.Closed && await SpeaksTlsAsync(addresses).ConfigureAwait(false)))
                    ? Mismatch($"Broker {_broker} speaks TLS on this port. Set protocol.security_protocol to {(_security.Login is null ? "SSL" : "SASL_SSL")}, or use the port of a listener without TLS.")
                    : NotABroker(kind, tls);
            }

            if (!versions.ServesClients)
            {
                throw Mismatch(versions.IsController
                    ? $"{_broker} is the port of a Kafka controller, which takes no records. "
                      + $"Use a port that the brokers have for clients in {_origin}."
                    : $"{_broker} answers, but its list of the requests that it takes lacks the one for a cluster's brokers. "
                      + $"Check the port in {_origin}.");
            }

            _versions = versions;
            var hasBegunLogin = versions.TakesSaslHandshake && await CheckLoginAsync(connection).ConfigureAwait(false);
            if (versions.TakesMetadata && (_security.Login is null || (hasBegunLogin && await LogInAsync(connection, versions).ConfigureAwait(false))))
            {
                var (failure, endsWrites) = await ClusterLook.AtAsync(connection, _broker, _origin, Seconds, _cancellation).ConfigureAwait(false);
                _endsWrites = endsWrites;
                if (failure is not null)
                {
                    throw failure;
                }
            }

            return (versions, versions.Release is null ? "A Kafka broker answers." : $"A Kafka broker answers; it speaks the protocol of Kafka {versions.Release}.");
        }
        catch (OperationCanceledException failure)
        {
            throw Silent(failure);
        }
    }

    /// <summary>Logs in where that takes one message. What comes of a login, Kafka's client says: it has words for all.</summary>
    private async Task<bool> LogInAsync(Stream connection, ApiVersions versions)
    {
        try
        {
            return versions.TakesSaslAuthenticate && _security.Login is PasswordLogin { Mechanism: SaslMechanism.Plain } login
                && await PlainLogin.TryAsync(connection, login, _cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Compares the login that there is with the one that the listener wants.</summary>
    /// <returns>Whether a login has begun.</returns>
    private async Task<bool> CheckLoginAsync(Stream connection)
    {
        var mechanism = _security.Login?.Mechanism;
        if (await SaslOffer.AskAsync(connection, mechanism ?? SaslMechanism.Plain, _cancellation).ConfigureAwait(false) is not { } offer)
        {
            // A broker that does not want to say so here will say so to the client.
            return false;
        }

        var tls = _security.Tls is not null;
        var mechanisms = offer.Mechanisms.Count == 0 ? "" : $"; it offers {Printable.List(offer.Mechanisms)}";
        if (mechanism is null)
        {
            if (offer.WantsLogin)
            {
                throw Mismatch($"Broker {_broker} wants a login (SASL) on this port{mechanisms}. Set protocol.security_protocol to {(tls ? "SASL_SSL" : "SASL_PLAINTEXT")} with sasl_mechanism and sasl_jaas_config.");
            }
        }
        else if (!offer.WantsLogin)
        {
            _endsWrites = true;
            throw Mismatch($"Broker {_broker} takes no login (SASL) on this port. Set protocol.security_protocol to {(tls ? "SSL" : "PLAINTEXT")}, or use the port of a SASL listener.");
        }
        else if (!offer.HasMechanism)
        {
            _endsWrites = true;
            throw Mismatch($"Broker {_broker} does not take {mechanism}{mechanisms}. Change protocol.sasl_mechanism, or enable it on the broker.");
        }

        return mechanism is not null;
    }

    private AirbyteKafkaException NotABroker(WireReplyKind kind, TlsHandshake? tls) => kind switch
    {
        // With TLS 1.3 a broker looks at the client's certificate only after the client believes to be connected.
        WireReplyKind.Closed when tls is { MissesClientCertificate: true } || _security.Tls?.CertificateChainPem is not null => ClientCertificateRefused(tls!),
        WireReplyKind.Closed => Unreachable($"{_broker} takes the connection and ends it without an answer. Check that a Kafka broker is behind this port, not a proxy without one.", null),
        WireReplyKind.Unreadable => Mismatch(
            $"{_broker} answers in Kafka's protocol, but its list of the requests that it takes cannot be read. "
            + $"Check that a Kafka broker is behind this port in {_origin}."),
        WireReplyKind.Http => Mismatch($"{_broker} answers as a web server, not as a Kafka broker. Check the port in {_origin}."),
        _ => Mismatch($"{_broker} answers, but not as a Kafka broker. Check the port in {_origin}."),
    };

    private AirbyteKafkaException ClientCertificateRefused(TlsHandshake tls) => new(ErrorKind.TlsFailed, tls.MissesClientCertificate
        ? $"Broker {_broker} wants a client certificate. Set protocol.ssl_keystore_certificate_chain and protocol.ssl_keystore_key."
        : tls.ClientCertificateExpiry is { } day
        ? $"Broker {_broker} refused the client certificate, which expired on {day}. Renew the one in protocol.ssl_keystore_certificate_chain."
        : $"Broker {_broker} refused the client certificate. The one in protocol.ssl_keystore_certificate_chain has to be valid and from an authority that the broker trusts.");

    private AirbyteKafkaException NoHandshake(Exception failure)
    {
        if (TlsRefusal.Of(failure, _broker) is not { } refusal)
        {
            return Mismatch($"{_broker} answers, but not with TLS. Check that this is the port of a TLS listener.");
        }

        _disputable = true;
        return new(ErrorKind.TlsFailed, refusal, failure);
    }

    private AirbyteKafkaException Silent(Exception cause) => Unreachable(
        (cause is UnfinishedReplyException { Received: var received }
            ? string.Create(CultureInfo.InvariantCulture, $"{_broker} begins an answer and does not end it: {received} bytes of it came within {Seconds}.")
            : $"{_broker} takes connections but does not answer: nothing came within {Seconds}.")
        + " Check that a Kafka broker is behind this port and that it is healthy.",
        cause);

    private AirbyteKafkaException UnfinishedHandshake(Exception cause) => Unreachable(
        $"{_broker} takes connections but ends no TLS handshake: it did not come to that within {Seconds}. "
        + "Check that a Kafka broker is behind this port and that it is healthy.",
        cause);

    private static AirbyteKafkaException Unreachable(string message, Exception? cause) => new(ErrorKind.BrokerUnreachable, message, cause);

    private static AirbyteKafkaException Mismatch(string message) => new(ErrorKind.ListenerMismatch, message);

    /// <summary>The protocol of a broker that was spoken to in TLS and has none.</summary>
    private async Task<SecurityProtocol?> FindPlainListenerAsync(IPAddress[] addresses) => await RetryAsync<SecurityProtocol?>(addresses, async (connection, cancellation) =>
    {
        if ((await ApiVersions.AskAsync(connection, cancellation).ConfigureAwait(false)).Versions is not { } versions)
        {
            return null;
        }

        var offer = versions.TakesSaslHandshake ? await SaslOffer.AskAsync(connection, SaslMechanism.Plain, cancellation).ConfigureAwait(false) : null;
        return offer is { WantsLogin: true } ? SecurityProtocol.SaslPlaintext : SecurityProtocol.Plaintext;
    }).ConfigureAwait(false);

    private async Task<bool> SpeaksTlsAsync(IPAddress[] addresses) => await RetryAsync(addresses, async (connection, cancellation) =>
    {
        using var tls = new TlsHandshake(_broker, new TlsSettings(null, null, null, null, VerifyHostName: false));
        try
        {
            await using var secure = await tls.RunAsync(connection, cancellation).ConfigureAwait(false);
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
    }).ConfigureAwait(false);

    /// <summary>Asks the other way, on a new connection; somebody who takes that for nonsense may stay silent.</summary>
    private async Task<T?> RetryAsync<T>(IPAddress[] addresses, Func<Stream, CancellationToken, Task<T>> ask)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        timed.CancelAfter(_limit / RetryDivisor);
        try
        {
            var (socket, _) = await ConnectAsync(addresses).ConfigureAwait(false);
            var connection = new NetworkStream(socket, ownsSocket: true);
            await using (connection.ConfigureAwait(false))
            {
                return await ask(connection, timed.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is AirbyteKafkaException or IOException or OperationCanceledException)
        {
            return default;
        }
    }

    private static string Name(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        _ => protocol.ToString(),
    };
}
