using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using AirbyteKafka.Errors;
using AirbyteKafka.Security;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Check.Probe;

/// <summary>
/// Goes the way to one broker step by step, as far as it goes without credentials: name, port, TLS, and whether a broker of the right kind
/// answers.
/// </summary>
internal sealed class BrokerProbe
{
    // A question by another protocol takes a quarter of the time at most.
    private const int OtherProtocolDivisor = 4;

    private readonly BrokerAddress _broker;
    private readonly ConnectionSecurity _security;
    private readonly string _origin;
    private readonly TimeSpan _limit;
    private readonly BrokerFaults _faults;
    private readonly StepRunner _runner;
    private readonly CancellationToken _cancellation;
    private readonly List<StepResult> _steps = [];
    private bool _mayPassForClient;
    private bool _endsWrites;
    private ApiVersions? _versions;

    private BrokerProbe(
        BrokerAddress broker, ConnectionSecurity security, string origin, TimeSpan limit, StepRunner runner, CancellationToken cancellation)
    {
        _broker = broker;
        _security = security;
        _origin = origin;
        _limit = limit;
        _faults = new BrokerFaults(broker, security, origin, limit);
        _runner = runner;
        _cancellation = cancellation;
    }

    /// <summary>Probes a broker. Never throws for what it finds.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="security">How it is to be spoken to.</param>
    /// <param name="origin">The setting that its address comes from: where a person looks when it is wrong.</param>
    /// <param name="limit">The longest it may take.</param>
    /// <param name="cancellation">Ends it before.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was used.</exception>
    public static async Task<ProbeResult> RunAsync(
        BrokerAddress broker, ConnectionSecurity security, string origin, TimeSpan limit, CancellationToken cancellation)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(limit);
        var runner = new StepRunner(failure => failure is OperationCanceledException && cancellation.IsCancellationRequested);
        var probe = new BrokerProbe(broker, security, origin, limit, runner, timed.Token);
        await probe.RunAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return new(broker, probe._steps, probe._mayPassForClient, probe._endsWrites, probe._versions);
    }

    private async Task RunAsync()
    {
        var addresses = IPAddress.TryParse(_broker.Host, out var address)
            ? [address]
            : await StepAsync(new(SubjectKind.HostName, _broker.Host), ResolveAsync).ConfigureAwait(false);
        if (addresses is null
            || await StepAsync(Subject(SubjectKind.Port), () => ConnectAsync(addresses)).ConfigureAwait(false) is not { } socket)
        {
            return;
        }

        Stream connection = new NetworkStream(socket, ownsSocket: true);
        await using (connection.ConfigureAwait(false))
        {
            if (_security.Tls is not { } settings)
            {
                await StepAsync(Subject(SubjectKind.Kafka), () => GreetAsync(connection, addresses, tls: null)).ConfigureAwait(false);
                return;
            }

            using var tls = new TlsHandshake(_broker, settings);
            if (!tls.TryLoad())
            {
                _steps.Add(new(
                    Subject(SubjectKind.Tls),
                    StepOutcome.Skipped,
                    "The key in protocol.ssl_keystore_key is encrypted in a way that only the Kafka client can open."));
                return;
            }

            var secure = await StepAsync(Subject(SubjectKind.Tls), () => SecureAsync(connection, addresses, tls)).ConfigureAwait(false);
            if (secure is not null)
            {
                await using (secure.ConfigureAwait(false))
                {
                    await StepAsync(Subject(SubjectKind.Kafka), () => GreetAsync(secure, addresses, tls)).ConfigureAwait(false);
                }
            }
        }
    }

    private CheckSubject Subject(SubjectKind kind) => new(kind, _broker.ToString());

    private async Task<T?> StepAsync<T>(CheckSubject subject, Func<Task<(T Found, string Detail)>> look)
        where T : class
    {
        var (found, step) = await _runner.DoAsync(subject, look).ConfigureAwait(false);
        _steps.Add(step);
        return found;
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
            throw _faults.NoAddress(failure);
        }
        catch (OperationCanceledException failure)
        {
            throw _faults.SilentNameService(failure);
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
            throw _faults.NoConnection(failure);
        }
        catch (OperationCanceledException failure)
        {
            socket.Dispose();
            throw _faults.LateConnection(failure);
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
            _mayPassForClient = true;
            throw;
        }
        catch (OperationCanceledException failure)
        {
            throw _faults.UnfinishedHandshake(failure);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            throw tls.MissesClientCertificate || (_security.Tls?.CertificateChainPem is not null && TlsRefusal.IsAlert(failure))
                    ? _faults.ClientCertificateRefused(tls)
                : await InOtherProtocol(addresses).FindPlainAsync().ConfigureAwait(false) is { } plain ? _faults.SpeaksNoTls(plain)
                : failure is IOException ? _faults.EndsHandshake()
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
                throw await ExplainReplyAsync(kind, addresses, tls).ConfigureAwait(false);
            }

            if (!versions.ServesClients)
            {
                throw _faults.ServesNoClients(versions);
            }

            _versions = versions;
            var hasBegunLogin = versions.TakesSaslHandshake && await CheckLoginAsync(connection).ConfigureAwait(false);
            if (versions.TakesMetadata
                && (_security.Login is null || (hasBegunLogin && await LogInAsync(connection, versions).ConfigureAwait(false))))
            {
                var (failure, endsWrites) =
                    await ClusterLook.AtAsync(connection, _broker, _origin, _faults.Limit, _cancellation).ConfigureAwait(false);
                _endsWrites = endsWrites;
                if (failure is not null)
                {
                    throw failure;
                }
            }

            return (versions, versions.Release is null
                ? "A Kafka broker answers." : $"A Kafka broker answers; it speaks the protocol of Kafka {versions.Release}.");
        }
        catch (OperationCanceledException failure)
        {
            throw _faults.Silent(failure);
        }
    }

    private async Task<AirbyteKafkaException> ExplainReplyAsync(WireReplyKind kind, IPAddress[] addresses, TlsHandshake? tls)
    {
        if (tls is null)
        {
            var isTls = kind == WireReplyKind.Tls
                || (kind == WireReplyKind.Closed && await InOtherProtocol(addresses).IsTlsAsync().ConfigureAwait(false));
            return isTls ? _faults.SpeaksTls() : _faults.NotABroker(kind);
        }

        // With TLS 1.3 a broker looks at the client's certificate only after the client believes to be connected.
        return kind == WireReplyKind.Closed && (tls.MissesClientCertificate || _security.Tls?.CertificateChainPem is not null)
            ? _faults.ClientCertificateRefused(tls)
            : _faults.NotABroker(kind);
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

        if (mechanism is null)
        {
            return offer.WantsLogin ? throw _faults.WantsLogin(offer) : false;
        }

        if (!offer.HasMechanism)
        {
            _endsWrites = true;
            throw offer.WantsLogin ? _faults.LacksMechanism(mechanism, offer) : _faults.TakesNoLogin();
        }

        return true;
    }

    private AirbyteKafkaException NoHandshake(Exception failure)
    {
        if (TlsRefusal.Of(failure, _broker) is not { } refusal)
        {
            return _faults.AnswersWithoutTls();
        }

        _mayPassForClient = true;
        return new(ErrorKind.TlsFailed, refusal, failure);
    }

    private OtherProtocol InOtherProtocol(IPAddress[] addresses) => new(_broker, addresses, _limit / OtherProtocolDivisor, _cancellation);

    private static string Name(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        _ => protocol.ToString(),
    };
}
