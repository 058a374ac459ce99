using System.Diagnostics;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Admin;
using AirbyteKafka.Settings;
using AirbyteKafka.Topics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Check.Topics;

/// <summary>
/// Looks at the topics a sync would write to: whether they are there or would be made, whether the user may write, and whether their
/// settings fit the configuration's.
/// </summary>
/// <param name="admin">Asks the cluster.</param>
/// <param name="config">The destination's configuration.</param>
/// <param name="brokerId">The broker whose settings stand for all.</param>
/// <param name="known">The topics that the user may see.</param>
/// <param name="deadline">The time of the whole check.</param>
internal sealed class TopicChecks(
    TopicAdmin admin, DestinationConfig config, int brokerId, IReadOnlyList<string> known, Deadline deadline)
{
    // Answers about settings are long; this many topics at a time.
    private const int SettingsBatch = 200;

    // What asking about topics may leave to the steps after it.
    private const double Share = 0.5;

    /// <summary>Checks topics.</summary>
    /// <param name="checkedTopics">Their names, each once.</param>
    /// <returns>A step for each topic, in the order given.</returns>
    /// <exception cref="AirbyteKafkaException">The cluster could not be asked about topics at all.</exception>
    public async Task<IReadOnlyList<StepResult>> RunAsync(CheckedTopics checkedTopics)
    {
        var topics = checkedTopics.All;
        var names = known.ToHashSet(StringComparer.Ordinal);
        var similar = known.ToLookup(TopicName.Unify, StringComparer.Ordinal);
        var start = Stopwatch.GetTimestamp();
        var described = await admin.DescribeTopicsAsync(topics, deadline.Share(Share)).ConfigureAwait(false);
        var descriptions = described.ToDictionary(topic => topic.Name);
        var missing = topics.Where(topic => descriptions.GetValueOrDefault(topic)?.Error.Code == ErrorCode.UnknownTopicOrPart).ToList();
        var there = topics.Where(topic => descriptions.GetValueOrDefault(topic)?.Error.IsError == false).ToList();
        var settings = await AskSettingsAsync(there).ConfigureAwait(false);
        var broker = missing.Count == 0 ? null : await AskBrokerSettingsAsync().ConfigureAwait(false);
        var (made, left) = config.Topics.AreMade
            ? (missing.Where(checkedTopics.IsOfWrite).ToList(), missing.Where(topic => !checkedTopics.IsOfWrite(topic)).ToList())
            : ([], missing);
        var maker = new TopicMaker(config, admin);
        var making = made.Count == 0 ? null
            : await TryAsync(() => maker.TryAsync(made, checkedTopics.DeadLetters, deadline.Share(Share))).ConfigureAwait(false);
        var creation = left.Count == 0 ? null
            : await TryAsync(() => admin.WouldCreateTopicsAsync(left, deadline.Share(Share))).ConfigureAwait(false);
        var duration = Stopwatch.GetElapsedTime(start) / Math.Max(topics.Count, 1);
        var fit = new TopicFit(config);
        return [.. topics.Select(topic => Rewritten(topic, Check(topic)) with { Duration = duration })];

        StepResult Rewritten(string topic, StepResult step) =>
            checkedTopics.Originals.TryGetValue(topic, out var original) && names.Contains(original)
                ? fit.Rewritten(step, topic, original, names.Contains(topic)) : step;

        StepResult Check(string topic)
        {
            var description = descriptions.GetValueOrDefault(topic);
            return TopicFit.IsKafkasOwn(topic) || description?.IsInternal == true ? TopicFit.KafkasOwn(topic)
                : description is null ? TopicFit.NotDescribed(topic, "The cluster said nothing about it.")
                : description.Error.Code == ErrorCode.UnknownTopicOrPart && made.Contains(topic)
                    ? fit.Made(topic, FindSimilar(topic), broker, isForUnfit: !checkedTopics.Streams.Contains(topic), MakingOf(topic))
                : description.Error.Code == ErrorCode.UnknownTopicOrPart
                    ? fit.Missing(topic, FindSimilar(topic), broker, creation?.GetValueOrDefault(topic))
                : description.Error.Code == ErrorCode.TopicAuthorizationFailed ? TopicFit.Hidden(topic)
                : description.Error.IsError ? TopicFit.NotDescribed(topic, description.Error.Reason.TrimEnd('.') + ".")
                : fit.Exists(
                    topic,
                    description,
                    settings.GetValueOrDefault(topic),
                    checkedTopics.Streams.Contains(topic) ? maker.FindDifference(description) : null);
        }

        (bool IsKnown, AirbyteKafkaException? Refusal) MakingOf(string topic) =>
            making is not null && making.TryGetValue(topic, out var refusal) ? (true, refusal) : (false, null);

        string? FindSimilar(string topic) => similar[TopicName.Unify(topic)].FirstOrDefault(name => name != topic);
    }

    private async Task<KafkaSettings?> AskBrokerSettingsAsync()
    {
        var limit = deadline.Share(Share);
        var settings = await TryAsync(() => admin.DescribeConfigsAsync(ResourceType.Broker, [$"{brokerId}"], limit)).ConfigureAwait(false);
        return settings?.Values.FirstOrDefault();
    }

    private async Task<IReadOnlyDictionary<string, KafkaSettings>> AskSettingsAsync(List<string> topics)
    {
        var all = new Dictionary<string, KafkaSettings>(StringComparer.Ordinal);
        var limited = new Deadline(deadline.Share(Share));
        foreach (var batch in topics.Chunk(SettingsBatch))
        {
            var settings = limited.Left == TimeSpan.Zero ? null
                : await TryAsync(() => admin.DescribeConfigsAsync(ResourceType.Topic, batch, limited.Left)).ConfigureAwait(false);
            if (settings is null)
            {
                break;
            }

            foreach (var (topic, values) in settings)
            {
                all[topic] = values;
            }
        }

        return all;
    }

    // Not to be allowed to ask, or to get no answer in time, is no failure of the destination's.
    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (AirbyteKafkaException failure) when (failure.Kind != ErrorKind.AuthenticationFailed)
        {
            return null;
        }
    }
}
