using System.Runtime.InteropServices;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Kafka.Mock;

/// <summary>A Kafka cluster inside this process, for quick starts and tests: librdkafka's own mock.</summary>
/// <remarks>
/// Speaks the Kafka protocol on 127.0.0.1 without TLS, SASL or access rules. Topics appear on first use with 4 partitions.
/// It keeps only the last 5 MiB of a partition. All members can be used by several threads, at any time: after <see cref="Dispose"/>
/// each is an <see cref="AirbyteKafkaException"/> of kind <see cref="ErrorKind.MockClusterStopped"/>.
/// A cluster that nobody refers to runs on until the process ends, because its address may still be in use.
/// </remarks>
public sealed partial class MockCluster : IDisposable
{
    /// <summary>The most brokers that one cluster can have.</summary>
    public const int MaxBrokers = 32;

    /// <summary>The most partitions that a topic is made with.</summary>
    public const int MaxPartitions = 10_000;

    /// <summary>The most errors that one call adds.</summary>
    public const int MaxErrors = 100_000;

    /// <summary>The longest that an answer can be delayed.</summary>
    public static readonly TimeSpan MaxLatency = TimeSpan.FromHours(1);

    // A new group waits for more members first, by default for 3 s. In one process none comes late. 0 would never end the wait.
    private const int GroupDelayMilliseconds = 1;

    // librdkafka's functions dereference the cluster and wait for its thread: a call after or during its end would crash or hang.
    private readonly Lock _calls = new();
    private readonly NativeProducer _owner;
    private nint _cluster;

    /// <summary>Starts a cluster.</summary>
    /// <param name="brokers">How many brokers, 1 to <see cref="MaxBrokers"/>.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.NativeLibraryMissing"/>, or the ports could not be opened.</exception>
    public MockCluster(int brokers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(brokers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(brokers, MaxBrokers);
        _owner = KafkaClient.OpenProducer(ClientSettings.WithoutBrokers);
        _cluster = Native.New(_owner.Handle, brokers);
        if (_cluster == 0)
        {
            _owner.Dispose();
            throw new AirbyteKafkaException(ErrorKind.BrokerUnreachable, "The mock cluster could not open its ports on 127.0.0.1.");
        }

        Native.GroupDelay(_cluster, GroupDelayMilliseconds);
        Brokers = brokers;
        BootstrapServers = Marshal.PtrToStringUTF8(Native.Bootstraps(_cluster)) ?? "";
    }

    /// <summary>How many brokers there are; their ids are 1 to this number.</summary>
    public int Brokers { get; }

    /// <summary>Host and port of every broker, comma-separated; also after the end.</summary>
    public string BootstrapServers { get; }

    /// <summary>Makes a topic with a number of partitions other than the default.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="partitions">1 to <see cref="MaxPartitions"/>.</param>
    /// <param name="replicationFactor">1 to <see cref="Brokers"/>.</param>
    /// <exception cref="AirbyteKafkaException">The topic exists already, or <see cref="ErrorKind.TopicNameInvalid"/>.</exception>
    public void CreateTopic(string topic, int partitions, int replicationFactor)
    {
        RequireName(topic);
        Require(
            partitions is >= 1 and <= MaxPartitions,
            $"A topic of a mock cluster has 1 to {MaxPartitions} partitions, not {partitions}.");
        Require(
            replicationFactor >= 1 && replicationFactor <= Brokers,
            $"A replication factor of {replicationFactor} cannot be had: the mock cluster has {Counted(Brokers)}.");
        var error = Call(cluster => Native.TopicCreate(cluster, topic, partitions, replicationFactor));
        Require(error != KafkaError.TopicAlreadyExists.Code, $"The mock cluster has a topic '{topic}' already.");
        Check(error);
    }

    /// <summary>Takes a broker's port away, or gives it back.</summary>
    /// <param name="broker">Its id, from 1.</param>
    /// <param name="up">Whether it answers from now on.</param>
    public void SetBroker(int broker, bool up)
    {
        RequireBroker(broker);
        Check(Call(cluster => up ? Native.BrokerUp(cluster, broker) : Native.BrokerDown(cluster, broker)));
    }

    /// <summary>Lets another broker lead a partition; the topic is made if it is not there.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="broker">Its id, from 1. (librdkafka also takes -1 for no leader, and then crashes when a record comes.)</param>
    public void SetLeader(string topic, int partition, int broker)
    {
        RequireName(topic);
        RequireBroker(broker);
        Require(partition is >= 0 and < MaxPartitions, $"Partitions of a mock cluster are 0 to {MaxPartitions - 1}, not {partition}.");
        Check(Call(cluster => Native.PartitionSetLeader(cluster, topic, partition, broker)));
    }

    /// <summary>Delays every answer of a broker.</summary>
    /// <param name="broker">Its id, from 1.</param>
    /// <param name="delay">Time from request to answer, 0 to <see cref="MaxLatency"/>.</param>
    public void SetRoundTripTime(int broker, TimeSpan delay)
    {
        RequireBroker(broker);
        Require(
            delay >= TimeSpan.Zero && delay <= MaxLatency,
            $"A broker of a mock cluster answers after 0 to {MaxLatency.TotalMilliseconds} ms.");
        Check(Call(cluster => Native.BrokerRtt(cluster, broker, (int)delay.TotalMilliseconds)));
    }

    /// <summary>Makes the next requests of one kind fail, one error each.</summary>
    /// <param name="apiKey">Kafka's number of the request; Produce is 0.</param>
    /// <param name="errors">In order, <see cref="MaxErrors"/> at most; <see langword="default"/> lets a request through.</param>
    public void PushRequestErrors(short apiKey, params KafkaError[] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        Require(errors.Length <= MaxErrors, $"At most {MaxErrors} errors can be added at once, not {errors.Length}.");
        Call(cluster =>
        {
            Native.PushRequestErrors(cluster, apiKey, (nuint)errors.Length, MemoryMarshal.Cast<KafkaError, int>(errors.AsSpan()));
            return 0;
        });
    }

    /// <summary>Lets every metadata answer about a topic carry an error; the topic is made if it is not there.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="error">The error; <see langword="default"/> takes it back.</param>
    public void SetTopicError(string topic, KafkaError error)
    {
        RequireName(topic);
        Call(cluster =>
        {
            Native.TopicSetError(cluster, topic, error.Code);
            return 0;
        });
    }

    /// <summary>Ends the cluster; what was in it is gone. A call that is under way is done first. A second time nothing happens.</summary>
    public void Dispose()
    {
        lock (_calls)
        {
            if (_cluster != 0)
            {
                Native.Destroy(_cluster);
                _cluster = 0;
                _owner.Dispose();
            }
        }
    }

    private int Call(Func<nint, int> call)
    {
        lock (_calls)
        {
            return _cluster != 0
                ? call(_cluster)
                : throw new AirbyteKafkaException(
                    ErrorKind.MockClusterStopped,
                    $"The mock cluster at {BootstrapServers} has been stopped. Start another one: Start-KafkaMockCluster.");
        }
    }

    private void RequireBroker(int broker) => Require(
        broker >= 1 && broker <= Brokers,
        $"The mock cluster has no broker {broker}: it has {Counted(Brokers)}, "
        + $"{(Brokers == 1 ? "with the id 1" : $"with the ids 1 to {Brokers}")}.");

    private static string Counted(int brokers) => brokers == 1 ? "1 broker" : $"{brokers} brokers";

    private static void RequireName(string topic)
    {
        if (TopicName.FindFault(topic) is { } fault)
        {
            throw new AirbyteKafkaException(ErrorKind.TopicNameInvalid, $"A topic cannot have the name '{topic}', which {fault}.");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new AirbyteKafkaException(ErrorKind.MockArgumentInvalid, otherwise);
        }
    }

    private static void Check(int error) => Require(error == 0, $"The mock cluster refused: {new KafkaError(error).Text}.");

    private static partial class Native
    {
        private const string Library = NativeLibraryLoader.LibraryName;

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
        internal static partial nint New(nint client, int brokers);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
        internal static partial void Destroy(nint cluster);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
        internal static partial nint Bootstraps(nint cluster);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
        internal static partial void GroupDelay(nint cluster, int milliseconds);

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
