using System.Runtime.InteropServices;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Librdkafka;

/// <summary>A Kafka cluster inside this process, for quick starts and tests: librdkafka's own mock.</summary>
/// <remarks>
/// Speaks the Kafka protocol on 127.0.0.1 without TLS, SASL or access rules. Topics appear on first use with 4 partitions.
/// It keeps only the last 5 MiB of a partition.
/// </remarks>
public sealed partial class MockCluster : IDisposable
{
    /// <summary>The most brokers that one cluster can have.</summary>
    public const int MaxBrokers = 32;

    private readonly NativeProducer _owner;
    private readonly nint _cluster;
    private bool _disposed;

    /// <summary>Starts a cluster.</summary>
    /// <param name="brokers">How many brokers, 1 to <see cref="MaxBrokers"/>.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.NativeLibraryMissing"/>, or the ports could not be opened.</exception>
    public MockCluster(int brokers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(brokers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(brokers, MaxBrokers);
        _owner = NativeProducer.Create([]);
        _cluster = Native.New(_owner.Handle, brokers);
        if (_cluster == 0)
        {
            _owner.Dispose();
            throw new AirbyteKafkaException(ErrorKind.BrokerUnreachable, "The mock cluster could not open its ports on 127.0.0.1.");
        }

        Brokers = brokers;
        BootstrapServers = Marshal.PtrToStringUTF8(Native.Bootstraps(_cluster)) ?? "";
    }

    /// <summary>How many brokers there are; their ids are 1 to this number.</summary>
    public int Brokers { get; }

    /// <summary>Host and port of every broker, comma-separated.</summary>
    public string BootstrapServers { get; }

    /// <summary>Makes a topic with a number of partitions other than the default.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="partitions">At least 1.</param>
    /// <param name="replicationFactor">1 to <see cref="Brokers"/>.</param>
    public void CreateTopic(string topic, int partitions, int replicationFactor) =>
        Check(Native.TopicCreate(_cluster, topic, partitions, replicationFactor));

    /// <summary>Takes a broker's port away, or gives it back.</summary>
    /// <param name="broker">Its id, from 1.</param>
    /// <param name="up">Whether it answers from now on.</param>
    public void SetBroker(int broker, bool up) => Check(up ? Native.BrokerUp(_cluster, broker) : Native.BrokerDown(_cluster, broker));

    /// <summary>Lets another broker lead a partition; the topic is made if it is not there.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="broker">The broker's id, from 1. (librdkafka also takes -1 for no leader, and then crashes when a record comes.)</param>
    public void SetLeader(string topic, int partition, int broker)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(broker, 1);
        Check(Native.PartitionSetLeader(_cluster, topic, partition, broker));
    }

    /// <summary>Delays every answer of a broker.</summary>
    /// <param name="broker">Its id, from 1.</param>
    /// <param name="delay">Time from request to answer.</param>
    public void SetRoundTripTime(int broker, TimeSpan delay) => Check(Native.BrokerRtt(_cluster, broker, (int)delay.TotalMilliseconds));

    /// <summary>Makes the next requests of one kind fail, one error each.</summary>
    /// <param name="apiKey">Kafka's number of the request; Produce is 0.</param>
    /// <param name="errors">What they fail with, in order; <see langword="default"/> lets one through.</param>
    public void PushRequestErrors(short apiKey, params ReadOnlySpan<KafkaError> errors) =>
        Native.PushRequestErrors(_cluster, apiKey, (nuint)errors.Length, MemoryMarshal.Cast<KafkaError, int>(errors));

    /// <summary>Lets every metadata answer about a topic carry an error.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="error">The error; <see langword="default"/> takes it back.</param>
    public void SetTopicError(string topic, KafkaError error) => Native.TopicSetError(_cluster, topic, error.Code);

    /// <summary>Ends the cluster; what was in it is gone.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Native.Destroy(_cluster);
            _owner.Dispose();
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new ArgumentException($"The mock cluster refused: {new KafkaError(error).Text}.");
        }
    }

    private static partial class Native
    {
        private const string Library = NativeLibraryLoader.LibraryName;

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
        internal static partial nint New(nint client, int brokers);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
        internal static partial void Destroy(nint cluster);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
        internal static partial nint Bootstraps(nint cluster);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
        internal static partial int TopicCreate(nint cluster, string topic, int partitions, int replicationFactor);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_set_error", StringMarshalling = StringMarshalling.Utf8)]
        internal static partial void TopicSetError(nint cluster, string topic, int error);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_set_leader", StringMarshalling = StringMarshalling.Utf8)]
        internal static partial int PartitionSetLeader(nint cluster, string topic, int partition, int broker);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
        internal static partial int BrokerDown(nint cluster, int broker);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
        internal static partial int BrokerUp(nint cluster, int broker);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
        internal static partial int BrokerRtt(nint cluster, int broker, int milliseconds);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
        internal static partial void PushRequestErrors(nint cluster, short apiKey, nuint count, ReadOnlySpan<int> errors);
    }
}
