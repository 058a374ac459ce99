namespace AirbyteKafka.Tests.Brokers;

/// <summary>One way into a broker.</summary>
public enum BrokerListener
{
    /// <summary>No TLS, no user; may do everything.</summary>
    Plaintext,

    /// <summary>TLS; a client certificate is taken but not demanded. May do everything without one.</summary>
    Tls,

    /// <summary>TLS; a client certificate is demanded.</summary>
    MutualTls,

    /// <summary>TLS with a certificate for another host name.</summary>
    OtherHostTls,

    /// <summary>TLS with a certificate that is no longer valid.</summary>
    ExpiredTls,

    /// <summary>SASL without TLS.</summary>
    SaslPlaintext,

    /// <summary>SASL over TLS.</summary>
    SaslTls,
}
