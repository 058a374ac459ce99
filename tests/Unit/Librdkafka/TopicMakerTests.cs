using System.Globalization;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Admin;
using AirbyteKafka.Tests.Settings;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit;

namespace AirbyteKafka.Tests.Librdkafka;

/// <summary>What is asked of a cluster for topics that are missing, and what its answers mean.</summary>
public sealed class TopicMakerTests
{
    private const string Asked = "\"topic_num_partitions\": 6, \"topic_replication_factor\": 3, \"topic_config\": \"a=1\\nb=2\"";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeCluster _cluster = new();
    private readonly List<string> _warnings = [];

    [Fact]
    public async Task Many_topics_are_asked_for_and_then_made_a_hundred_at_a_time_each_once()
    {
        var topics = Enumerable.Range(0, 250).Select(number => string.Create(CultureInfo.InvariantCulture, $"t{number}")).ToList();
        await MakeAsync(Asked, topics, []);
        Assert.Equal(["try 100", "try 100", "try 50", "make 100", "make 100", "make 50"], _cluster.Requests);
        Assert.Equal(topics, _cluster.Made.Keys);
    }

    [Fact]
    public async Task Only_what_is_missing_is_asked_for_and_dead_letters_have_no_settings()
    {
        _cluster.Partitions["there"] = 2;
        await MakeAsync(Asked, ["there", "new"], ["dead"]);
        Assert.Equal(
            ["new 6 3 a=1,b=2", "dead 6 3 "],
            _cluster.Made.Values.Select(topic => string.Create(
                CultureInfo.InvariantCulture,
                $"{topic.Name} {topic.NumPartitions} {topic.ReplicationFactor} ")
                + string.Join(',', topic.Configs.Select(setting => $"{setting.Key}={setting.Value}"))));
        Assert.Equal(
            ["Topic 'there' exists with 2 partitions, and topic_num_partitions is 6. It is left as it is: a write changes no topic that "
                + "exists."],
            _warnings);
    }

    [Fact]
    public async Task What_is_not_said_is_left_to_the_brokers()
    {
        await MakeAsync("\"topic_config\": \"a=1\"", ["t"], []);
        Assert.Equal((-1, (short)-1), (_cluster.Made["t"].NumPartitions, _cluster.Made["t"].ReplicationFactor));
    }

    [Fact]
    public async Task Nothing_is_made_where_one_topic_is_refused()
    {
        _cluster.Answers["t150"] = new Error(ErrorCode.InvalidConfig, "Unknown topic config name: a.");
        var failure = await FailAsync(Asked, [.. Enumerable.Range(0, 200).Select(number => $"t{number}")]);
        Assert.Equal(
            ("ConfigInvalid", "Topic 't150' cannot be created: a setting of topic_config is not taken. Change it. "
                + "The broker says: Unknown topic config name: a.", 0),
            (failure.Kind.Id, failure.Message, _cluster.Made.Count));
    }

    [Theory]
    [InlineData(ErrorCode.InvalidReplicationFactor, 1, "ConfigInvalid", "topic_replication_factor is 3, which 1 broker cannot hold.")]
    [InlineData(ErrorCode.InvalidReplicationFactor, 2, "ConfigInvalid", "topic_replication_factor is 3, which 2 brokers cannot hold.")]
    [InlineData(ErrorCode.InvalidPartitions, 1, "ConfigInvalid", "topic_num_partitions (6) is not taken.")]
    [InlineData(ErrorCode.PolicyViolation, 1, "ConfigInvalid", "a policy of the cluster does not allow it. Change topic_num_partitions,")]
    [InlineData(ErrorCode.TopicException, 1, "ConfigInvalid", "its name is not taken. Change topic_pattern or dead_letter_topic.")]
    [InlineData(ErrorCode.Unknown, 1, "ConfigInvalid", "Check topic_config, topic_num_partitions (6) and topic_replication_factor (3).")]
    [InlineData(ErrorCode.ClusterAuthorizationFailed, 1, "AuthorizationFailed", "the user may not create it.")]
    [InlineData(ErrorCode.TopicAuthorizationFailed, 1, "AuthorizationFailed", "the user may not create it.")]
    [InlineData(ErrorCode.Local_UnsupportedFeature, 1, "ConfigInvalid",
        "this broker needs topic_num_partitions and topic_replication_factor.")]
    public async Task A_refusal_names_the_setting_and_repeats_the_broker(ErrorCode code, int brokers, string kind, string words)
    {
        _cluster.Brokers = brokers;
        _cluster.Answers["t"] = new Error(code, "As I say");
        var failure = await FailAsync(Asked, ["t"]);
        Assert.Equal(kind, failure.Kind.Id);
        Assert.StartsWith("Topic 't' ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            kind == "ConfigInvalid" && code != ErrorCode.Local_UnsupportedFeature,
            failure.Message.EndsWith("The broker says: As I say.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_topic_that_another_write_has_made_meanwhile_is_fine()
    {
        _cluster.Answers["t"] = new Error(ErrorCode.TopicAlreadyExists);
        _cluster.IsMadeByOthers = true;
        await MakeAsync(Asked, ["t"], []);
        Assert.Equal(["try 1", "make 1"], _cluster.Requests);
    }

    [Theory]
    [InlineData(ErrorCode.NotController)]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.ThrottlingQuotaExceeded)]
    public async Task What_passes_is_asked_again_for_the_topics_that_are_left(ErrorCode code)
    {
        _cluster.Passing["b"] = new Error(code);
        await MakeAsync(Asked, ["a", "b"], []);
        Assert.Equal(["try 2", "try 1", "make 2"], _cluster.Requests);
    }

    [Fact]
    public async Task A_topic_that_gets_no_leader_in_time_is_said()
    {
        _cluster.HasLeaders = false;
        var failure = await FailAsync(Asked, ["t"], TimeSpan.FromMilliseconds(1));
        Assert.Equal("BrokerUnreachable", failure.Kind.Id);
        Assert.StartsWith("Topic 't' was created, but not all of its partitions had a leader within ", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_the_user_may_not_see_ends_the_write()
    {
        _cluster.Hidden.Add("t");
        Assert.Equal("AuthorizationFailed", (await FailAsync(Asked, ["t"])).Kind.Id);
    }

    private async Task<AirbyteKafkaException> FailAsync(string settings, IReadOnlyList<string> topics, TimeSpan? limit = null) =>
        await Assert.ThrowsAsync<AirbyteKafkaException>(() => MakeAsync(settings, topics, [], limit));

    private Task MakeAsync(
        string settings, IReadOnlyList<string> topics, IReadOnlyCollection<string> deadLetters, TimeSpan? limit = null) =>
        new TopicMaker(ConfigJson.Parse(ConfigJson.With(settings)), _cluster).MakeAsync(
            topics, deadLetters, limit ?? Limit, _warnings.Add, TestContext.Current.CancellationToken);

    /// <summary>A cluster that makes topics in memory.</summary>
    private sealed class FakeCluster : ITopicCluster
    {
        public Dictionary<string, int> Partitions { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Error> Answers { get; } = new(StringComparer.Ordinal);

        /// <summary>Answers that are given once.</summary>
        public Dictionary<string, Error> Passing { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Hidden { get; } = new(StringComparer.Ordinal);

        public OrderedDictionary<string, TopicSpecification> Made { get; } = new(StringComparer.Ordinal);

        public List<string> Requests { get; } = [];

        public int Brokers { get; set; } = 3;

        public bool HasLeaders { get; set; } = true;

        public bool IsMadeByOthers { get; set; }

        public Task<IReadOnlyList<TopicDescription>> DescribeTopicsAsync(IEnumerable<string> topics, TimeSpan limit) =>
            Task.FromResult<IReadOnlyList<TopicDescription>>([.. topics.Select(Describe)]);

        public Task<IReadOnlyDictionary<string, Error>> CreateTopicsAsync(
            IReadOnlyCollection<TopicSpecification> topics, bool validateOnly, TimeSpan limit)
        {
            Requests.Add(string.Create(CultureInfo.InvariantCulture, $"{(validateOnly ? "try" : "make")} {topics.Count}"));
            var answers = new Dictionary<string, Error>();
            foreach (var topic in topics)
            {
                answers[topic.Name] = Passing.Remove(topic.Name, out var passing) ? passing
                    : Answers.GetValueOrDefault(topic.Name) ?? new Error(ErrorCode.NoError);
                if (!validateOnly && (!answers[topic.Name].IsError || IsMadeByOthers))
                {
                    Made.Add(topic.Name, topic);
                    Partitions[topic.Name] = Math.Max(1, topic.NumPartitions);
                }
            }

            return Task.FromResult<IReadOnlyDictionary<string, Error>>(answers);
        }

        public Task<int?> CountBrokersAsync(TimeSpan limit) => Task.FromResult<int?>(Brokers);

        private TopicDescription Describe(string topic)
        {
            var leader = HasLeaders ? new Node { Id = 1, Host = "kafka", Port = 9092 } : null;
            return new TopicDescription
            {
                Name = topic,
                Error = new Error(Hidden.Contains(topic) ? ErrorCode.TopicAuthorizationFailed
                    : Partitions.ContainsKey(topic) ? ErrorCode.NoError : ErrorCode.UnknownTopicOrPart),
                Partitions = [.. Enumerable.Range(0, Partitions.GetValueOrDefault(topic)).Select(number =>
                    new TopicPartitionInfo { Partition = number, Leader = leader, Replicas = [], ISR = [] })],
            };
        }
    }
}
