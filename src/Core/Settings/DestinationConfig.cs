using AirbyteKafka.Errors;
using AirbyteKafka.Security;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Text;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Settings;

/// <summary>A valid configuration of the destination. Immutable. Holds secrets; <see cref="ToString"/> does not show them.</summary>
public sealed record DestinationConfig
{
    internal DestinationConfig()
    {
    }

    /// <summary>Where it came from: a file name, or <c>-Config</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The brokers to connect to first; at least one.</summary>
    public required IReadOnlyList<BrokerAddress> Brokers { get; init; }

    /// <summary>The brokers as one text, <c>host:port</c> pairs separated by commas.</summary>
    public string BootstrapServers => string.Join(',', Brokers);

    /// <summary>The brokers as a sentence names them: not more than a list there may have.</summary>
    internal string ShownServers => Brokers.Count <= Printable.MaxListed ? BootstrapServers : Printable.List([.. Brokers.Select(broker => broker.ToString())]);

    /// <summary>The pattern topics are named by, as it was given; never blank.</summary>
    public required string TopicPattern { get; init; }

    /// <summary>The topic the connection check writes to, as it was given; <see langword="null"/> for none.</summary>
    public required string? TestTopic { get; init; }

    /// <summary>Whether each record is acknowledged before the next one is sent.</summary>
    public required bool SyncProducer { get; init; }

    /// <summary>How the connection is encrypted and authenticated.</summary>
    public required ConnectionSecurity Protocol { get; init; }

    /// <summary>The client's name for the brokers; <see langword="null"/> for librdkafka's own.</summary>
    public required string? ClientId { get; init; }

    /// <summary>Who has to have a record before it counts as written.</summary>
    public required Acks Acks { get; init; }

    /// <summary>Whether the brokers drop records that a retry repeats.</summary>
    public required bool EnableIdempotence { get; init; }

    /// <summary>Kafka's name of the codec: none, gzip, snappy, lz4 or zstd.</summary>
    public required string CompressionType { get; init; }

    /// <summary>Bytes of a batch; 0 sends each record alone.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Milliseconds a batch waits for more records; 0 or more.</summary>
    public required int LingerMs { get; init; }

    /// <summary>Requests that may be under way on a connection; 1 or more.</summary>
    public required int MaxInFlightRequestsPerConnection { get; init; }

    /// <summary>How host names become addresses; one of librdkafka's two ways.</summary>
    public required string ClientDnsLookup { get; init; }

    /// <summary>Bytes of records that may wait to be sent; 1 or more.</summary>
    public required long BufferMemory { get; init; }

    /// <summary>Bytes a record may have; 1 or more.</summary>
    public required int MaxRequestSize { get; init; }

    /// <summary>How often a failed request is repeated; 0 or more.</summary>
    public required int Retries { get; init; }

    /// <summary>How long setting up a connection may take.</summary>
    public required TimeSpan SocketConnectionSetupTimeout { get; init; }

    /// <summary>How long a record may wait for room in the buffer or for a topic to become known; at most 24 days.</summary>
    public required TimeSpan MaxBlock { get; init; }

    /// <summary>How long a broker may take to answer.</summary>
    public required TimeSpan RequestTimeout { get; init; }

    /// <summary>How long the delivery of a record may take in all; more than zero, at least linger and request timeout together.</summary>
    public required TimeSpan DeliveryTimeout { get; init; }

    /// <summary>Bytes of the TCP send buffer; -1 leaves it to the operating system.</summary>
    public required int SendBufferBytes { get; init; }

    /// <summary>Bytes of the TCP receive buffer; -1 leaves it to the operating system.</summary>
    public required int ReceiveBufferBytes { get; init; }

    /// <summary>What works, but perhaps not as its author thinks.</summary>
    public required IReadOnlyList<ConfigIssue> Warnings { get; init; }

    /// <summary>Knows the secrets of this configuration and blots them out of other texts.</summary>
    public required SecretRedactor Redactor { get; init; }

    /// <summary>Every secret text of this configuration in every spelling. Itself a secret.</summary>
    public IReadOnlyList<string> Secrets => Redactor.Secrets;

    /// <summary>Reads a configuration; everything that is wrong with it is reported at once.</summary>
    /// <param name="utf8Json">The JSON, UTF-8, with or without a byte order mark.</param>
    /// <param name="source">Where it came from, for messages: a file name, or <c>-Config</c>.</param>
    /// <param name="credential">Takes the place of user and password of the JAAS text, which may then be absent.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ConfigInvalid"/>: the message lists all problems.</exception>
    public static DestinationConfig Parse(ReadOnlySpan<byte> utf8Json, string source, SaslCredential? credential = null) =>
        TryParse(utf8Json, source, credential).GetConfigOrThrow();

    /// <summary>Reads a configuration; never throws for what is in it.</summary>
    /// <inheritdoc cref="Parse" path="/param"/>
    public static ConfigParseResult TryParse(ReadOnlySpan<byte> utf8Json, string source, SaslCredential? credential = null) =>
        ConfigValidator.Validate(utf8Json, source, credential);

    /// <summary>This configuration with another user and password (client id and secret for OAUTHBEARER with an identity provider).</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ConfigInvalid"/>: the connection takes no user and password.</exception>
    public DestinationConfig WithCredential(string user, string password)
    {
        SaslLogin login = Protocol.Login switch
        {
            PasswordLogin old => old with { User = user, Password = password },
            OidcLogin old => old with { ClientId = user, ClientSecret = password },
            _ => throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, CredentialRules.NotUsable(Source, Protocol.Protocol, Protocol.Login?.Mechanism)),
        };
        if (CredentialRules.Problem(user, password) is { } problem)
        {
            throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, problem);
        }

        var redactor = new SecretRedactor(Redactor);
        login.AddSecrets(redactor);
        return this with { Protocol = Protocol with { Login = login }, Redactor = redactor };
    }

    /// <summary>The properties of a librdkafka producer, in a fixed order. Some of the values are secrets.</summary>
    /// <param name="topics">How many topics it will write to.</param>
    public IReadOnlyList<KeyValuePair<string, string>> ToLibrdkafkaProperties(int topics = 1) => LibrdkafkaMapping.Map(this, producer: true, topics);

    /// <summary>The properties of an admin client or a consumer: only those of connection and security. Some of the values are secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ToLibrdkafkaClientProperties() => LibrdkafkaMapping.Map(this, producer: false);

    /// <summary><paramref name="text"/> with three asterisks in place of every secret of this configuration.</summary>
    public string Redact(string text) => Redactor.Redact(text);

    /// <summary>Source, brokers, topic pattern, security protocol and identity; no secret.</summary>
    public override string ToString() => Printable.Message(Redact($"{Source}: {ShownServers} ({Protocol}), topics {Printable.Of(TopicPattern)}"));
}
