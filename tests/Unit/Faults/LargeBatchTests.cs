using System.Diagnostics;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Delivery;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// Batches that are larger than a topic or a broker takes, of records that are not: every record arrives, as with Kafka's own producer.
/// </summary>
public sealed class LargeBatchTests(BrokerPool brokers)
{
    private const int Limit = 10_000;
    private const string LargeBatches = "\"batch_size\":1000000,\"linger_ms\":\"20\"";

    private static readonly TimeSpan AdminTimeLimit = TimeSpan.FromSeconds(30);
    private static readonly string[] Compressions = ["none", "lz4"];
    private static readonly string[] Idempotence = ["false", "true"];
    private static readonly int[] Partitions = [1, 4];

    private static readonly NumberedSync Sync = new(Records: 200, Padding: 1000, IsCompressible: false);

    private readonly string _prefix = TestBroker.UniquePrefix();

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_arrives_that_arrives_with_Javas_producer_and_in_order_where_the_limit_may_be_asked_for()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.Sasl | BrokerNeeds.AccessRules);
        var cases = (
            from compression in Compressions
            from idempotence in Idempotence
            from partitions in Partitions
            select (compression, idempotence, partitions)).ToList();

        await AllowAsync(kafka, await MakeTopicAsync(kafka, partitions: 1));
        var java = await JavaProducer.SendAsync(
            await Task.WhenAll(cases.Select(async one =>
                $"{await MakeTopicAsync(kafka, one.partitions)};bootstrap.servers={kafka.BootstrapServers};batch.size=1000000;linger.ms=20;compression.type={one.compression};enable.idempotence={one.idempotence}")),
            Enumerable.Range(0, (int)Sync.Records).Select(number => Sync.Data(number)),
            Test);
        var ours = await Task.WhenAll(cases.Select(async one => await Task.WhenAll(
            WriteAsync(kafka, one.partitions, TestUser.Writer,
                $"{LargeBatches},\"compression_type\":\"{one.compression}\",\"enable_idempotence\":{one.idempotence}"),
            WriteAsync(kafka, one.partitions, TestUser.Nobody,
                $"{LargeBatches},\"compression_type\":\"{one.compression}\",\"enable_idempotence\":{one.idempotence}"))));

        Assert.Equal(
            cases.Select(one => (one, $"{Sync.Records} acknowledged, 0 failed", "every record once, in order",
                "every record once, sent again")),
            cases.Zip(java, ours).Select(one => (one.First, one.Second, one.Third[0], one.Third[1])));
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task A_limit_that_is_lowered_during_the_write_loses_and_doubles_nothing(string idempotence)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.RealKafka);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, partitions: 2);
        var fault = new Fault("lowered", TimeSpan.Zero, () => LowerAsync(kafka, topic).GetAwaiter().GetResult(), () => { });
        var write = await FaultedWrite.RunAsync(
            kafka, topic, Sync with { Records = 3000 }, 3000, fault, $"{LargeBatches},\"enable_idempotence\":{idempotence}", Test);
        Assert.Equal("every record once, sent again", Describe(write));
    }

    [Theory]
    [InlineData("\"headers\":\"airbyte\"", "every record once, sent again, each with headers of its own")]
    [InlineData("\"partition_key_field\":\"n\"", "RecordTooLarge, in order, states true")]
    public async Task What_is_sent_again_is_whole_and_nothing_is_where_it_could_come_behind_a_later_record_of_its_key(
        string settings, string outcome)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.RealKafka);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic, partitions: 2);
        var fault = new Fault("lowered", TimeSpan.Zero, () => LowerAsync(kafka, topic).GetAwaiter().GetResult(), () => { });
        var write = await FaultedWrite.RunAsync(
            kafka, topic, Sync with { Records = 3000 }, 3000, fault, $"{LargeBatches},\"enable_idempotence\":true,{settings}", Test);
        var arrived = await kafka.ReadAllAsync(topic, Test);
        var areWhole = arrived.All(record => record.Headers is [{ Key: "_airbyte_raw_id" } id, { Key: "_airbyte_stream" }, _]
            && record.Key!.AsSpan().SequenceEqual(id.Value) && record.Value!.AsSpan().IndexOf(id.Value) > 0);
        Assert.Equal(outcome, write.Run.Result.Failure is { } failure
            ? $"{failure.Kind.Id}, {(write.Verdict.OutOfOrder == 0 ? "in order" : "not in order")}, states {(write.Verdict.IsConsistent ? "true" : "false")}"
            : $"{Describe(write)}{(areWhole ? ", each with headers of its own" : "")}");
    }

    [Fact]
    public async Task A_record_too_large_alone_is_the_only_one_that_fails_and_the_one_that_is_named()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.RealKafka);
        var topic = await MakeTopicAsync(kafka, partitions: 1);
        var small = Enumerable.Range(0, 60).Select(number => Sync.Record(number)).ToList();
        small.Insert(30, WriteRun.Record("a", $"\"{new string('x', Limit)}\""));
        var run = await Task.Run(
            () => WriteRun.Of(kafka.BootstrapServers, $"\"topic_pattern\":\"{topic}\",{LargeBatches}", NumberedSync.Streams,
                string.Join('\n', small), Test), Test);
        Assert.Equal((60L, 1L, 0L), (run.Result.Records, run.Result.FailedRecords, run.Result.UnknownRecords));
        Assert.Matches(@"^The record in line 31 \(stream 'a'\) for topic '\w+' has 10\d\d\d bytes, more than the broker's own limit ",
            run.Result.Failure?.Message);
    }

    [Fact]
    public async Task Without_acknowledgements_the_limit_is_known_before_the_first_batch_or_the_write_says_that_it_is_not()
    {
        // The broker's own limit is about a megabyte.
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.Sasl | BrokerNeeds.AccessRules);
        var limited = await MakeTopicAsync(kafka, partitions: 1);
        var toBeMade = TestBroker.UniqueTopic();
        var forbidden = await MakeTopicAsync(kafka, partitions: 1);
        await AllowAsync(kafka, forbidden);
        var large = WriteRun.Record("a", $"\"{new string('x', Limit)}\"");

        var known = await RunAsync(kafka, limited, Sync, TestUser.Writer, $"{LargeBatches},\"acks\":\"0\"");
        var ofBroker = await RunAsync(
            kafka, toBeMade, Sync with { Padding = 20_000 }, TestUser.Admin,
                "\"batch_size\":3000000,\"max_request_size\":3000000,\"linger_ms\":\"20\",\"acks\":\"0\"");
        var unknown = await RunAsync(kafka, forbidden, Sync, TestUser.Nobody, "\"batch_size\":5000,\"acks\":\"0\"");
        var alone = await Task.Run(() =>
            WriteRun.Of(kafka.BootstrapServers, $"\"topic_pattern\":\"{limited}\",\"acks\":\"0\"", "a", large, Test), Test);

        Assert.Equal(
            ("every record once, in order", "every record once, in order", "every record once, in order", "RecordTooLarge"),
            (Describe(known), Describe(ofBroker), Describe(unknown), alone.FailureId));
        Assert.Equal((false, false, true), (IsUnsure(known), IsUnsure(ofBroker), IsUnsure(unknown)));

        static bool IsUnsure(FaultedWrite write) =>
            write.Run.Logs.Any(log =>
                log.StartsWith("Warn: acks is 0 and max.message.bytes is not known of topic", StringComparison.Ordinal));
    }

    private async Task<string> WriteAsync(KafkaCluster kafka, int partitions, TestUser user, string settings)
    {
        var topic = await MakeTopicAsync(kafka, partitions);
        return Describe(await RunAsync(kafka, topic, Sync, user, settings));
    }

    private static async Task<FaultedWrite> RunAsync(KafkaCluster kafka, string topic, NumberedSync sync, TestUser user, string settings)
    {
        using var input = new NumberedInput(sync);
        var run = await Task.Run(
            () => WriteRun.Of(kafka.GetBootstrapServers(BrokerListener.SaslPlaintext), Settings(topic, user, settings),
                NumberedSync.Streams, input, Test), Test);
        SyncVerdict verdict;
        var started = Stopwatch.GetTimestamp();
        do
        {
            // Without acknowledgements the broker may still be at it.
            verdict = SyncVerdict.Of(sync, input.Records, run.States, await TopicTally.ReadAsync(kafka, topic, Test));
        }
        while (verdict.Missing > 0 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
        return new FaultedWrite(run, verdict);
    }

    private static string Describe(FaultedWrite write)
    {
        var sentAgain = write.Run.Logs.Any(log =>
            log.StartsWith("Warn: A broker takes no batch as large as batch_size", StringComparison.Ordinal));
        return write.Run.Result.Failure is { } failure ? failure.Message
            : write.Verdict with { OutOfOrder = 0 } != SyncVerdict.ExactlyOnce ? $"{write.Verdict}"
            : sentAgain ? "every record once, sent again"
            : write.Verdict.OutOfOrder == 0 ? "every record once, in order" : $"{write.Verdict}";
    }

    private static string Settings(string topic, TestUser user, string settings) =>
        $$"""
        "topic_pattern":"{{topic}}",{{settings}},"protocol":{"security_protocol":"SASL_PLAINTEXT","sasl_mechanism":"PLAIN","sasl_jaas_config":
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"{{user.Name}}\" password=\"{{user.Password}}\";"}
        """;

    private async Task<string> MakeTopicAsync(KafkaCluster kafka, int partitions)
    {
        var topic = $"{_prefix}{Guid.NewGuid():N}";
        await kafka.CreateTopicAsync(topic, partitions, new Dictionary<string, string> { ["max.message.bytes"] = $"{Limit}" });
        return topic;
    }

    // This user may write to the topics of the test, and nothing else: not describe their settings either.
    private async Task AllowAsync(KafkaCluster kafka, string topic)
    {
        using var admin = kafka.BuildAdminClient();
        await admin.CreateAclsAsync(
            [
                new()
                {
                    Pattern = new ResourcePattern { Type = ResourceType.Topic, Name = _prefix,
                        ResourcePatternType = ResourcePatternType.Prefixed },
                    Entry = new AccessControlEntry { Principal = $"User:{TestUser.Nobody.Name}", Host = "*",
                        Operation = AclOperation.Write, PermissionType = AclPermissionType.Allow },
                },
            ],
            new CreateAclsOptions { RequestTimeout = AdminTimeLimit });

        // The answer comes before the broker goes by it.
        using var user = new AdminClientBuilder(new AdminClientConfig
        {
            BootstrapServers = kafka.GetBootstrapServers(BrokerListener.SaslPlaintext),
            SecurityProtocol = SecurityProtocol.SaslPlaintext,
            SaslMechanism = SaslMechanism.Plain,
            SaslUsername = TestUser.Nobody.Name,
            SaslPassword = TestUser.Nobody.Password,
        }).Build();
        Assert.True(SpinWait.SpinUntil(() => user.GetMetadata(topic, AdminTimeLimit).Topics[0].Error.Code == ErrorCode.NoError,
            AdminTimeLimit));
    }

    private static async Task LowerAsync(KafkaCluster kafka, string topic)
    {
        using var admin = kafka.BuildAdminClient();
        await admin.IncrementalAlterConfigsAsync(
            new()
            {
                [new ConfigResource { Type = ResourceType.Topic, Name = topic }] =
                    [new ConfigEntry { Name = "max.message.bytes", Value = $"{Limit}", IncrementalOperation = AlterConfigOpType.Set }],
            },
            new IncrementalAlterConfigsOptions { RequestTimeout = AdminTimeLimit });
    }
}
