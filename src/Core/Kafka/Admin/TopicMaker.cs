using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Settings;
using AirbyteKafka.Topics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Kafka.Admin;

/// <summary>Makes the topics of a write that do not exist, as the configuration asks for them, or finds out whether it could.</summary>
/// <remarks>
/// Only topics that are missing are asked for: a broker answers that a user may not create a topic even where it exists. Nothing is made
/// before the brokers have agreed to all of it: a request that they refuse in part makes the rest.
/// </remarks>
/// <param name="config">The destination's configuration.</param>
/// <param name="cluster">The cluster.</param>
internal sealed class TopicMaker(DestinationConfig config, ITopicCluster cluster)
{
    // A request with thousands of topics keeps the controller busy for longer than it may.
    private const int TopicsPerRequest = 100;

    // A last answer may still come where the time is up.
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);
    // Whoever lets no record wait for room still has to let a topic be made, and librdkafka takes no time limit above an hour.
    private static readonly TimeSpan LeastLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromHours(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly TopicCreationErrors _errors = new(config);

    /// <summary>Makes the topics of a write that are missing, with a client of its own, within <c>max_block_ms</c>.</summary>
    /// <param name="config">The destination's configuration.</param>
    /// <param name="topics">The topics of the write.</param>
    /// <param name="warn">Takes what a person should know of topics that exist.</param>
    /// <param name="cancellation">Ends every wait.</param>
    /// <exception cref="AirbyteKafkaException">As for the other <c>MakeAsync</c>.</exception>
    internal static async Task MakeAsync(DestinationConfig config, TopicMap topics, Action<string> warn, CancellationToken cancellation)
    {
        var limit = TimeSpan.FromTicks(Math.Clamp(config.MaxBlock.Ticks, LeastLimit.Ticks, LongestLimit.Ticks));
        await using var admin = new TopicAdmin(config, new ClientErrors(config), new Deadline(limit), cancellation);
        await new TopicMaker(config, admin).MakeAsync(topics.Topics, topics.DeadLetters, limit, warn, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes what is missing, and waits until records can be written to it.</summary>
    /// <param name="topics">Topics of streams, each once.</param>
    /// <param name="deadLetters">Topics of records that are unfit, each once; the settings of the others are not theirs.</param>
    /// <param name="limit">How long all of it may take.</param>
    /// <param name="warn">Takes what a person should know of topics that exist.</param>
    /// <param name="cancellation">Ends every wait.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>: the brokers do not make a topic so; <see cref="ErrorKind.AuthorizationFailed"/>; or the
    /// cluster did not answer.
    /// </exception>
    internal async Task MakeAsync(
        IReadOnlyList<string> topics,
        IReadOnlyCollection<string> deadLetters,
        TimeSpan limit,
        Action<string> warn,
        CancellationToken cancellation)
    {
        var deadline = new Deadline(limit);
        var unfit = deadLetters.ToHashSet(StringComparer.Ordinal);
        var descriptions = await cluster.DescribeTopicsAsync([.. topics, .. unfit], Left(deadline)).ConfigureAwait(false);
        var missing = new List<string>();
        foreach (var description in descriptions)
        {
            if (description.Error.Code == ErrorCode.UnknownTopicOrPart)
            {
                missing.Add(description.Name);
            }
            else if (description.Error.IsError && !IsPassing(description.Error))
            {
                throw _errors.ForUndescribed(description.Name, description.Error);
            }
            else if (FindDifference(description) is { } difference && !unfit.Contains(description.Name))
            {
                warn(difference);
            }
        }

        if (missing.Count == 0)
        {
            return;
        }

        await RequestAsync(missing, unfit, validateOnly: true, deadline, cancellation).ConfigureAwait(false);
        await RequestAsync(missing, unfit, validateOnly: false, deadline, cancellation).ConfigureAwait(false);
        await WaitForLeadersAsync(missing, deadline, cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks whether topics could be made, without making them.</summary>
    /// <param name="topics">Topics that do not exist, each once.</param>
    /// <param name="deadLetters">Those of them that are for records that are unfit.</param>
    /// <param name="limit">How long the answers may take.</param>
    /// <returns>For each topic why it could not, <see langword="null"/> where it could.</returns>
    internal async Task<IReadOnlyDictionary<string, AirbyteKafkaException?>> TryAsync(
        IReadOnlyCollection<string> topics, IReadOnlyCollection<string> deadLetters, TimeSpan limit)
    {
        var deadline = new Deadline(limit);
        var unfit = deadLetters.ToHashSet(StringComparer.Ordinal);
        var outcomes = new Dictionary<string, AirbyteKafkaException?>(StringComparer.Ordinal);
        foreach (var batch in topics.Chunk(TopicsPerRequest))
        {
            var answers = await AskAsync(batch, unfit, validateOnly: true, deadline).ConfigureAwait(false);
            foreach (var (topic, error) in answers)
            {
                outcomes[topic] = IsFine(error) ? null : await ExplainAsync(topic, error, deadline).ConfigureAwait(false);
            }
        }

        return outcomes;
    }

    /// <summary>Says that a topic that exists has other partitions than those that are made.</summary>
    /// <returns><see langword="null"/> where it has as many, or where the number is left to the brokers.</returns>
    internal string? FindDifference(TopicDescription topic) =>
        config.Topics.Partitions is { } asked && topic.Partitions?.Count is > 0 and var count && count != asked
            ? FormattableString.Invariant(
                $"Topic '{topic.Name}' exists with {count} partition{(count == 1 ? "" : "s")}, and topic_num_partitions is {asked}. ")
                + "It is left as it is: a write changes no topic that exists."
            : null;

    private async Task RequestAsync(
        List<string> topics, HashSet<string> unfit, bool validateOnly, Deadline deadline, CancellationToken cancellation)
    {
        foreach (var batch in topics.Chunk(TopicsPerRequest))
        {
            var left = batch;
            while (left.Length > 0)
            {
                var answers = await AskAsync(left, unfit, validateOnly, deadline).ConfigureAwait(false);
                left = [.. left.Where(topic => answers.TryGetValue(topic, out var error) && IsPassing(error))];
                foreach (var (topic, error) in answers.Where(answer => !IsFine(answer.Value) && !IsPassing(answer.Value)))
                {
                    throw await ExplainAsync(topic, error, deadline).ConfigureAwait(false);
                }

                if (left.Length > 0)
                {
                    if (deadline.Left == TimeSpan.Zero)
                    {
                        throw _errors.ForPassing(left[0], answers[left[0]], deadline.Elapsed);
                    }

                    await Task.Delay(Pause, cancellation).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task WaitForLeadersAsync(List<string> topics, Deadline deadline, CancellationToken cancellation)
    {
        while (true)
        {
            var descriptions = await cluster.DescribeTopicsAsync(topics, Left(deadline)).ConfigureAwait(false);
            var waiting = descriptions.FirstOrDefault(
                topic => topic.Error.IsError
                    || topic.Partitions.Count == 0
                    || topic.Partitions.Any(partition => partition.Leader is null or { Id: < 0 }));
            if (waiting is null)
            {
                return;
            }

            if (deadline.Left == TimeSpan.Zero)
            {
                throw _errors.ForLeaderless(waiting.Name, deadline.Elapsed);
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    private Task<IReadOnlyDictionary<string, Error>> AskAsync(
        IReadOnlyCollection<string> topics, HashSet<string> unfit, bool validateOnly, Deadline deadline) =>
        cluster.CreateTopicsAsync([.. topics.Select(topic => Specify(topic, unfit.Contains(topic)))], validateOnly, Left(deadline));

    private TopicSpecification Specify(string topic, bool isForUnfit) => new()
    {
        Name = topic,
        NumPartitions = config.Topics.Partitions ?? TopicAdmin.BrokersOwn,
        ReplicationFactor = config.Topics.ReplicationFactor ?? TopicAdmin.BrokersOwn,
        Configs = isForUnfit ? [] : config.Topics.Properties.ToDictionary(property => property.Name, property => property.Value),
    };

    private async Task<AirbyteKafkaException> ExplainAsync(string topic, Error error, Deadline deadline)
    {
        var brokers = error.Code == ErrorCode.InvalidReplicationFactor
            ? await cluster.CountBrokersAsync(Left(deadline)).ConfigureAwait(false)
            : null;
        return _errors.ForRefused(topic, error, brokers);
    }

    private static TimeSpan Left(Deadline deadline) => deadline.Left > LeastTime ? deadline.Left : LeastTime;

    // Another write may have made it meanwhile.
    private static bool IsFine(Error error) => !error.IsError || error.Code == ErrorCode.TopicAlreadyExists;

    // The controller is another broker by now, or was not done in time: what it made is there when it is asked again.
    private static bool IsPassing(Error error) => error.Code is ErrorCode.NotController or ErrorCode.RequestTimedOut
        or ErrorCode.LeaderNotAvailable or ErrorCode.NetworkException or ErrorCode.ThrottlingQuotaExceeded;
}
