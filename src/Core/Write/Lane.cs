using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Write;

/// <summary>
/// One of the producers of a write. Kafka's client takes the bound on its batches when it is made, so each bound needs a producer.
/// </summary>
/// <param name="producer">The producer.</param>
/// <param name="batchSize">How many bytes a batch of more than one record may have.</param>
internal sealed class Lane(NativeProducer producer, int batchSize) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NativeTopic> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<nint, NativeTopic> _counterparts = [];

    internal NativeProducer Producer { get; } = producer;

    internal int BatchSize { get; } = batchSize;

    /// <summary>Whether a record was alone in its batch: the client puts no other beside one that fills it.</summary>
    internal bool IsAlone(in NativeMessage message) => (long)(message.ValueLength + message.KeyLength) >= BatchSize;

    /// <summary>Opens a topic here, or gives the one that is open. For any thread.</summary>
    internal NativeTopic Open(string topic)
    {
        lock (_gate)
        {
            return _topics.TryGetValue(topic, out var open) ? open : _topics[topic] = Producer.OpenTopic(topic);
        }
    }

    /// <summary>The topic here that is the same as one of another lane. For one thread at a time.</summary>
    internal NativeTopic Counterpart(nint topic) =>
        _counterparts.TryGetValue(topic, out var own) ? own : _counterparts[topic] = Open(NativeProducer.TopicName(topic));

    public void Dispose() => Producer.Dispose();
}
