using AirbyteKafka.Topics;

namespace AirbyteKafka.Settings;

/// <summary>
/// The settings of how topics are named and made, of what becomes of records that no topic takes, and of the client's other properties.
/// <c>airbyte/destination-kafka</c> 0.1.11 has none of them; without them it is as there. Their values make a <see cref="TopicOptions"/>.
/// </summary>
public static class TopicSettings
{
    internal const string KeepLegal = "none";
    internal const string DeadLetter = "dead_letter";

    private const string MadeHere = "[Topics that a write makes](#topics-that-a-write-makes). Java's producer makes none.";
    private const string NamedHere = "[Names of topics](#names-of-topics).";
    private const string UnfitHere = "[Records that are unfit](#records-that-are-unfit). In the Java connector such a record is lost.";

    /// <summary>How names of topics are made.</summary>
    public static readonly ChoiceSetting TopicNameTransform = new()
    {
        Name = "topic_name_transform",
        Title = "Topic Name Transform",
        Description = "How the text of a pattern becomes the name of a topic: as the Java connector does it, which keeps only ASCII "
            + "letters, digits and underscores (airbyte), or keeping all that Kafka allows, dots and hyphens too (none).",
        Allowed = ["airbyte", KeepLegal],
        Default = "airbyte",
        IsUnsetInForm = true,
        Difference = NamedHere,
    };

    /// <summary>Whether names of topics have no capital letters.</summary>
    public static readonly FlagSetting TopicNamesLowercase = new()
    {
        Name = "topic_names_lowercase",
        Title = "Topic Names in Lower Case",
        Description = "Write the names of topics in lower case, after everything else was done to them.",
        IsUnsetInForm = true,
        Difference = NamedHere,
    };

    /// <summary>The partitions of topics that a write makes.</summary>
    public static readonly OptionalNumberSetting TopicNumPartitions = new()
    {
        Name = "topic_num_partitions",
        Title = "Topic Partitions",
        Description = "Partitions of the topics that a write creates. With this or one of the next two, topics that do not exist are "
            + "created before the first record; topics that exist are never changed.",
        Minimum = 1,
        Maximum = int.MaxValue,
        Examples = [6],
        Difference = MadeHere,
    };

    /// <summary>The replicas of topics that a write makes.</summary>
    public static readonly OptionalNumberSetting TopicReplicationFactor = new()
    {
        Name = "topic_replication_factor",
        Title = "Topic Replication Factor",
        Description = "Replicas of each partition of the topics that a write creates. Absent, the brokers' own default counts (from Kafka "
            + "2.4 on), and so for the partitions.",
        Minimum = 1,
        Maximum = short.MaxValue,
        Examples = [3],
        Difference = MadeHere,
    };

    /// <summary>The settings of topics that a write makes.</summary>
    public static readonly PropertyListSetting TopicConfig = new()
    {
        Name = "topic_config",
        Title = "Topic Settings",
        Description = "Settings of the topics that a write creates, key=value on a line each, by Kafka's names. The brokers check them.",
        Multiline = true,
        Examples = ["retention.ms=604800000", "cleanup.policy=compact"],
        Difference = MadeHere,
    };

    /// <summary>What becomes of a record that no topic takes.</summary>
    public static readonly ChoiceSetting OnRecordError = new()
    {
        Name = "on_record_error",
        Title = "On Record Error",
        Description = "What becomes of a record that is known to be unfit before it is sent, such as one that is too large: it ends the "
            + "write (fail), or is described in a topic of its own and the write goes on (dead_letter).",
        Allowed = ["fail", DeadLetter],
        Default = "fail",
        IsUnsetInForm = true,
        Difference = UnfitHere,
    };

    /// <summary>Where records go that no topic takes.</summary>
    public static readonly TopicSetting DeadLetterTopic = new()
    {
        Name = "dead_letter_topic",
        Title = "Dead Letter Topic",
        Description = "Topic for records that are unfit, with on_record_error = dead_letter. {namespace} and {stream} stand for those of "
            + "the record, and its name is made as in topic_pattern. No stream may go there.",
        Examples = ["dead_letters", "{stream}_dead"],
        Difference = UnfitHere,
        HasVariables = true,
    };

    /// <summary>What else is said to Kafka's client.</summary>
    public static readonly PropertyListSetting ProducerProperties = new()
    {
        Name = "producer_properties",
        Title = "Producer Properties",
        Description = "Further properties of Kafka's client (librdkafka), key=value on a line each, for what no field above sets. "
            + "Values of keys that sound like a password, secret, token or key are never shown.",
        Multiline = true,
        Examples = ["client.rack=eu-west-1a", "metadata.max.age.ms=180000"],
        Difference = "Names are librdkafka's. [What is refused](#properties-that-are-refused).",
    };

    /// <summary>All of them, in the order of the spec.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        TopicNameTransform, TopicNamesLowercase, TopicNumPartitions, TopicReplicationFactor, TopicConfig, OnRecordError, DeadLetterTopic,
        ProducerProperties,
    ];

    /// <summary>How names of topics are made, before the settings themselves are read and what is wrong with them is said.</summary>
    internal static TopicNaming FindNaming(ConfigDocument document) => new(
        document.Root.GetValueOrDefault(TopicNameTransform.Name)?.Text.Trim() == KeepLegal,
        bool.TryParse(document.Root.GetValueOrDefault(TopicNamesLowercase.Name)?.Text, out var isLowercase) && isLowercase);
}
