using System.Globalization;
using P = AirbyteKafka.Settings.ConfigProperties;

namespace AirbyteKafka.Settings;

/// <summary>Turns a configuration into librdkafka's properties. Names and ranges come from the property tables.</summary>
internal static class LibrdkafkaMapping
{
    // The writer's buffer (two chunks of its arena) is never smaller.
    private const long LeastBuffer = 128 * 1024;

    // Every request that is sent makes librdkafka look at all partitions. This lets it form one for each so many topics per look, within a bound:
    // requests that are formed wait for their turn, and take no more records while they do. An idempotent producer must leave it at 1.
    private const string RequestsPerLook = "queue.buffering.backpressure.threshold";
    private const int TopicsPerRequest = 40;
    private const int MaxRequestsPerLook = 200;

    public static IReadOnlyList<KeyValuePair<string, string>> Map(DestinationConfig config, bool producer, int topics = 1)
    {
        var properties = new List<KeyValuePair<string, string>>(48);
        Text(P.BootstrapServers, config.BootstrapServers);
        Text(P.ClientId, config.ClientId);
        Text(P.ClientDnsLookup, config.ClientDnsLookup);
        config.Protocol.AddProperties(properties);
        Number(P.SocketConnectionSetupTimeoutMs, Milliseconds(config.SocketConnectionSetupTimeout));
        Number(P.RequestTimeoutMs, Milliseconds(config.RequestTimeout));
        Number(P.SendBufferBytes, config.SendBufferBytes);
        Number(P.ReceiveBufferBytes, config.ReceiveBufferBytes);
        Number(P.MaxInFlightRequestsPerConnection, RequestsInFlight(config, topics));
        Number(P.MaxRequestSize, config.MaxRequestSize);
        Number(P.MaxBlockMs, Milliseconds(config.MaxBlock));
        Text(P.Acks, config.Acks == Acks.All ? "all" : ((int)config.Acks).ToString(CultureInfo.InvariantCulture));
        Text(P.EnableIdempotence, config.EnableIdempotence ? "true" : "false");
        Text(P.CompressionType, config.CompressionType);
        Number(P.BatchSize, config.BatchSize);
        Number(P.LingerMs, config.LingerMs);
        Number(P.Retries, config.Retries);
        Number(P.DeliveryTimeoutMs, Milliseconds(config.DeliveryTimeout));

        // One largest record above what the writer buffers: the bound that strikes is the writer's, in bytes.
        Number(P.BufferMemory, ((Math.Max(config.BufferMemory, LeastBuffer) - 1) / 1024) + 1 + (config.MaxRequestSize / 1024) + 1);
        if (topics >= 2 * TopicsPerRequest && !config.EnableIdempotence)
        {
            Add(RequestsPerLook, Math.Min(topics / TopicsPerRequest, MaxRequestsPerLook).ToString(CultureInfo.InvariantCulture), producerOnly: true);
        }

        foreach (var fixedProperty in FixedProperties.All)
        {
            Add(fixedProperty.Name, fixedProperty.Value, fixedProperty.ProducerOnly);
        }

        return properties;

        void Text(ConfigProperty property, string? value)
        {
            if (value is not null)
            {
                var target = property.Librdkafka[0];
                Add(target.Name, value, target.ProducerOnly);
            }
        }

        void Number(ConfigProperty property, long value)
        {
            foreach (var target in property.Librdkafka)
            {
                Add(target.Name, Math.Clamp(value, target.Minimum, target.Maximum).ToString(CultureInfo.InvariantCulture), target.ProducerOnly);
            }
        }

        void Add(string name, string value, bool producerOnly)
        {
            if (producer || !producerOnly)
            {
                properties.Add(new(name, value));
            }
        }
    }

    // A request of Java's client holds the batches of all partitions of a broker, one of librdkafka's that of one partition. 1 means order, and
    // an idempotent producer of librdkafka takes no more than 5.
    private static long RequestsInFlight(DestinationConfig config, int topics) =>
        config.MaxInFlightRequestsPerConnection > 1 && !config.EnableIdempotence
            ? config.MaxInFlightRequestsPerConnection * (long)topics
            : config.MaxInFlightRequestsPerConnection;

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
