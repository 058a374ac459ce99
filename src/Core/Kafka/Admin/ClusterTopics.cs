using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Topics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Kafka.Admin;

/// <summary>The topics of a cluster: which there are, what they are like, making and removing them. No question makes a topic.</summary>
public sealed class ClusterTopics : IAsyncDisposable
{
    /// <summary>As many partitions or replicas as the brokers give a topic by themselves.</summary>
    public const int BrokersOwn = -1;

    // What was changed is known to the broker that was asked, and a moment later to the others: it counts when so many more answers
    // show it.
    private const int MoreAnswers = 2;
    // Settings are an extra: a cluster that leaves the question open, as one without a controller does, gets this part of the time.
    private const double SettingsShare = 0.5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly AdminSession _session;
    private readonly ClusterConnection _connection;
    private readonly CancellationToken _cancellation;

    private ClusterTopics(AdminSession session, ClusterConnection connection, CancellationToken cancellation)
    {
        _session = session;
        _connection = connection;
        _cancellation = cancellation;
    }

    /// <summary>Opens a client, which connects with the first question.</summary>
    /// <param name="connection">How to reach the cluster.</param>
    /// <param name="limit">The time to list and describe, or to make or remove one topic.</param>
    /// <param name="cancellation">Ends every wait.</param>
    /// <exception cref="AirbyteKafkaException">The client cannot be opened.</exception>
    public static ClusterTopics Open(ClusterConnection connection, TimeSpan limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new(new AdminSession(connection, limit, cancellation), connection, cancellation);
    }

    /// <summary>Whether a topic of this name is Kafka's own, or is named like that by what is built on Kafka.</summary>
    /// <param name="name">The topic's name.</param>
    public static bool IsNamedInternal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith("__", StringComparison.Ordinal);
    }

    /// <summary>All topics that this user may see.</summary>
    /// <returns>The topics by their names, without their settings.</returns>
    /// <exception cref="AirbyteKafkaException">The cluster did not answer, or refused.</exception>
    public Task<IReadOnlyList<ClusterTopic>> ListAsync() => ListAsync("list its topics");

    /// <summary>Asks for the settings that topics have of their own.</summary>
    /// <returns>The topics with their settings, as far as this user is told.</returns>
    /// <exception cref="AirbyteKafkaException">The cluster did not answer, or refused.</exception>
    public async Task<IReadOnlyList<ClusterTopic>> WithConfigAsync(IReadOnlyCollection<ClusterTopic> topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        var configs = await AskForConfigsAsync([.. topics.Select(topic => topic.Name)]).ConfigureAwait(false);
        return [.. topics.Select(topic => topic with { Config = configs.GetValueOrDefault(topic.Name) })];
    }

    /// <summary>The failure that a topic is not there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="servers">The brokers, as a sentence names them.</param>
    public static AirbyteKafkaException Missing(string name, string servers) => TopicAdminErrors.Missing(name, servers);

    /// <summary>Asks for the first and the next offset of all partitions of topics.</summary>
    /// <returns>The topics with their offsets, as far as their leaders told.</returns>
    /// <exception cref="AirbyteKafkaException">The cluster did not answer, or refused.</exception>
    public async Task<IReadOnlyList<ClusterTopic>> WithOffsetsAsync(IReadOnlyCollection<ClusterTopic> topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        var partitions = topics
            .SelectMany(topic => topic.Partitions.Where(partition => partition.Leader is not null)
                .Select(partition => new TopicPartition(topic.Name, partition.Number)))
            .ToList();
        var starts = await PartitionOffsets.AskAsync(_session, partitions, OffsetSpec.Earliest()).ConfigureAwait(false);
        var ends = await PartitionOffsets.AskAsync(_session, partitions, OffsetSpec.Latest()).ConfigureAwait(false);
        return [.. topics.Select(topic => topic with
        {
            Partitions = [.. topic.Partitions.Select(partition => partition with
            {
                Start = Find(starts, topic.Name, partition.Number),
                End = Find(ends, topic.Name, partition.Number),
            })],
        })];
    }

    /// <summary>Makes a topic, and waits until the brokers show it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="partitions">How many partitions it gets; <see cref="BrokersOwn"/> for what the brokers choose.</param>
    /// <param name="replicas">On how many brokers each lies; <see cref="BrokersOwn"/> for what the brokers choose.</param>
    /// <param name="config">Settings of its own, by Kafka's names.</param>
    /// <exception cref="AirbyteKafkaException">It was not made, or did not show in time.</exception>
    public async Task<ClusterTopic> CreateAsync(string name, int partitions, short replicas, IReadOnlyDictionary<string, string> config)
    {
        ThrowIfNoName(name);
        _session.Begin();
        ThrowIfMock("New-KafkaMockTopic");
        var topic = new TopicSpecification
        {
            Name = name,
            NumPartitions = partitions,
            ReplicationFactor = replicas,
            Configs = new Dictionary<string, string>(config),
        };
        var error = await _session.AskAsync($"make topic '{name}'", async (client, limit) =>
        {
            try
            {
                await client.CreateTopicsAsync([topic], new() { RequestTimeout = limit, OperationTimeout = limit }).ConfigureAwait(false);
                return new Error(ErrorCode.NoError);
            }
            catch (CreateTopicsException refused)
            {
                return refused.Results[0].Error;
            }
            catch (KafkaException tooOld) when (
                tooOld.Error.Code == ErrorCode.Local_UnsupportedFeature && (partitions == BrokersOwn || replicas == BrokersOwn))
            {
                return tooOld.Error;
            }
        }).ConfigureAwait(false);
        if (error.IsError)
        {
            throw TopicAdminErrors.Create(name, error, _connection.ShownServers);
        }

        var made = await WaitAsync($"show topic '{name}', which it has made,", name, IsReady).ConfigureAwait(false);
        return (await WithConfigAsync([made!]).ConfigureAwait(false))[0];
    }

    /// <summary>Makes sure that a topic is there and is none that must stay.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="AirbyteKafkaException">It is not, or is an internal one.</exception>
    public async Task ThrowIfNotRemovableAsync(string name)
    {
        ThrowIfNoName(name);
        _session.Begin();
        if (IsNamedInternal(name))
        {
            throw new AirbyteKafkaException(
                ErrorKind.TopicRefused,
                $"Topic '{name}' is an internal one: Kafka, or what is built on it, keeps its own records there. It was not removed.");
        }

        if (Find(await ListAsync().ConfigureAwait(false), name) is null)
        {
            throw Missing(name, _connection.ShownServers);
        }
    }

    /// <summary>Removes a topic with its records, and waits until the brokers no longer show it.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="AirbyteKafkaException">It was not removed, or still showed.</exception>
    public async Task RemoveAsync(string name)
    {
        await ThrowIfNotRemovableAsync(name).ConfigureAwait(false);
        _session.Begin();
        ThrowIfMock("Stop-KafkaMockCluster");
        var error = await _session.AskAsync($"remove topic '{name}'", async (client, limit) =>
        {
            try
            {
                await client.DeleteTopicsAsync([name], new() { RequestTimeout = limit, OperationTimeout = limit }).ConfigureAwait(false);
                return new Error(ErrorCode.NoError);
            }
            catch (DeleteTopicsException refused)
            {
                return refused.Results[0].Error;
            }
        }).ConfigureAwait(false);
        if (error.IsError)
        {
            throw TopicAdminErrors.Remove(name, error, _connection.ShownServers);
        }

        await WaitAsync($"cease to show topic '{name}', which it has removed,", name, topic => topic is null).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task<ClusterTopic?> WaitAsync(string what, string name, Predicate<ClusterTopic?> isSo)
    {
        for (var row = 0; ; row++)
        {
            var topic = Find(await ListAsync(what).ConfigureAwait(false), name);
            if (!isSo(topic))
            {
                row = -1;
                await Task.Delay(Pause, _cancellation).ConfigureAwait(false);
            }
            else if (row == MoreAnswers)
            {
                return topic;
            }
        }
    }

    private static bool IsReady(ClusterTopic? topic) =>
        topic is { Partitions.Count: > 0 } && topic.Partitions.All(partition => partition.Leader is not null);

    private void ThrowIfMock(string instead)
    {
        if (_connection.IsMock)
        {
            throw new AirbyteKafkaException(
                ErrorKind.TopicRefused, $"A mock cluster has no controller, which makes and removes topics. Use {instead} for it.");
        }
    }

    // Of all topics: asked for one by its name, this client's request would make it.
    private Task<IReadOnlyList<ClusterTopic>> ListAsync(string what) => _session.AskAsync<IReadOnlyList<ClusterTopic>>(
        what,
        (client, limit) => Task.FromResult<IReadOnlyList<ClusterTopic>>(
            [.. client.GetMetadata(limit).Topics.Select(Read).OrderBy(topic => topic.Name, StringComparer.Ordinal)]));

    private static ClusterTopic? Find(IReadOnlyList<ClusterTopic> topics, string name) =>
        topics.FirstOrDefault(topic => topic.Name == name);

    // Who may see a topic may not always see its settings, and a mock cluster knows no such request.
    private async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> AskForConfigsAsync(IReadOnlyList<string> names)
    {
        if (names.Count == 0 || _connection.IsMock)
        {
            return new Dictionary<string, IReadOnlyDictionary<string, string>>();
        }

        return await _session.AskAsync("show the settings of topics", async (client, limit) =>
        {
            List<DescribeConfigsReport> reports;
            try
            {
                var resources = names.Select(name => new ConfigResource { Type = ResourceType.Topic, Name = name });
                var results = await client.DescribeConfigsAsync(
                    resources, new() { RequestTimeout = limit * SettingsShare }).ConfigureAwait(false);
                reports = results.ConvertAll(result => new DescribeConfigsReport
                {
                    ConfigResource = result.ConfigResource,
                    Entries = result.Entries,
                    Error = new Error(ErrorCode.NoError),
                });
            }
            catch (DescribeConfigsException partly)
            {
                reports = partly.Results;
            }
            catch (KafkaException failure) when (failure.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.Local_TimedOut)
            {
                reports = [];
            }

            return reports.Where(report => !report.Error.IsError).ToDictionary(
                report => report.ConfigResource.Name, report => TopicConfig.Read(report.Entries.Values), StringComparer.Ordinal);
        }).ConfigureAwait(false);
    }

    private static ClusterTopic Read(TopicMetadata topic) => new(
        topic.Topic,
        IsNamedInternal(topic.Topic),
        [.. topic.Partitions.OrderBy(partition => partition.PartitionId).Select(partition => new ClusterPartition(
            partition.PartitionId, partition.Leader >= 0 ? partition.Leader : null, partition.Replicas, partition.InSyncReplicas))]);

    private static long? Find(IReadOnlyDictionary<TopicPartition, long> offsets, string topic, int partition) =>
        offsets.TryGetValue(new TopicPartition(topic, partition), out var offset) ? offset : null;

    private static void ThrowIfNoName(string name)
    {
        if (TopicName.FindFault(name) is { } fault)
        {
            throw new AirbyteKafkaException(
                ErrorKind.TopicNameInvalid, $"The topic name '{name}' {fault}. Give the topic's name as Kafka has it.");
        }
    }
}
