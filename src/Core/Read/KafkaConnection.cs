using AirbyteKafka.Errors;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Read;

/// <summary>How to reach the brokers to read from them.</summary>
public sealed class KafkaConnection
{
    private readonly Func<string, string> _redact;

    private KafkaConnection(
        string bootstrapServers, IReadOnlyList<KeyValuePair<string, string>> properties, ITokenSource? tokens, Func<string, string> redact)
    {
        Tokens = tokens;
        BootstrapServers = bootstrapServers;
        Properties = properties;
        _redact = redact;
    }

    /// <summary>The brokers to connect to first, <c>host:port</c> pairs separated by commas.</summary>
    public string BootstrapServers { get; }

    /// <summary>librdkafka's properties of connection and security. Some of the values may be secrets.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Properties { get; }

    /// <summary>Makes the tokens to log in with, where they are ours.</summary>
    internal ITokenSource? Tokens { get; }

    /// <summary>A connection without encryption or credentials.</summary>
    /// <param name="bootstrapServers"><c>host:port</c> pairs separated by commas.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ConfigInvalid"/>: there is a login in it, which is not repeated.</exception>
    public static KafkaConnection ToServers(string bootstrapServers)
    {
        ArgumentNullException.ThrowIfNull(bootstrapServers);
        return bootstrapServers.Contains('@', StringComparison.Ordinal)
            ? throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, $"BootstrapServers {BootstrapList.HoldsLogin}")
            : new(bootstrapServers, [new("bootstrap.servers", bootstrapServers)], tokens: null, static text => text);
    }

    /// <summary>The connection that a destination's configuration describes.</summary>
    /// <param name="config">The configuration.</param>
    public static KafkaConnection Of(DestinationConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new KafkaConnection(config.BootstrapServers, config.ToLibrdkafkaClientProperties(), config.Protocol.Login as ITokenSource, config.Redact);
    }

    /// <summary>Takes secrets out of a text.</summary>
    internal string Redact(string text) => _redact(text);
}
