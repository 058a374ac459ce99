using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Settings;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Kafka.Admin;

/// <summary>Asks a cluster's controller about topics and settings, and has it make topics. Every question has a time limit.</summary>
internal sealed class TopicAdmin : ITopicCluster, IAsyncDisposable
{
    // As many partitions or replicas of a topic as the brokers give it by themselves.
    internal const short BrokersOwn = -1;

    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(1);

    private readonly IAdminClient _admin;
    private readonly ClientErrors _errors;
    private readonly Deadline _deadline;
    private readonly CancellationToken _cancellation;

    /// <summary>Opens a client, which connects with the first question.</summary>
    /// <param name="config">The destination's configuration.</param>
    /// <param name="errors">Puts the client's errors into words.</param>
    /// <param name="deadline">The time of all questions together.</param>
    /// <param name="cancellation">Ends every wait.</param>
    public TopicAdmin(DestinationConfig config, ClientErrors errors, Deadline deadline, CancellationToken cancellation)
    {
        _errors = errors;
        _deadline = deadline;
        _cancellation = cancellation;
        _admin = KafkaClient.OpenAdmin(ClientSettings.ForAdmin(config));
    }

    /// <inheritdoc/>
    /// <remarks>An answer says too what the user may do with the topic.</remarks>
    public Task<IReadOnlyList<TopicDescription>> DescribeTopicsAsync(IEnumerable<string> topics, TimeSpan limit) =>
        AskAsync<IReadOnlyList<TopicDescription>>("describe topics", limit, async () =>
        {
            try
            {
                var options = new DescribeTopicsOptions { RequestTimeout = limit, IncludeAuthorizedOperations = true };
                var result = await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options).ConfigureAwait(false);
                return result.TopicDescriptions;
            }
            catch (DescribeTopicsException partly)
            {
                return partly.Results.TopicDescriptions;
            }
        });

    /// <summary>Asks whether topics could be created, without creating them.</summary>
    /// <returns>For each topic the reason why not, or no error.</returns>
    public Task<IReadOnlyDictionary<string, Error>> WouldCreateTopicsAsync(IReadOnlyCollection<string> topics, TimeSpan limit) =>
        AskAsync("say whether topics can be created", limit, async () =>
        {
            var deadline = new Deadline(limit);
            try
            {
                return await TryCreateAsync(topics, partitions: BrokersOwn, replicas: BrokersOwn, deadline.Left).ConfigureAwait(false);
            }
            catch (KafkaException failure) when (failure.Error.Code == ErrorCode.Local_UnsupportedFeature)
            {
                // Before Kafka 2.4 numbers have to be given; whether the user may create topics does not depend on them.
                return await TryCreateAsync(topics, partitions: 1, replicas: 1, deadline.Left).ConfigureAwait(false);
            }
        });

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, Error>> CreateTopicsAsync(
        IReadOnlyCollection<TopicSpecification> topics, bool validateOnly, TimeSpan limit) =>
        AskAsync(validateOnly ? "say whether topics can be created" : "create topics", limit, async () =>
        {
            try
            {
                return await CreateAsync(topics, validateOnly, limit).ConfigureAwait(false);
            }
            catch (KafkaException failure) when (failure.Error.Code == ErrorCode.Local_UnsupportedFeature)
            {
                return topics.ToDictionary(topic => topic.Name, _ => failure.Error);
            }
        });

    /// <inheritdoc/>
    public async Task<int?> CountBrokersAsync(TimeSpan limit)
    {
        try
        {
            var options = new DescribeClusterOptions { RequestTimeout = limit };
            var cluster = await AskAsync("describe itself", limit, () => _admin.DescribeClusterAsync(options)).ConfigureAwait(false);
            return cluster.Nodes.Count;
        }
        catch (AirbyteKafkaException)
        {
            // It only makes a sentence more exact.
            return null;
        }
    }

    /// <summary>Asks for the settings of one broker or of topics.</summary>
    /// <returns>The settings of those that could be asked, by name.</returns>
    public Task<IReadOnlyDictionary<string, KafkaSettings>> DescribeConfigsAsync(
        ResourceType type, IEnumerable<string> names, TimeSpan limit) =>
        AskAsync<IReadOnlyDictionary<string, KafkaSettings>>("show settings", limit, async () =>
        {
            try
            {
                var resources = names.Select(name => new ConfigResource { Type = type, Name = name });
                var results = await _admin.DescribeConfigsAsync(resources, new() { RequestTimeout = limit }).ConfigureAwait(false);
                return results.ToDictionary(result => result.ConfigResource.Name, result => new KafkaSettings(result.Entries));
            }
            catch (DescribeConfigsException partly)
            {
                return partly.Results
                    .Where(report => !report.Error.IsError)
                    .ToDictionary(report => report.ConfigResource.Name, report => new KafkaSettings(report.Entries));
            }
        });

    /// <summary>Ends the client; one that is stuck is left to end by itself.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAny(Task.Run(_admin.Dispose), Task.Delay(_deadline.AtMost(DisposeLimit), CancellationToken.None))
            .ConfigureAwait(false);

    private Task<IReadOnlyDictionary<string, Error>> TryCreateAsync(
        IEnumerable<string> topics, short partitions, short replicas, TimeSpan limit) => CreateAsync(
            [.. topics.Select(topic => new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = replicas })],
            validateOnly: true,
            limit);

    private async Task<IReadOnlyDictionary<string, Error>> CreateAsync(
        IReadOnlyCollection<TopicSpecification> topics, bool validateOnly, TimeSpan limit)
    {
        try
        {
            var options = new CreateTopicsOptions { ValidateOnly = validateOnly, RequestTimeout = limit, OperationTimeout = limit };
            await _admin.CreateTopicsAsync(topics, options).ConfigureAwait(false);
            return topics.ToDictionary(topic => topic.Name, _ => new Error(ErrorCode.NoError));
        }
        catch (CreateTopicsException partly)
        {
            return partly.Results.ToDictionary(report => report.Topic, report => report.Error);
        }
    }

    private async Task<T> AskAsync<T>(string what, TimeSpan limit, Func<Task<T>> ask)
    {
        var answer = ask();
        try
        {
            return await answer.WaitAsync(limit, _cancellation).ConfigureAwait(false);
        }
        catch (KafkaException failure) when (failure.Error.Code != ErrorCode.Local_TimedOut)
        {
            throw _errors.ForAnswer(what, new KafkaError((int)failure.Error.Code));
        }
        catch (Exception failure) when (failure is TimeoutException or KafkaException)
        {
            // Nobody waits for it any more; its failure is no news.
            _ = answer.ContinueWith(
                static ended => _ = ended.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw _errors.ForSilence(what, limit, lastError: null);
        }
    }
}
