namespace AirbyteKafka;

/// <summary>
/// A configuration that New-KafkaDestinationConfig has built, for the <c>-Config</c> of other commands. Holds secrets and shows none: no
/// property has one.
/// </summary>
public sealed class KafkaDestinationConfig
{
    private readonly byte[] _json;
    private readonly string _text;

    internal KafkaDestinationConfig(byte[] json, string text, string bootstrapServers, string topicPattern, string connection,
        IReadOnlyDictionary<string, string> settings)
    {
        _json = json;
        _text = text;
        BootstrapServers = bootstrapServers;
        TopicPattern = topicPattern;
        Connection = connection;
        Settings = settings;
    }

    /// <summary>The brokers to connect to first, <c>host:port</c> pairs separated by commas.</summary>
    public string BootstrapServers { get; }

    /// <summary>The pattern topics are named by.</summary>
    public string TopicPattern { get; }

    /// <summary>Security protocol, mechanism and user, as in <c>SASL_SSL, SCRAM-SHA-512 as 'airbyte'</c>.</summary>
    public string Connection { get; }

    /// <summary>All settings by path, in the order of the spec; three asterisks in place of each secret.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Brokers, connection and topic pattern; no secret.</summary>
    public override string ToString() => _text;

    /// <summary>The configuration as JSON, UTF-8; with its secrets.</summary>
    internal byte[] ToJson() => _json;
}
