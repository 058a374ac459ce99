using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Read;

/// <summary>How to reach the brokers to read from them.</summary>
public sealed class KafkaConnection
{
    private KafkaConnection(string bootstrapServers, ClientSettings settings)
    {
        BootstrapServers = bootstrapServers;
        Settings = settings;
    }

    /// <summary>The brokers to connect to first, <c>host:port</c> pairs separated by commas.</summary>
    public string BootstrapServers { get; }

    /// <summary>What the client that reads is opened with.</summary>
    internal ClientSettings Settings { get; }

    /// <summary>A connection without encryption or credentials.</summary>
    /// <param name="bootstrapServers"><c>host:port</c> pairs separated by commas.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>: there is a login in it, which is not repeated.
    /// </exception>
    public static KafkaConnection ToServers(string bootstrapServers)
    {
        ArgumentNullException.ThrowIfNull(bootstrapServers);
        return bootstrapServers.Contains('@', StringComparison.Ordinal)
            ? throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, $"BootstrapServers {BootstrapList.HoldsLogin}")
            : new(bootstrapServers, ClientSettings.ForRead(bootstrapServers));
    }

    /// <summary>The connection that a destination's configuration describes.</summary>
    /// <param name="config">The configuration.</param>
    public static KafkaConnection Of(DestinationConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new KafkaConnection(config.BootstrapServers, ClientSettings.ForRead(config));
    }
}
