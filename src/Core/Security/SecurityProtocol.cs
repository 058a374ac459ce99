namespace AirbyteKafka.Security;

/// <summary>How the connection to a broker is encrypted and authenticated.</summary>
public enum SecurityProtocol
{
    /// <summary>Neither encrypted nor authenticated.</summary>
    Plaintext,

    /// <summary>Authenticated by SASL, not encrypted.</summary>
    SaslPlaintext,

    /// <summary>Encrypted by TLS and authenticated by SASL.</summary>
    SaslSsl,

    /// <summary>Encrypted by TLS; authenticated by a client certificate if there is one.</summary>
    Ssl,
}
