namespace AirbyteKafka.Settings;

/// <summary>
/// The settings of the <c>protocol</c> object, but for those of a single SASL mechanism, which are in its file. The first three are those
/// of <c>airbyte/destination-kafka</c> 0.1.11; the rest, and the variant <c>SSL</c>, are additions, each optional.
/// </summary>
public static class ProtocolSettings
{
    /// <summary>The name of the object.</summary>
    internal const string ParentName = "protocol";

    /// <summary>Which variant it is.</summary>
    public static readonly ChoiceSetting SecurityProtocol = new()
    {
        Parent = ParentName,
        Name = "security_protocol",
        Description = "How the connection is encrypted and authenticated.",
        Allowed = ["PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL", "SSL"],
        RequiredInSpec = true,
        Default = "PLAINTEXT",
        KafkaProperty = "security.protocol",
        Librdkafka = [new("security.protocol")],
        Difference = "`SSL` is an addition. Lower case is taken as well.",
        IgnoreCase = true,
    };

    /// <summary>The SASL mechanism.</summary>
    public static readonly ChoiceSetting SaslMechanism = new()
    {
        Parent = ParentName,
        Name = "sasl_mechanism",
        Title = "SASL Mechanism",
        Description = "SASL mechanism to authenticate with. The login module in the JAAS config has to fit it.",
        Allowed = [.. Security.Sasl.SaslMechanism.All.Select(mechanism => mechanism.Name)],
        RequiredInSpec = true,
        Default = "GSSAPI",
        KafkaProperty = "sasl.mechanism",
        Librdkafka = [new("sasl.mechanism")],
        Difference = "Absent: the default of the form, `PLAIN` with SASL_PLAINTEXT and `GSSAPI` with SASL_SSL.",
        IgnoreCase = true,
    };

    /// <summary>The login module and its options.</summary>
    public static readonly TextSetting SaslJaasConfig = new()
    {
        Parent = ParentName,
        Name = "sasl_jaas_config",
        Title = "SASL JAAS Config",
        Description = "Login module and credentials in the format of JAAS, for example: "
            + "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"user\" password=\"password\";",
        FormDefault = "",
        RequiredInSpec = true,
        Secret = true,
        KafkaProperty = "sasl.jaas.config",
        Librdkafka =
        [
            .. Security.Sasl.SaslMechanism.UsualFirst
                .SelectMany(mechanism => mechanism.JaasProperties).Distinct().Select(name => new LibrdkafkaProperty(name)),
        ],
        Difference = "Parsed here by JAAS's rules; librdkafka knows no login modules. The modules below are known, others are refused.",
    };

    /// <summary>Whom to trust.</summary>
    public static readonly TextSetting TruststoreCertificates = new()
    {
        Parent = ParentName,
        Name = "ssl_truststore_certificates",
        Title = "SSL Truststore Certificates",
        Description = "Certificates in PEM format of the authorities to trust when connecting to a broker. Leave it empty to trust the "
            + "certificate authorities of the system.",
        Secret = true,
        Multiline = true,
        KafkaProperty = "ssl.truststore.certificates",
        Librdkafka = [new("ssl.ca.pem")],
        Difference = "Absent: the system's authorities; in Java the JVM's.",
    };

    /// <summary>The client's own certificate.</summary>
    public static readonly TextSetting KeystoreCertificateChain = new()
    {
        Parent = ParentName,
        Name = "ssl_keystore_certificate_chain",
        Title = "SSL Keystore Certificate Chain",
        Description = "Certificate of this client in PEM format, followed by those that lead to its authority. Needed when the brokers "
            + "ask for a client certificate.",
        Secret = true,
        Multiline = true,
        KafkaProperty = "ssl.keystore.certificate.chain",
        Librdkafka = [new("ssl.certificate.pem")],
    };

    /// <summary>The client's own key.</summary>
    public static readonly TextSetting KeystoreKey = new()
    {
        Parent = ParentName,
        Name = "ssl_keystore_key",
        Title = "SSL Keystore Key",
        Description = "Private key of the client certificate in PEM format, encrypted or not.",
        Secret = true,
        Multiline = true,
        KafkaProperty = "ssl.keystore.key",
        Librdkafka = [new("ssl.key.pem")],
        Difference = "Java takes PKCS#8 only; here OpenSSL's older formats work as well.",
    };

    /// <summary>The passphrase of the client's own key.</summary>
    public static readonly TextSetting KeystorePassword = new()
    {
        Parent = ParentName,
        Name = "ssl_keystore_password",
        Title = "SSL Keystore Password",
        Description = "Passphrase of the private key, if it is encrypted.",
        Secret = true,
        KafkaProperty = "ssl.key.password",
        Librdkafka = [new("ssl.key.password")],
    };

    /// <summary>Whether a broker's certificate has to name its host.</summary>
    public static readonly ChoiceSetting EndpointIdentificationAlgorithm = new()
    {
        Parent = ParentName,
        Name = "ssl_endpoint_identification_algorithm",
        Title = "SSL Endpoint Identification Algorithm",
        Description = "https: the certificate of a broker has to name the host connected to. Empty: the host name is not compared.",
        Allowed = ["https", ""],
        Synonyms = new Dictionary<string, string> { ["none"] = "" },
        Default = "https",
        KafkaProperty = "ssl.endpoint.identification.algorithm",
        Librdkafka = [new("ssl.endpoint.identification.algorithm")],
        Difference = "Empty, which counts as given here, becomes librdkafka's `none`.",
        IgnoreCase = true,
    };

    private static readonly Setting[] Sasl =
        [SaslMechanism, SaslJaasConfig, .. Security.Sasl.SaslMechanism.All.SelectMany(mechanism => mechanism.Settings)];

    private static readonly Setting[] Tls =
        [TruststoreCertificates, KeystoreCertificateChain, KeystoreKey, KeystorePassword, EndpointIdentificationAlgorithm];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Setting> All = [SecurityProtocol, .. Sasl, .. Tls];

    /// <summary>The shapes of the object, in the order of the spec.</summary>
    public static readonly IReadOnlyList<ProtocolVariant> Variants =
    [
        new("PLAINTEXT", Security.SecurityProtocol.Plaintext, [Only("PLAINTEXT")]),
        new(
            "SASL PLAINTEXT",
            Security.SecurityProtocol.SaslPlaintext,
            [Only("SASL_PLAINTEXT"), SaslMechanism with { Default = "PLAIN" }, .. Sasl[1..]]),
        new("SASL SSL", Security.SecurityProtocol.SaslSsl, [Only("SASL_SSL"), .. Sasl, .. Tls]),
        new("SSL", Security.SecurityProtocol.Ssl, [Only("SSL"), .. Tls]),
    ];

    private static ChoiceSetting Only(string protocol) => SecurityProtocol with { Allowed = [protocol], Default = protocol };
}
