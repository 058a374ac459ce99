using System.Globalization;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Admin;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Check.Topics;

/// <summary>Judges what is known of a topic against the configuration.</summary>
internal sealed class TopicFit(DestinationConfig config)
{
    // Brokers make these for themselves when they need them, so that asking whether they could be made does not tell.
    private static readonly HashSet<string> OwnTopics =
        new(["__consumer_offsets", "__transaction_state", "__share_group_state", "__cluster_metadata"], StringComparer.Ordinal);

    private const string MinInSync = "min.insync.replicas";
    private const string Largest = "max.message.bytes";
    private const string BrokersPartitions = "num.partitions";
    private const string BrokersReplicas = "default.replication.factor";
    private const string BrokersLargest = "message.max.bytes";
    private const string CheckBrokers = "Check the cluster's brokers.";

    private bool AsksAllReplicas => config.Acks == Settings.Acks.All;

    /// <summary>Whether a topic has the name of one that Kafka keeps for itself, whether it exists or not.</summary>
    public static bool IsKafkasOwn(string topic) => OwnTopics.Contains(topic);

    /// <summary>A topic that Kafka keeps for itself.</summary>
    public static StepResult KafkasOwn(string topic) => Failed(
        topic,
        ErrorKind.TopicNameInvalid,
        $"Topic '{topic}' is one that Kafka keeps for itself: the brokers let nobody write to it. Choose another name.");

    /// <summary>A topic that the user is not even shown.</summary>
    public static StepResult Hidden(string topic) => Failed(topic, ErrorKind.AuthorizationFailed, TopicErrors.Hidden(topic));

    /// <summary>A topic that the cluster has an error about.</summary>
    public static StepResult NotDescribed(string topic, string reason) =>
        Failed(topic, ErrorKind.DeliveryFailed, $"Topic '{topic}' cannot be used: {reason}");

    /// <summary>A topic that does not exist.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="similar">A topic whose name Kafka takes for the same, if there is one.</param>
    /// <param name="broker">A broker's settings, if it shows them.</param>
    /// <param name="creation">
    /// Why the user could not create it, no error if the user could; <see langword="null"/> where that is not known.
    /// </param>
    public StepResult Missing(string topic, string? similar, KafkaSettings? broker, Error? creation)
    {
        // A topic that this user is not shown is named by the broker alone.
        if (similar is not null
            || (creation?.Code == ErrorCode.TopicException && creation.Reason.Contains("collides", StringComparison.Ordinal)))
        {
            return Failed(topic, ErrorKind.TopicNameInvalid, TopicErrors.Collides(topic, similar, config.Topics.Naming));
        }

        var creates = broker?.Flag("auto.create.topics.enable");
        if (creates == false)
        {
            return Failed(
                topic,
                ErrorKind.TopicMissing,
                $"Topic '{topic}' does not exist, and the brokers do not create topics on first use (auto.create.topics.enable is false). "
                + "Create the topic.");
        }

        if (creation?.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed)
        {
            return Failed(topic, ErrorKind.AuthorizationFailed, TopicErrors.NotCreatable(topic));
        }

        if (creation is { IsError: true })
        {
            return Failed(
                topic,
                ErrorKind.TopicMissing,
                $"Topic '{topic}' does not exist, and the brokers would not create it: {creation.Reason.TrimEnd('.')}. Create the topic.");
        }

        if (creates is null)
        {
            return Step(
                topic,
                StepOutcome.Warning,
                $"Topic '{topic}' does not exist. Whether the brokers create it on first use (auto.create.topics.enable) is not known: "
                + "the user may not read their settings.");
        }

        var partitions = broker?.Number(BrokersPartitions);
        var replicas = broker?.Number(BrokersReplicas);
        var needed = broker?.Number(MinInSync);
        if (AsksAllReplicas && needed > replicas)
        {
            return Failed(
                topic,
                ErrorKind.ConfigInvalid,
                $"Topic '{topic}' does not exist, and as the brokers would create it nothing could be written with acks=all: "
                + Text($"{BrokersReplicas} is {replicas}, {MinInSync} {needed}. Create the topic."));
        }

        var largest = broker?.Number(BrokersLargest);
        var detail = $"Topic '{topic}' does not exist yet; the brokers create it on first use, "
            + $"with {Count(partitions, "partition")} and {Count(replicas, "replica")}.";
        return largest < config.MaxRequestSize
            ? Step(
                topic,
                StepOutcome.Warning,
                Text($"{detail} It will take records up to {largest} bytes (message.max.bytes). {LessThanMaxRequestSize} ")
                + "Create the topic with a larger max.message.bytes.")
            : Step(topic, StepOutcome.Passed, detail);
    }

    /// <summary>A topic that does not exist and that a write makes.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="similar">A topic whose name Kafka takes for the same, if there is one.</param>
    /// <param name="broker">A broker's settings, if it shows them.</param>
    /// <param name="isForUnfit">Whether it is for records that are unfit, and <c>topic_config</c> not its own.</param>
    /// <param name="making">Whether the brokers said if they would make it, and why not.</param>
    public StepResult Made(
        string topic, string? similar, KafkaSettings? broker, bool isForUnfit, (bool IsKnown, AirbyteKafkaException? Refusal) making)
    {
        if (similar is not null)
        {
            return Failed(topic, ErrorKind.TopicNameInvalid, TopicErrors.Collides(topic, similar, config.Topics.Naming));
        }

        if (making.Refusal is { } refusal)
        {
            return Failed(topic, refusal.Kind, refusal.Message);
        }

        if (!making.IsKnown)
        {
            return Step(
                topic,
                StepOutcome.Warning,
                $"Topic '{topic}' does not exist. Whether a write may create it is not known: the brokers did not say.");
        }

        var own = isForUnfit ? [] : config.Topics.Properties;
        var replicas = config.Topics.ReplicationFactor ?? broker?.Number(BrokersReplicas);
        var needed = Own(MinInSync) ?? broker?.Number(MinInSync);
        if (AsksAllReplicas && needed > replicas)
        {
            return Failed(
                topic,
                ErrorKind.ConfigInvalid,
                $"Topic '{topic}' does not exist, and as a write would create it nothing could be written with acks=all: "
                + Text($"it would have {Count(replicas, "replica")}, and {MinInSync} is {needed}. Raise topic_replication_factor."));
        }

        var settings = own.Count == 0
            ? ""
            : $" and {Printable.List([.. own.Select(property => $"{property.Name}={property.Value}")])}";
        var detail = $"Topic '{topic}' does not exist yet; it would be created with "
            + $"{Count(config.Topics.Partitions ?? broker?.Number(BrokersPartitions), "partition")}, "
            + $"{Count(replicas, "replica")}{settings}.";
        var largest = Own(Largest) ?? broker?.Number(BrokersLargest);
        return largest < config.MaxRequestSize
            ? Step(
                topic,
                StepOutcome.Warning,
                Text($"{detail} It will take records up to {largest} bytes. {LessThanMaxRequestSize} Set {Largest} in topic_config."))
            : Step(topic, StepOutcome.Passed, detail);

        long? Own(string name) => long.TryParse(
            own.FirstOrDefault(property => property.Name == name).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
    }

    /// <summary>A topic that exists.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="description">Its partitions and what the user may do with it.</param>
    /// <param name="settings">Its settings, if they are shown.</param>
    /// <param name="difference">What differs from the topics that a write makes, as sentences.</param>
    public StepResult Exists(string topic, TopicDescription description, KafkaSettings? settings, string? difference)
    {
        var operations = description.AuthorizedOperations ?? [];
        if (operations.Count > 0 && !operations.Contains(AclOperation.Write) && !operations.Contains(AclOperation.All))
        {
            return Failed(topic, ErrorKind.AuthorizationFailed, TopicErrors.NotWritable(topic));
        }

        var leaderless = description.Partitions.Count(partition => partition.Leader is null or { Id: < 0 });
        if (leaderless > 0)
        {
            return Failed(
                topic,
                ErrorKind.BrokerUnreachable,
                $"Topic '{topic}' cannot take all records: "
                + Text($"{leaderless} of its {description.Partitions.Count} partitions have no leader. {CheckBrokers}"));
        }

        var replicas = description.Partitions.Min(partition => partition.Replicas.Count);
        var inSync = description.Partitions.Min(partition => partition.ISR.Count);
        var needed = settings?.Number(MinInSync);
        if (AsksAllReplicas && needed > replicas)
        {
            return Failed(
                topic,
                ErrorKind.ConfigInvalid,
                $"Nothing can be written to topic '{topic}' with acks=all: "
                + Text($"it has {Count(replicas, "replica")}, and its {MinInSync} is {needed}. Change the topic, or set acks to 1."));
        }

        if (AsksAllReplicas && needed > inSync)
        {
            return Failed(
                topic,
                ErrorKind.BrokerUnreachable,
                $"Nothing can be written to topic '{topic}' with acks=all now: "
                + Text($"{Count(inSync, "replica")} of a partition in sync, and {MinInSync} is {needed}. {CheckBrokers}"));
        }

        var isCompacted = TopicRules.IsCompact(settings?.Text(TopicRules.CleanupPolicy));
        if (isCompacted && config.Records.Key == Settings.KeyKind.None)
        {
            return Failed(
                topic,
                ErrorKind.ConfigInvalid,
                $"Topic '{topic}' is compacted ({TopicRules.CleanupPolicy}) and takes no record without a key, and record_key is 'none'. "
                + $"Set record_key to 'primary_key', or {TopicRules.CleanupPolicy} of the topic to 'delete'.");
        }

        difference = $"{difference}{Behind(isCompacted ? FindUselessCompaction() : null)}".Trim() is { Length: > 0 } told ? told : null;
        var largest = settings?.Number(Largest);
        var detail = $"Topic '{topic}' exists: {Count(description.Partitions.Count, "partition")}, {Count(replicas, "replica")}"
            + (needed is null ? "" : Text($", {MinInSync} {needed}"))
            + (largest is null ? "" : Text($", records up to {largest} bytes"))
            + ".";
        return largest < config.MaxRequestSize
            ? Step(topic, StepOutcome.Warning, $"{detail} {LessThanMaxRequestSize} Raise the topic's {Largest}.{Behind(difference)}")
            : difference is not null ? Step(topic, StepOutcome.Warning, $"{detail}{Behind(difference)}")
            : Step(topic, StepOutcome.Passed, settings is null ? $"{detail} Its settings are not shown to this user." : detail);
    }

    /// <summary>Adds to a step that there is a topic of the name that was configured, to which nothing is written.</summary>
    public StepResult Rewritten(StepResult step, string topic, string original, bool exists) => step with
    {
        Outcome = step.Outcome == StepOutcome.Passed && !exists ? StepOutcome.Warning : step.Outcome,
        Detail = $"{step.Detail} Topic '{original}' exists as well, but no record goes there: {config.Topics.Naming.Rule}, "
            + $"and so '{original}' became '{topic}'.",
    };

    // No record is ever the last of a key that came before.
    private string? FindUselessCompaction() => config.Records.Key == Settings.KeyKind.Uuid
        ? $"It is compacted ({TopicRules.CleanupPolicy}), but the key of each record is a random UUID: compaction never removes anything. "
            + "Set record_key to 'primary_key'."
        : null;

    private static string Behind(string? sentence) => sentence is null ? "" : $" {sentence}";

    private string LessThanMaxRequestSize =>
        Text($"That is less than max_request_size ({config.MaxRequestSize}): larger records would be refused.");

    private static StepResult Failed(string topic, ErrorKind kind, string detail) =>
        StepResult.Failed(CheckSubject.Topic(topic), kind, detail);

    private static StepResult Step(string topic, StepOutcome outcome, string detail) => new(CheckSubject.Topic(topic), outcome, detail);

    private static string Count(long? number, string what) => number switch
    {
        null => $"an unknown number of {what}s",
        1 => $"1 {what}",
        _ => Text($"{number} {what}s"),
    };

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
