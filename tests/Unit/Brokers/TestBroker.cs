using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Tests.Brokers;

/// <summary>A running broker or cluster, whatever kind is at hand.</summary>
public abstract class TestBroker : IAsyncDisposable
{
    private static readonly TimeSpan RequestTimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>What it is, for messages.</summary>
    public abstract string Description { get; }

    /// <summary>Which needs it meets.</summary>
    public abstract BrokerNeeds Capabilities { get; }

    /// <summary>Bootstrap servers of the listener that asks for nothing.</summary>
    public string BootstrapServers => GetBootstrapServers(BrokerListener.Plaintext);

    /// <summary>Bootstrap servers of a listener.</summary>
    /// <exception cref="InvalidOperationException">This broker has no such listener: the test did not say what it needs.</exception>
    public abstract string GetBootstrapServers(BrokerListener listener);

    /// <summary>
    /// A topic name that no other test has, which <see cref="TestUser.Writer"/> may write to: letters, digits and underscores only.
    /// </summary>
    /// <param name="name">What the name ends with.</param>
    public static string UniqueTopic(string name = "topic") => $"{UniquePrefix()}{name}";

    /// <summary>What all the topics of one test can start with; ends with an underscore.</summary>
    public static string UniquePrefix() => $"{TestUser.WritablePrefix}{Guid.NewGuid():N}_";

    /// <summary>Creates a topic; every node knows it when this returns.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="partitions">How many partitions.</param>
    /// <param name="settings">Topic-level settings, by Kafka's names; only a real Kafka takes them.</param>
    public virtual async Task CreateTopicAsync(string topic, int partitions = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        using IAdminClient admin = BuildAdminClient();
        var specification = new TopicSpecification
        {
            Name = topic,
            NumPartitions = partitions,
            Configs = settings?.ToDictionary(),
        };
        await admin.CreateTopicsAsync([specification],
            new CreateTopicsOptions { RequestTimeout = RequestTimeLimit, OperationTimeout = RequestTimeLimit });
    }

    /// <summary>Every record that lies in a topic now, ordered by partition and offset; none if there is no such topic.</summary>
    /// <exception cref="TimeoutException">The broker did not hand them all over within 30 s.</exception>
    public Task<IReadOnlyList<TestRecord>> ReadAllAsync(string topic, CancellationToken cancellation) =>
        Task.Run(() => new TopicReader(BootstrapServers, RequestTimeLimit).ReadAll(topic, cancellation), cancellation);

    /// <summary>Hands over every record that lies in a topic now, those of a partition in order, however many there are.</summary>
    /// <exception cref="TimeoutException">The broker did not hand them all over within the time limit.</exception>
    public Task ReadEachAsync(string topic, Action<ConsumeResult<byte[]?, byte[]?>> take, TimeSpan timeLimit,
        CancellationToken cancellation) =>
        Task.Run(() => new TopicReader(BootstrapServers, timeLimit).ReadEach(topic, take, cancellation), cancellation);

    /// <summary>An admin client without limits; the caller disposes it. Give every request of it a time limit.</summary>
    public IAdminClient BuildAdminClient() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers })
        .SetLogHandler(static (_, _) => { })
        .Build();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
