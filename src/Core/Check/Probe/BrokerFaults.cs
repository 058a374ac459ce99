using System.Globalization;
using System.Net.Sockets;
using AirbyteKafka.Errors;
using AirbyteKafka.Security;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Check.Probe;

/// <summary>Says what is wrong on the way to one broker, and what to do.</summary>
/// <param name="broker">The broker.</param>
/// <param name="security">How it is spoken to.</param>
/// <param name="origin">The setting that its address comes from: where a person looks when it is wrong.</param>
/// <param name="limit">The longest that the way may take.</param>
internal sealed class BrokerFaults(BrokerAddress broker, ConnectionSecurity security, string origin, TimeSpan limit)
{
    private const string CheckHealth = "Check that a Kafka broker is behind this port and that it is healthy.";

    private bool HasTls => security.Tls is not null;

    /// <summary>The limit in words.</summary>
    public string Limit => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.#} s");

    /// <summary>The host has no address.</summary>
    public AirbyteKafkaException NoAddress(Exception failure) => Unreachable(
        failure is SocketException { SocketErrorCode: SocketError.TryAgain }
            ? $"The name service of this machine gives no answer for '{broker.Host}'. Check {origin} and the DNS settings of this machine."
            : $"The name '{broker.Host}' does not resolve to an address. Check {origin} and the DNS settings of this machine.",
        failure);

    /// <summary>The host's address was not told in time.</summary>
    public AirbyteKafkaException SilentNameService(Exception cause) => Unreachable(
        $"The name service of this machine gave no answer for '{broker.Host}' within {Limit}. Check its DNS settings.", cause);

    /// <summary>There was no connection to be had.</summary>
    public AirbyteKafkaException NoConnection(SocketException failure) => Unreachable(
        failure.SocketErrorCode switch
        {
            SocketError.ConnectionRefused =>
                $"Nothing listens on {broker} (connection refused). Check host and port in {origin}, and that the broker runs.",
            SocketError.TimedOut => $"{broker} takes no connection: the host is down, or a firewall is in the way.",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
                $"There is no way from this machine to {broker} ({failure.Message}). Check the network and its firewalls.",
            _ => $"{broker} cannot be connected to: {failure.Message}.",
        },
        failure);

    /// <summary>There was no connection in time.</summary>
    public AirbyteKafkaException LateConnection(Exception cause) => Unreachable(
        $"{broker} took no connection within {Limit}: the host is down, or a firewall is in the way.", cause);

    /// <summary>The TLS handshake did not end in time.</summary>
    public AirbyteKafkaException UnfinishedHandshake(Exception cause) => Unreachable(
        $"{broker} takes connections but ends no TLS handshake: it did not come to that within {Limit}. {CheckHealth}", cause);

    /// <summary>The port speaks Kafka's protocol without TLS.</summary>
    public AirbyteKafkaException SpeaksNoTls(SecurityProtocol plain) => Mismatch(
        $"Broker {broker} speaks no TLS on this port. "
        + $"Use the port of its TLS listener, or protocol.security_protocol {plain.ToKafkaName()}.");

    /// <summary>The connection ended in place of a handshake.</summary>
    public AirbyteKafkaException EndsHandshake() => Mismatch(
        $"{broker} ends the connection in place of a TLS handshake. Check that this is the port of a TLS listener.");

    /// <summary>What came in place of a handshake was no TLS.</summary>
    public AirbyteKafkaException AnswersWithoutTls() => Mismatch(
        $"{broker} answers, but not with TLS. Check that this is the port of a TLS listener.");

    /// <summary>The port speaks TLS, which the configuration does not.</summary>
    public AirbyteKafkaException SpeaksTls() => Mismatch(
        $"Broker {broker} speaks TLS on this port. Set protocol.security_protocol to {(security.Login is null ? "SSL" : "SASL_SSL")}, "
        + "or use the port of a listener without TLS.");

    /// <summary>The broker does not accept the client certificate, or wants one.</summary>
    public AirbyteKafkaException ClientCertificateRefused(TlsHandshake tls) => new(ErrorKind.TlsFailed, tls.MissesClientCertificate
        ? $"Broker {broker} wants a client certificate. Set protocol.ssl_keystore_certificate_chain and protocol.ssl_keystore_key."
        : tls.ClientCertificateExpiry is { } day
        ? $"Broker {broker} refused the client certificate, which expired on {day}. "
          + "Renew the one in protocol.ssl_keystore_certificate_chain."
        : $"Broker {broker} refused the client certificate. The one in protocol.ssl_keystore_certificate_chain has to be valid "
          + "and from an authority that the broker trusts.");

    /// <summary>What answers is no broker for clients.</summary>
    /// <param name="kind">What the answer was like.</param>
    public AirbyteKafkaException NotABroker(WireReplyKind kind) => kind switch
    {
        WireReplyKind.Closed => Unreachable(
            $"{broker} takes the connection and ends it without an answer. "
            + "Check that a Kafka broker is behind this port, not a proxy without one."),
        WireReplyKind.Unreadable => Mismatch(
            $"{broker} answers in Kafka's protocol, but its list of the requests that it takes cannot be read. "
            + $"Check that a Kafka broker is behind this port in {origin}."),
        WireReplyKind.Http => Mismatch($"{broker} answers as a web server, not as a Kafka broker. Check the port in {origin}."),
        _ => Mismatch($"{broker} answers, but not as a Kafka broker. Check the port in {origin}."),
    };

    /// <summary>The port is a broker's, and not for clients.</summary>
    public AirbyteKafkaException ServesNoClients(ApiVersions versions) => Mismatch(versions.IsController
        ? $"{broker} is the port of a Kafka controller, which takes no records. Use a port that the brokers have for clients in {origin}."
        : $"{broker} answers, but its list of the requests that it takes lacks the one for a cluster's brokers. "
          + $"Check the port in {origin}.");

    /// <summary>The broker wants a login, and the configuration has none.</summary>
    public AirbyteKafkaException WantsLogin(SaslOffer offer) => Mismatch(
        $"Broker {broker} wants a login (SASL) on this port{Offered(offer)}. "
        + $"Set protocol.security_protocol to {(HasTls ? "SASL_SSL" : "SASL_PLAINTEXT")} with sasl_mechanism and sasl_jaas_config.");

    /// <summary>The broker takes no login, and the configuration has one.</summary>
    public AirbyteKafkaException TakesNoLogin() => Mismatch(
        $"Broker {broker} takes no login (SASL) on this port. "
        + $"Set protocol.security_protocol to {(HasTls ? "SSL" : "PLAINTEXT")}, or use the port of a SASL listener.");

    /// <summary>The broker takes other logins than the configured one.</summary>
    public AirbyteKafkaException LacksMechanism(string mechanism, SaslOffer offer) => Mismatch(
        $"Broker {broker} does not take {mechanism}{Offered(offer)}. Change protocol.sasl_mechanism, or enable it on the broker.");

    /// <summary>No answer came in time, or only a part of one.</summary>
    public AirbyteKafkaException Silent(Exception cause) => Unreachable(
        (cause is UnfinishedReplyException { Received: var received }
            ? string.Create(
                CultureInfo.InvariantCulture, $"{broker} begins an answer and does not end it: {received} bytes of it came within {Limit}.")
            : $"{broker} takes connections but does not answer: nothing came within {Limit}.")
        + $" {CheckHealth}",
        cause);

    private static string Offered(SaslOffer offer) => offer.Mechanisms.Count == 0 ? "" : $"; it offers {Printable.List(offer.Mechanisms)}";

    private static AirbyteKafkaException Unreachable(string message, Exception? cause = null) =>
        new(ErrorKind.BrokerUnreachable, message, cause);

    private static AirbyteKafkaException Mismatch(string message) => new(ErrorKind.ListenerMismatch, message);
}
