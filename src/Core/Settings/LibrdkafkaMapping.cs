using System.Globalization;
using S = AirbyteKafka.Settings.DestinationSettings;

namespace AirbyteKafka.Settings;

/// <summary>
/// Turns a configuration into librdkafka's properties. Names and ranges come from the settings; what depends on more than one of them is
/// here.
/// </summary>
internal static class LibrdkafkaMapping
{
    // The writer's buffer (two chunks of its arena) is never smaller.
    private const long LeastBuffer = 128 * 1024;

    // Every request that is sent makes librdkafka look at all partitions. This lets it form one for each so many topics per look, within a
    // bound: requests that are formed wait for their turn, and take no more records while they do. An idempotent producer must leave it at
    // 1.
    private const string RequestsPerLook = "queue.buffering.backpressure.threshold";
    private const int TopicsPerRequest = 40;
    private const int MaxRequestsPerLook = 200;

    // Records without a key go where librdkafka likes, unless it is told to like no partition for any time: then it asks our partitioner.
    private const string PreferredPartition = "sticky.partitioning.linger.ms";

    public static IReadOnlyList<KeyValuePair<string, string>> Map(DestinationConfig config, bool producer, int topics = 1)
    {
        var properties = new List<KeyValuePair<string, string>>(48);
        var values = config.Values
            .With(S.MaxInFlightRequestsPerConnection, RequestsInFlight(config, topics))
            .With(S.BufferMemory, KibibytesToQueue(config));
        foreach (var setting in S.All)
        {
            if (setting is ProtocolSetting)
            {
                config.Protocol.AddProperties(properties);
            }

            foreach (var target in setting.Librdkafka)
            {
                Add(target.Name, setting.ToLibrdkafka(values, target), target.ProducerOnly);
            }
        }

        if (topics >= 2 * TopicsPerRequest && !config.EnableIdempotence)
        {
            var requests = Math.Min(topics / TopicsPerRequest, MaxRequestsPerLook);
            Add(RequestsPerLook, requests.ToString(CultureInfo.InvariantCulture), producerOnly: true);
        }

        if (config.Records.Key == KeyKind.None)
        {
            Add(PreferredPartition, "0", producerOnly: true);
        }

        foreach (var fixedProperty in FixedProperties.All)
        {
            Add(fixedProperty.Name, fixedProperty.Value, fixedProperty.ProducerOnly);
        }

        return properties;

        void Add(string name, string? value, bool producerOnly)
        {
            if (value is not null && (producer || !producerOnly))
            {
                properties.Add(new(name, value));
            }
        }
    }

    // A request of Java's client holds the batches of all partitions of a broker, one of librdkafka's that of one partition. 1 means order,
    // and an idempotent producer of librdkafka takes no more than 5.
    private static long RequestsInFlight(DestinationConfig config, int topics) =>
        config.MaxInFlightRequestsPerConnection > 1 && !config.EnableIdempotence
            ? config.MaxInFlightRequestsPerConnection * (long)topics
            : config.MaxInFlightRequestsPerConnection;

    // One largest record above what the writer buffers: the bound that strikes is the writer's, in bytes.
    private static long KibibytesToQueue(DestinationConfig config) =>
        ((Math.Max(config.BufferMemory, LeastBuffer) - 1) / 1024) + 1 + (config.MaxRequestSize / 1024) + 1;
}
