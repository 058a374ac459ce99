using AirbyteKafka.Errors;
using AirbyteKafka.Security;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Text;
using S = AirbyteKafka.Settings.DestinationSettings;

namespace AirbyteKafka.Settings;

/// <summary>
/// A valid configuration of the destination. Immutable. Holds secrets; <see cref="ToString"/> does not show them. It has a property for
/// each setting that code works with; the others only become properties of librdkafka.
/// </summary>
public sealed record DestinationConfig
{
    // Read once: the record path asks for some of them at each record.
    internal DestinationConfig(SettingValues values)
    {
        Values = values;
        Brokers = values.Get(S.BootstrapServers);
        TopicPattern = values.Get(S.TopicPattern) ?? "";
        TestTopic = values.Get(S.TestTopic);
        SyncProducer = values.Get(S.SyncProducer);
        Acks = values.Get(S.Acks) switch { "0" => Acks.None, "1" => Acks.Leader, _ => Acks.All };
        EnableIdempotence = values.Get(S.EnableIdempotence);
        CompressionType = values.Get(S.CompressionType);
        BatchSize = (int)values.Get(S.BatchSize);
        MaxInFlightRequestsPerConnection = (int)values.Get(S.MaxInFlightRequestsPerConnection);
        BufferMemory = values.Get(S.BufferMemory);
        MaxRequestSize = (int)values.Get(S.MaxRequestSize);
        Retries = (int)values.Get(S.Retries);
        MaxBlock = Milliseconds(values.Get(S.MaxBlockMs));
        DeliveryTimeout = Milliseconds(values.Get(S.DeliveryTimeoutMs));
        Records = new RecordOptions(values);
        Topics = new TopicOptions(values);
    }

    /// <summary>Where it came from: a file name, or <c>-Config</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The values of all top-level settings.</summary>
    internal SettingValues Values { get; }

    /// <summary>How the connection is encrypted and authenticated.</summary>
    public required ConnectionSecurity Protocol { get; init; }

    /// <summary>The brokers to connect to first; at least one.</summary>
    public IReadOnlyList<BrokerAddress> Brokers { get; }

    /// <summary>The brokers as one text, <c>host:port</c> pairs separated by commas.</summary>
    public string BootstrapServers => string.Join(',', Brokers);

    /// <summary>The brokers as a sentence names them: not more than a list there may have.</summary>
    internal string ShownServers => Brokers.Count <= Printable.MaxListed
        ? BootstrapServers
        : Printable.List([.. Brokers.Select(broker => broker.ToString())]);

    /// <summary>The pattern topics are named by, as it was given; never blank.</summary>
    public string TopicPattern { get; }

    /// <summary>The topic the connection check writes to, as it was given; <see langword="null"/> for none.</summary>
    public string? TestTopic { get; }

    /// <summary>Whether each record is acknowledged before the next one is sent.</summary>
    public bool SyncProducer { get; }

    /// <summary>Who has to have a record before it counts as written.</summary>
    public Acks Acks { get; }

    /// <summary>Whether the brokers drop records that a retry repeats.</summary>
    public bool EnableIdempotence { get; }

    /// <summary>Kafka's name of the codec: none, gzip, snappy, lz4 or zstd.</summary>
    public string CompressionType { get; }

    /// <summary>Bytes of a batch; 0 sends each record alone.</summary>
    public int BatchSize { get; }

    /// <summary>Requests that may be under way on a connection; 1 or more.</summary>
    public int MaxInFlightRequestsPerConnection { get; }

    /// <summary>Bytes of records that may wait to be sent; 1 or more.</summary>
    public long BufferMemory { get; }

    /// <summary>Bytes a record may have; 1 or more.</summary>
    public int MaxRequestSize { get; }

    /// <summary>How often a failed request is repeated; 0 or more.</summary>
    public int Retries { get; }

    /// <summary>How long a record may wait for room in the buffer or for a topic to become known; at most 24 days.</summary>
    public TimeSpan MaxBlock { get; }

    /// <summary>How long the delivery of a record may take in all; more than zero, at least linger and request timeout together.</summary>
    public TimeSpan DeliveryTimeout { get; }

    /// <summary>What records look like.</summary>
    public RecordOptions Records { get; }

    /// <summary>How topics are named and made, and what becomes of records that no topic takes.</summary>
    public TopicOptions Topics { get; }

    /// <summary>
    /// Properties of Kafka's client that have no setting, by librdkafka's names; set after all others. Some of the values may be secrets.
    /// </summary>
    internal IReadOnlyList<PropertyEntry> ProducerProperties => Values.Get(TopicSettings.ProducerProperties);

    /// <summary>The settings that were given, as texts by their paths; three asterisks in place of each secret.</summary>
    public required IReadOnlyDictionary<string, string> Shown { get; init; }

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

    /// <summary>The properties of a librdkafka producer, in a fixed order. Some of the values are secrets.</summary>
    /// <param name="topics">How many topics it will write to.</param>
    public IReadOnlyList<KeyValuePair<string, string>> ToLibrdkafkaProperties(int topics = 1) =>
        LibrdkafkaMapping.Map(this, producer: true, topics);

    /// <summary>
    /// The properties of an admin client or a consumer: only those of connection and security. Some of the values are secrets.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> ToLibrdkafkaClientProperties() => LibrdkafkaMapping.Map(this, producer: false);

    /// <summary><paramref name="text"/> with three asterisks in place of every secret of this configuration.</summary>
    public string Redact(string text) => Redactor.Redact(text);

    /// <summary>
    /// The settings of writing that differ from Kafka's defaults, as in <c>acks 1, linger_ms 50</c>; empty where none does. No secret: what
    /// is about the connection is left out.
    /// </summary>
    public string ChangedSettings => Redact(string.Join(
        ", ",
        S.All.Where(setting => setting is not (BrokersSetting or TopicSetting or ProtocolSetting) && !setting.Secret)
            .Select(setting => (setting.Name, Text: setting.ToText(Values), setting.Fallback))
            .Where(setting => setting.Text is not null && setting.Text != setting.Fallback)
            .Select(setting => $"{setting.Name} {Printable.Of(setting.Text)}")));

    /// <summary>Source, brokers, topic pattern, security protocol and identity; no secret.</summary>
    public override string ToString() => $"{Source}: {Describe()}";

    /// <summary>Brokers, security protocol, identity and topic pattern; no secret.</summary>
    public string Describe() => Printable.Message(Redact($"{ShownServers} ({Protocol}), topics {Printable.Of(TopicPattern)}"));

    /// <summary>Java's client reads times into an int: longer ones are as good as for ever.</summary>
    internal static int Bounded(long milliseconds) => (int)Math.Min(milliseconds, int.MaxValue);

    private static TimeSpan Milliseconds(long number) => TimeSpan.FromMilliseconds(Bounded(number));
}
