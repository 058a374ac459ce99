using System.Runtime.InteropServices;
using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Kafka;

/// <summary>What a cluster says about itself to its clients.</summary>
/// <param name="ClusterId">Its id; <see langword="null"/> for clusters that have none, or do not tell.</param>
/// <param name="Brokers">Its brokers.</param>
/// <param name="Topics">The topics that this user may see.</param>
internal sealed unsafe partial record ClusterMetadata(
    string? ClusterId, IReadOnlyList<AdvertisedBroker> Brokers, IReadOnlyList<string> Topics)
{
    /// <summary>
    /// Asks whichever broker is connected, or becomes so. Blocks its thread; the client must not be disposed of meanwhile.
    /// </summary>
    /// <param name="producer">The client.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <returns>The answer, or the error in its place.</returns>
    internal static (ClusterMetadata? Answer, KafkaError Error) Ask(NativeProducer producer, TimeSpan timeout)
    {
        // The client knows none of the topics yet, so it has to ask for all or for none: of all, a cluster without a controller can be
        // asked no other way.
        var error = Native.Metadata(producer.Handle, allTopics: 1, onlyTopic: 0, out var metadata, (int)timeout.TotalMilliseconds);
        if (error != 0)
        {
            return (null, new KafkaError(error));
        }

        try
        {
            return (new(ReadClusterId(producer.Handle), ReadBrokers(*metadata), ReadTopics(*metadata)), default);
        }
        finally
        {
            Native.MetadataDestroy(metadata);
        }
    }

    private static AdvertisedBroker[] ReadBrokers(in NativeMetadata metadata)
    {
        var brokers = new AdvertisedBroker[metadata.BrokerCount];
        for (var i = 0; i < brokers.Length; i++)
        {
            ref readonly var broker = ref metadata.Brokers[i];
            brokers[i] = new(broker.Id, Marshal.PtrToStringUTF8(broker.Host), broker.Port);
        }

        return brokers;
    }

    private static string[] ReadTopics(in NativeMetadata metadata)
    {
        var topics = new string[metadata.TopicCount];
        for (var i = 0; i < topics.Length; i++)
        {
            topics[i] = Text(metadata.Topics[i].Name);
        }

        return topics;
    }

    // It came with the answer: there is nothing to wait for.
    private static string? ReadClusterId(nint client)
    {
        var id = Native.ClusterId(client, timeoutMilliseconds: 0);
        try
        {
            return Marshal.PtrToStringUTF8(id);
        }
        finally
        {
            Native.MemoryFree(client, id);
        }
    }

    private static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";

    /// <summary><c>rd_kafka_metadata_t</c>, as far as it is read.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NativeMetadata
    {
        public int BrokerCount;
        public NativeBroker* Brokers;
        public int TopicCount;
        public NativeTopic* Topics;
    }

    /// <summary><c>rd_kafka_metadata_broker_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NativeBroker
    {
        public int Id;
        public nint Host;
        public int Port;
    }

    /// <summary><c>rd_kafka_metadata_topic_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NativeTopic
    {
        public nint Name;
        public int PartitionCount;
        public nint Partitions;
        public int Error;
    }

    private static partial class Native
    {
        private const string Library = NativeLibraryLoader.LibraryName;

        [LibraryImport(Library, EntryPoint = "rd_kafka_metadata")]
        internal static partial int Metadata(nint client, int allTopics, nint onlyTopic, out NativeMetadata* metadata,
            int timeoutMilliseconds);

        [LibraryImport(Library, EntryPoint = "rd_kafka_metadata_destroy")]
        internal static partial void MetadataDestroy(NativeMetadata* metadata);

        [LibraryImport(Library, EntryPoint = "rd_kafka_clusterid")]
        internal static partial nint ClusterId(nint client, int timeoutMilliseconds);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mem_free")]
        internal static partial void MemoryFree(nint client, nint memory);
    }
}
