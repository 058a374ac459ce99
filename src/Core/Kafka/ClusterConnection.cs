using AirbyteKafka.Errors;
using AirbyteKafka.Security;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Kafka;

/// <summary>
/// How to reach a cluster: its brokers, who logs in, TLS, time limits. Nothing else of a configuration is in it, so a client that is opened
/// with it behaves alike whatever the configuration was written for. Immutable. Holds secrets; <see cref="ToString"/> does not show them.
/// </summary>
public sealed class ClusterConnection
{
    private ClusterConnection(DestinationConfig config) => Config = config;

    /// <summary>Whether it leads to a mock cluster, as far as is known: those leave some questions without an answer.</summary>
    public bool IsMock { get; private init; }

    /// <summary>The same connection, known to lead to a mock cluster.</summary>
    public ClusterConnection ToMock() => new(Config) { IsMock = true };

    /// <summary>Where it came from: a file name, or <c>-Connection</c>.</summary>
    public string Source => Config.Source;

    /// <summary>The brokers to connect to first; at least one.</summary>
    public IReadOnlyList<BrokerAddress> Brokers => Config.Brokers;

    /// <summary>The brokers as one text, <c>host:port</c> pairs separated by commas.</summary>
    public string BootstrapServers => Config.BootstrapServers;

    /// <summary>The brokers as a sentence names them: not more than a list there may have.</summary>
    public string ShownServers => Config.ShownServers;

    /// <summary>How the connection is encrypted and authenticated.</summary>
    public ConnectionSecurity Security => Config.Protocol;

    /// <summary>How long a record that is sent may wait for room or for its topic to become known.</summary>
    public TimeSpan MaxBlock => Config.MaxBlock;

    /// <summary>How long the delivery of a record may take in all.</summary>
    public TimeSpan DeliveryTimeout => Config.DeliveryTimeout;

    /// <summary>The settings that were given, as texts by their paths; three asterisks in place of each secret.</summary>
    public IReadOnlyDictionary<string, string> Settings => ConnectionSettings.In(Config.Shown);

    /// <summary>What works, but perhaps not as its author thinks.</summary>
    public IReadOnlyList<ConfigIssue> Warnings => Config.Warnings;

    /// <summary>
    /// The connection as a configuration in which everything else has its default and the topic pattern is empty; for what words failures
    /// and for the check.
    /// </summary>
    internal DestinationConfig Config { get; }

    /// <summary>Reads a connection out of a configuration, the rest of which may be wrong; never throws for what is in it.</summary>
    /// <param name="utf8Json">The JSON, UTF-8, with or without a byte order mark.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <param name="credential">Takes the place of user and password of the JAAS text, which may then be absent.</param>
    /// <returns>What <see cref="Of"/> takes, or everything that is wrong.</returns>
    public static ConfigParseResult TryParse(ReadOnlySpan<byte> utf8Json, string source, SaslCredential? credential = null) =>
        ConfigValidator.ValidateConnection(utf8Json, source, credential);

    /// <summary>The connection that a configuration describes.</summary>
    /// <param name="config">The configuration.</param>
    public static ClusterConnection Of(DestinationConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(new(config.Values.Only(ConnectionSettings.All))
        {
            Source = config.Source,
            Protocol = config.Protocol,
            Warnings = config.Warnings,
            Redactor = config.Redactor,
            Shown = config.Shown,
        });
    }

    /// <summary>A connection without encryption or login.</summary>
    /// <param name="servers"><c>host:port</c> pairs separated by commas.</param>
    /// <param name="source">Where they came from, for messages.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>: they are no addresses. A login in them is not repeated.
    /// </exception>
    public static ClusterConnection ToServers(string servers, string source)
    {
        ArgumentNullException.ThrowIfNull(servers);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { [DestinationSettings.BootstrapServers.Path] = servers };
        return Of(TryParse(ConfigWriter.ToJson(settings), source).GetConfigOrThrow());
    }

    /// <summary><paramref name="text"/> with three asterisks in place of every secret of this connection.</summary>
    public string Redact(string text) => Config.Redact(text);

    /// <summary>Brokers, security protocol and identity; no secret.</summary>
    public override string ToString() => $"{ShownServers} ({Security})";
}
