namespace AirbyteKafka.Security;

/// <summary>Kafka's names and the parts of a <see cref="SecurityProtocol"/>.</summary>
internal static class SecurityProtocolExtensions
{
    /// <summary>Kafka's name, as in <c>SASL_SSL</c>.</summary>
    public static string ToKafkaName(this SecurityProtocol protocol) => protocol switch
    {
        SecurityProtocol.SaslPlaintext => "SASL_PLAINTEXT",
        SecurityProtocol.SaslSsl => "SASL_SSL",
        SecurityProtocol.Ssl => "SSL",
        _ => "PLAINTEXT",
    };

    /// <summary>Whether the connection is authenticated by SASL.</summary>
    public static bool UsesSasl(this SecurityProtocol protocol) => protocol is SecurityProtocol.SaslPlaintext or SecurityProtocol.SaslSsl;

    /// <summary>Whether the connection is encrypted by TLS.</summary>
    public static bool UsesTls(this SecurityProtocol protocol) => protocol is SecurityProtocol.Ssl or SecurityProtocol.SaslSsl;
}
