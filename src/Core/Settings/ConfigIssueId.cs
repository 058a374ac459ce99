namespace AirbyteKafka.Settings;

/// <summary>
/// Stable ids of what can be wrong with, or noteworthy about, a configuration or a catalog. The names are part of PowerShell error ids:
/// never rename one.
/// </summary>
public enum ConfigIssueId
{
    /// <summary>The text is empty, not UTF-8 or not JSON.</summary>
    JsonSyntax,

    /// <summary>The JSON is valid, but an object, a list or a text stands where another is wanted.</summary>
    WrongType,

    /// <summary>A required property is absent or blank.</summary>
    Missing,

    /// <summary>A number is outside its range.</summary>
    OutOfRange,

    /// <summary>A text is not one of the allowed ones.</summary>
    NotAllowed,

    /// <summary>A text holds a character that cannot reach a broker.</summary>
    UnusableText,

    /// <summary>Two settings contradict each other.</summary>
    Contradiction,

    /// <summary>An entry of the bootstrap list is not <c>host:port</c>.</summary>
    BootstrapServers,

    /// <summary>A topic's name that Kafka would refuse.</summary>
    TopicName,

    /// <summary>The JAAS text breaks the rules of JAAS.</summary>
    JaasSyntax,

    /// <summary>The JAAS login module is unknown or does not fit the SASL mechanism.</summary>
    JaasModule,

    /// <summary>A JAAS option is missing or cannot be used.</summary>
    JaasOption,

    /// <summary>A PEM text cannot be read.</summary>
    Pem,

    /// <summary>The client certificate and its key do not belong together, or one of them is missing.</summary>
    ClientCertificate,

    /// <summary>The private key does not open with the passphrase given.</summary>
    KeyPassphrase,

    /// <summary>The token endpoint of OAUTHBEARER is missing or not an http(s) address.</summary>
    TokenEndpoint,

    /// <summary>A credential was given for a connection that takes none.</summary>
    CredentialNotUsable,

    /// <summary>It is a copy of a configuration object, which has no secrets.</summary>
    CopyWithoutSecrets,

    /// <summary>The trust store holds no root certificate, so that no broker's certificate can be verified.</summary>
    TrustStoreWithoutRoot,

    /// <summary>A stream is listed twice in the catalog.</summary>
    DuplicateStream,

    /// <summary>Warning: a key that is no setting.</summary>
    UnknownKey,

    /// <summary>Warning: a key is given twice; the last one counts.</summary>
    DuplicateKey,

    /// <summary>Warning: the setting changes nothing here.</summary>
    NoEffect,

    /// <summary>Warning: the value was moved to the nearest one that can be used.</summary>
    Adjusted,

    /// <summary>Warning: a certificate has expired or is not valid yet.</summary>
    CertificateValidity,

    /// <summary>Warning: a certificate of the trust store verifies nothing, because the one that issued it is missing.</summary>
    TrustStoreGap,

    /// <summary>Warning: the stream asks for a sync mode that Kafka cannot honour; records are appended.</summary>
    AppendOnly,

    /// <summary>Warning: a name that this version does not know.</summary>
    UnknownName,

    /// <summary>Warning: records are keyed by the primary key, and the stream has none.</summary>
    NoPrimaryKey,

    /// <summary>Warning: records of several streams lie in one topic and cannot be told apart by what readers go by.</summary>
    SharedTopic,
}
