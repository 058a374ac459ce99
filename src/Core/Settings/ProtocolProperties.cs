using AirbyteKafka.Security;
using AirbyteKafka.Security.Sasl;

namespace AirbyteKafka.Settings;

/// <summary>The one list of properties of the <c>protocol</c> object. The first three are those of <c>airbyte/destination-kafka</c> 0.1.11; the rest, and the variant <c>SSL</c>, are additions, each optional.</summary>
public static class ProtocolProperties
{
    private const string ParentName = "protocol";

    /// <summary>Which variant it is.</summary>
    public static readonly ConfigProperty SecurityProtocol = new()
    {
        Parent = ParentName,
        Name = "security_protocol",
        Description = "How the connection is encrypted and authenticated.",
        Type = ConfigValueType.Text,
        Allowed = ["PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL", "SSL"],
        RequiredInSpec = true,
        Fallback = "PLAINTEXT",
        KafkaProperty = "security.protocol",
        Librdkafka = [new("security.protocol")],
        Difference = "`SSL` is an addition. Lower case is taken as well.",
    };

    /// <summary>The SASL mechanism.</summary>
    public static readonly ConfigProperty SaslMechanism = new()
    {
        Parent = ParentName,
        Name = "sasl_mechanism",
        Title = "SASL Mechanism",
        Description = "SASL mechanism to authenticate with. The login module in the JAAS config has to fit it.",
        Type = ConfigValueType.Text,
        SpecDefault = "\"GSSAPI\"",
        Allowed = Security.Sasl.SaslMechanism.All,
        RequiredInSpec = true,
        Fallback = "GSSAPI",
        KafkaProperty = "sasl.mechanism",
        Librdkafka = [new("sasl.mechanism")],
        Difference = "Absent: the default of the form, `PLAIN` with SASL_PLAINTEXT and `GSSAPI` with SASL_SSL.",
    };

    /// <summary>The login module and its options.</summary>
    public static readonly ConfigProperty SaslJaasConfig = new()
    {
        Parent = ParentName,
        Name = "sasl_jaas_config",
        Title = "SASL JAAS Config",
        Description = "Login module and credentials in the format of JAAS, for example: org.apache.kafka.common.security.plain.PlainLoginModule required username=\"user\" password=\"password\";",
        Type = ConfigValueType.Text,
        SpecDefault = "\"\"",
        RequiredInSpec = true,
        Secret = true,
        KafkaProperty = "sasl.jaas.config",
        Librdkafka =
        [
            new("sasl.username"), new("sasl.password"), new("sasl.oauthbearer.method"), new("sasl.oauthbearer.client.id"),
            new("sasl.oauthbearer.client.secret"), new("sasl.oauthbearer.scope"), new("sasl.oauthbearer.extensions"),
            new("sasl.kerberos.service.name"),
            new("sasl.kerberos.principal"), new("sasl.kerberos.keytab"), new("sasl.kerberos.min.time.before.relogin"),
        ],
        Difference = "Parsed here by JAAS's rules; librdkafka knows no login modules. The modules below are known, others are refused.",
    };

    /// <summary>Where OAUTHBEARER gets its tokens.</summary>
    public static readonly ConfigProperty TokenEndpointUrl = new()
    {
        Parent = ParentName,
        Name = "sasl_oauthbearer_token_endpoint_url",
        Title = "SASL OAUTHBEARER Token Endpoint URL",
        Description = "Address of the identity provider's token endpoint, for OAUTHBEARER with a client id and secret in the JAAS config (OpenID Connect client credentials).",
        Type = ConfigValueType.Text,
        SpecExamples = ["\"https://login.example.com/oauth2/token\""],
        KafkaProperty = "sasl.oauthbearer.token.endpoint.url",
        Librdkafka = [new("sasl.oauthbearer.token.endpoint.url")],
    };

    /// <summary>Whom to trust at the token endpoint.</summary>
    public static readonly ConfigProperty TokenEndpointCertificates = new()
    {
        Parent = ParentName,
        Name = "sasl_oauthbearer_token_endpoint_certificates",
        Title = "SASL OAUTHBEARER Token Endpoint Certificates",
        Description = "Certificates in PEM format to trust when connecting to the token endpoint. Leave it empty to trust the certificate authorities of the system.",
        Type = ConfigValueType.Text,
        Secret = true,
        Multiline = true,
        Librdkafka = [new("https.ca.pem")],
        Difference = "In Java an `ssl.truststore` option of the JAAS text.",
    };

    /// <summary>Whom to trust.</summary>
    public static readonly ConfigProperty TruststoreCertificates = new()
    {
        Parent = ParentName,
        Name = "ssl_truststore_certificates",
        Title = "SSL Truststore Certificates",
        Description = "Certificates in PEM format of the authorities to trust when connecting to a broker. Leave it empty to trust the certificate authorities of the system.",
        Type = ConfigValueType.Text,
        Secret = true,
        Multiline = true,
        KafkaProperty = "ssl.truststore.certificates",
        Librdkafka = [new("ssl.ca.pem")],
        Difference = "Absent: the system's authorities; in Java the JVM's.",
    };

    /// <summary>The client's own certificate.</summary>
    public static readonly ConfigProperty KeystoreCertificateChain = new()
    {
        Parent = ParentName,
        Name = "ssl_keystore_certificate_chain",
        Title = "SSL Keystore Certificate Chain",
        Description = "Certificate of this client in PEM format, followed by those that lead to its authority. Needed when the brokers ask for a client certificate.",
        Type = ConfigValueType.Text,
        Secret = true,
        Multiline = true,
        KafkaProperty = "ssl.keystore.certificate.chain",
        Librdkafka = [new("ssl.certificate.pem")],
    };

    /// <summary>The client's own key.</summary>
    public static readonly ConfigProperty KeystoreKey = new()
    {
        Parent = ParentName,
        Name = "ssl_keystore_key",
        Title = "SSL Keystore Key",
        Description = "Private key of the client certificate in PEM format, encrypted or not.",
        Type = ConfigValueType.Text,
        Secret = true,
        Multiline = true,
        KafkaProperty = "ssl.keystore.key",
        Librdkafka = [new("ssl.key.pem")],
        Difference = "Java takes PKCS#8 only; here OpenSSL's older formats work as well.",
    };

    /// <summary>The passphrase of the client's own key.</summary>
    public static readonly ConfigProperty KeystorePassword = new()
    {
        Parent = ParentName,
        Name = "ssl_keystore_password",
        Title = "SSL Keystore Password",
        Description = "Passphrase of the private key, if it is encrypted.",
        Type = ConfigValueType.Text,
        Secret = true,
        KafkaProperty = "ssl.key.password",
        Librdkafka = [new("ssl.key.password")],
    };

    /// <summary>Whether a broker's certificate has to name its host.</summary>
    public static readonly ConfigProperty EndpointIdentificationAlgorithm = new()
    {
        Parent = ParentName,
        Name = "ssl_endpoint_identification_algorithm",
        Title = "SSL Endpoint Identification Algorithm",
        Description = "https: the certificate of a broker has to name the host connected to. Empty: the host name is not compared.",
        Type = ConfigValueType.Text,
        SpecDefault = "\"https\"",
        Allowed = ["https", ""],
        AlsoAccepted = ["none"],
        Fallback = "https",
        KafkaProperty = "ssl.endpoint.identification.algorithm",
        Librdkafka = [new("ssl.endpoint.identification.algorithm")],
        Difference = "Empty, which counts as given here, becomes librdkafka's `none`.",
    };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ConfigProperty> All =
    [
        SecurityProtocol, SaslMechanism, SaslJaasConfig, TokenEndpointUrl, TokenEndpointCertificates, TruststoreCertificates,
        KeystoreCertificateChain, KeystoreKey, KeystorePassword, EndpointIdentificationAlgorithm,
    ];

    private static readonly ConfigProperty[] Tls =
        [TruststoreCertificates, KeystoreCertificateChain, KeystoreKey, KeystorePassword, EndpointIdentificationAlgorithm];

    /// <summary>The shapes of the object, in the order of the spec.</summary>
    public static readonly IReadOnlyList<ProtocolVariant> Variants =
    [
        new("PLAINTEXT", Security.SecurityProtocol.Plaintext, [Only("PLAINTEXT")]),
        new(
            "SASL PLAINTEXT",
            Security.SecurityProtocol.SaslPlaintext,
            [Only("SASL_PLAINTEXT"), SaslMechanism with { SpecDefault = "\"PLAIN\"", Fallback = "PLAIN" }, SaslJaasConfig, TokenEndpointUrl, TokenEndpointCertificates]),
        new(
            "SASL SSL",
            Security.SecurityProtocol.SaslSsl,
            [Only("SASL_SSL"), SaslMechanism, SaslJaasConfig, TokenEndpointUrl, TokenEndpointCertificates, .. Tls]),
        new("SSL", Security.SecurityProtocol.Ssl, [Only("SSL"), .. Tls]),
    ];

    private static ConfigProperty Only(string protocol) => SecurityProtocol with { Allowed = [protocol], SpecDefault = $"\"{protocol}\"" };
}
