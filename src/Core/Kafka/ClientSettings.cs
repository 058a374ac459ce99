using System.Globalization;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Kafka;

/// <summary>What a Kafka client is opened with, by the purpose it is opened for. <see cref="KafkaClient"/> opens it.</summary>
/// <remarks>
/// A write, a check, the administration of topics and a reading connect and log in alike. They differ in the properties below, and in
/// nothing else.
/// </remarks>
internal sealed class ClientSettings
{
    private const string Debug = "debug";

    // librdkafka logs in these categories which requests a broker takes (ZstdWatch), and that an idempotent producer was given its id.
    private const string BrokerFeatures = "feature";
    private const string ProducerIds = "eos";
    private const string Everything = "all";

    private readonly Func<string, string> _redact;
    private readonly bool _isDebug;
    private readonly bool _watchesZstd;

    private ClientSettings(
        IEnumerable<KeyValuePair<string, string>> properties,
        ITokenSource? tokens,
        Func<string, string> redact,
        bool isDebug,
        bool watchesZstd)
    {
        Properties = new Dictionary<string, string>(properties, StringComparer.Ordinal);
        Tokens = tokens;
        _redact = redact;
        _isDebug = isDebug;
        _watchesZstd = watchesZstd;
    }

    /// <summary>librdkafka's properties. Some of the values may be secrets.</summary>
    internal IReadOnlyDictionary<string, string> Properties { get; }

    /// <summary>Makes the tokens that the client logs in with, where it does so with tokens of ours.</summary>
    internal ITokenSource? Tokens { get; }

    /// <summary>The client that owns a mock cluster: it connects to no broker.</summary>
    internal static ClientSettings WithoutBrokers { get; } = new([], tokens: null, static text => text, isDebug: false, watchesZstd: false);

    /// <summary>A producer of a write.</summary>
    /// <param name="config">The destination's configuration.</param>
    /// <param name="topics">How many topics it may write to.</param>
    /// <param name="debug">Whether the client logs all it does.</param>
    internal static ClientSettings ForWrite(DestinationConfig config, int topics, bool debug)
    {
        var watchesZstd = config.CompressionType == ZstdSupport.Codec;
        return Of(config, config.ToLibrdkafkaProperties(topics), debug, watchesZstd).Logging(debug, watchesZstd ? BrokerFeatures : null);
    }

    /// <summary>The producer of a check: a write's, which sends its one record at once and asks for an acknowledgement of it.</summary>
    /// <param name="config">The destination's configuration.</param>
    /// <param name="limit">How long the check may take.</param>
    /// <param name="debug">Whether the client logs all it does.</param>
    internal static ClientSettings ForCheck(DestinationConfig config, TimeSpan limit, bool debug)
    {
        var milliseconds = ((int)Math.Clamp(limit.TotalMilliseconds, 1000, int.MaxValue)).ToString(CultureInfo.InvariantCulture);
        var settings = Of(config, config.ToLibrdkafkaProperties(), debug, watchesZstd: false)
            .With("message.timeout.ms", milliseconds)
            .With("topic.metadata.propagation.max.ms", milliseconds)
            .With("linger.ms", "0")
            .WithoutMetrics();

        // A record that no broker acknowledges would prove nothing.
        settings = config.Acks == Acks.None ? settings.With("acks", "1") : settings;
        return settings.Logging(debug, config.EnableIdempotence ? ProducerIds : null);
    }

    /// <summary>A producer of records that are no sync's: it loses none and writes none twice.</summary>
    /// <param name="connection">How to reach the cluster.</param>
    /// <param name="debug">Whether the client logs all it does.</param>
    internal static ClientSettings ForSend(ClusterConnection connection, bool debug) =>
        Of(connection.Config, connection.Config.ToLibrdkafkaProperties(), debug, watchesZstd: false)
            .With("acks", "all")
            .With("enable.idempotence", "true")
            .Logging(debug, otherwise: null);

    /// <summary>A client that asks about topics and groups.</summary>
    /// <param name="connection">How to reach the cluster.</param>
    internal static ClientSettings ForAdmin(ClusterConnection connection) => ForAdmin(connection.Config);

    /// <summary>A client that asks about topics and their settings.</summary>
    /// <param name="config">The destination's configuration.</param>
    internal static ClientSettings ForAdmin(DestinationConfig config) =>
        Of(config, config.ToLibrdkafkaClientProperties(), isDebug: false, watchesZstd: false)
            .WithoutMetrics()

            // The longest that disposing may wait for the client's own polling.
            .With("dotnet.cancellation.delay.max.ms", "10");

    /// <summary>A consumer that reads topics and leaves no trace.</summary>
    /// <param name="connection">How to reach the cluster.</param>
    internal static ClientSettings ForRead(ClusterConnection connection) =>
        Of(connection.Config, connection.Config.ToLibrdkafkaClientProperties(), isDebug: false, watchesZstd: false).ForRead();

    /// <summary>These settings with another value of a property.</summary>
    internal ClientSettings With(string name, string value) =>
        new(new Dictionary<string, string>(Properties, StringComparer.Ordinal) { [name] = value }, Tokens, _redact, _isDebug, _watchesZstd);

    /// <summary>These settings for a client that logs all it does, or none of that.</summary>
    internal ClientSettings WithDebug(bool debug) =>
        new ClientSettings(Properties, Tokens, _redact, debug, _watchesZstd).Logging(debug, otherwise: null);

    /// <summary>These settings for a consumer that is a member of a group.</summary>
    /// <param name="group">Its name.</param>
    internal ClientSettings InGroup(string group) =>
        With("group.id", group)

            // A member that was killed keeps its partitions from the others for so long; brokers take 6 s and more.
            .With("session.timeout.ms", "10000");

    /// <summary>Takes secrets out of a text.</summary>
    internal string Redact(string text) => _redact(text);

    /// <summary>Makes what passes on the log lines of the client that is opened with these settings.</summary>
    /// <param name="tell">Takes what is worth telling.</param>
    internal ClientLog MakeLog(Action<LogLevel, string> tell) => new(_redact, tell, _isDebug, _watchesZstd);

    private static ClientSettings Of(
        DestinationConfig config, IReadOnlyList<KeyValuePair<string, string>> properties, bool isDebug, bool watchesZstd) =>
        new(ProducerProperties.Complete(config, properties), config.Protocol.Login as ITokenSource, config.Redact, isDebug, watchesZstd);

    private ClientSettings Logging(bool debug, string? otherwise) =>
        debug ? With(Debug, Everything) : otherwise is not null ? With(Debug, otherwise) : this;

    // librdkafka keeps histograms of each broker for metrics that nobody asked for: of thousands of brokers that is much memory.
    private ClientSettings WithoutMetrics() => With("enable.metrics.push", "false");

    // The client asks for a name of a group even where, as here, there is none. The last offset may be a marker of a transaction, which
    // never comes as a record: hence the end of a partition.
    private ClientSettings ForRead() => With("group.id", "airbyte-kafka-reader")
        .With("enable.auto.commit", "false")
        .With("enable.auto.offset.store", "false")
        .With("auto.offset.reset", "earliest")
        .With("allow.auto.create.topics", "false")
        .With("enable.partition.eof", "true")

        // The end of a partition is told with an empty answer, for which a broker takes this long.
        .With("fetch.wait.max.ms", "100");
}
