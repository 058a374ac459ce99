using System.Xml.Linq;
using AirbyteKafka.Airbyte.Spec;
using AirbyteKafka.Check;
using AirbyteKafka.Check.Probe;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Admin;
using AirbyteKafka.Kafka.Mock;
using AirbyteKafka.Read;
using AirbyteKafka.Settings;
using AirbyteKafka.Tests.Processes;
using AirbyteKafka.Write;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class FormatTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Spec = "AirbyteKafka.DestinationSpec";

    private static readonly string[] Controls = ["TableControl", "ListControl"];

    private static readonly StreamOutcome Stream = new("public", "users", "public_users", 1200, 1, 2, 1536);

    private static readonly WriteOutcome Outcome = new()
    {
        Records = 1200,
        FailedRecords = 1,
        UnknownRecords = 2,
        Bytes = 1536,
        States = 4,
        SkippedLines = 3,
        Checkpoints = [],
        Duration = TimeSpan.FromSeconds(2),
        Streams = [Stream, Stream with { Namespace = null, FailedRecords = 0, UnknownRecords = 0 }],
        Failure = new AirbyteKafkaException(ErrorKind.DeliveryFailed, "It broke."),
    };

    private static readonly WriteResult Result = ResultOf(Path.GetFullPath("sync.jsonl"));

    private static readonly StepResult Step = new("Port kafka1:9092", StepOutcome.Failed, "Nothing listens there.",
        TimeSpan.FromMilliseconds(12));

    private static readonly DateTimeOffset Moment = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);

    private static readonly ConsumedRecord Record = new("orders", 3, 42, Moment.ToUnixTimeMilliseconds(), "k"u8.ToArray(), "v"u8.ToArray(),
        [new("a", "1"u8.ToArray()), new("b", null)]);

    private static readonly ClusterTopic Topic = new("orders", false, [new(0, 2, [1, 2], [2]) { Start = 1, End = 12 }])
    {
        Config = new Dictionary<string, string> { ["cleanup.policy"] = "compact", ["retention.ms"] = "1" },
    };

    private static readonly GroupMember Member = new("m-1", "app", "10.0.0.1", [("orders", 0)]);

    private static readonly Dictionary<Type, object> Samples = new object[]
    {
        Result,
        Summary(),
        new StreamResult(Stream),
        new DestinationTopic(null, "users", "_users") { Key = "id,r.k", KeyFormat = "json", ValueShape = "data" },
        new KafkaDestinationConfig([], "text", "kafka1:9092", "{stream}", "PLAINTEXT", new Dictionary<string,
            string> { ["acks"] = "all", ["retries"] = "1" }),
        new ReceivedRecord(Record),
        new RecordHeader(new ConsumedHeader("a", "1"u8.ToArray())),
        new ConnectionCheck(new CheckResult
        {
            Message = "No.",
            Steps = [Step],
            ClusterId = "id",
            KafkaVersion = "4.3",
            Brokers = [new ListedBroker(1, new BrokerAddress("kafka1", 9092)), new ListedBroker(2, new BrokerAddress("kafka2", 9092))],
            Duration = TimeSpan.FromSeconds(1),
            FailureKind = ErrorKind.BrokerUnreachable,
        }),
        new CheckStep(Step),
        new ClusterBroker(new ListedBroker(2, new BrokerAddress("kafka2", 9092))),
        new KafkaConnection(ClusterConnection.ToServers("kafka1:9092", "-Connection"), default) { KafkaVersion = "4.3", ClusterId = "id" },
        new KafkaTopic(Topic),
        new KafkaTopicPartition("orders", Topic.Partitions[0]),
        new KafkaConsumerGroup(new ConsumerGroup("billing", "Stable", "range", "kafka1:9092", [Member])),
        new KafkaConsumerGroupLag("billing", new GroupProgress("orders", 0, 5, 1, 12, Member)),
        new KafkaGroupMember(Member),
        new AirbyteMessage("RECORD", "shop", "orders", new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero), "x"),
    }.ToDictionary(sample => sample.GetType());

    private static readonly Lazy<XDocument> Formats = new(() =>
        XDocument.Load(Path.Combine(ShellProcess.ModuleDirectory, "AirbyteKafka.Format.ps1xml")));

    public static TheoryData<Type, string, string> Views => new()
    {
        { typeof(WriteResult), "TableControl", "Source=sync.jsonl|Records=1200|Failed=1|Unknown=2|States=4|Skipped=3|"
            + "Duration=2.000 s|Rate=600/s" },
        { typeof(WriteResult), "ListControl", $"Source={Path.GetFullPath("sync.jsonl")}|Records=1200|Failed=1|Unknown=2|Rejected=0|Bytes=1.5 "
            + $"KB|States=4|SkippedLines=3|Duration=2.000 s|Rate=600/s, 768 B/s|Streams=public.users -> public_users: 1200 (1 failed, 2 "
            + $"unknown)\nusers -> public_users: 1200|Failure=It broke." },
        { typeof(StreamResult), "TableControl",
            "Namespace=public|Stream=users|Topic=public_users|Records=1200|Failed=1|Unknown=2|Bytes=1.5 KB" },
        { typeof(StreamResult), "ListControl",
            "Namespace=public|Stream=users|Topic=public_users|Records=1200|Failed=1|Unknown=2|Bytes=1.5 KB" },
        { typeof(WriteSummary), "TableControl", "Completed=False|Results=2|Records=2400|Failed=2|Unknown=4|Bytes=3 "
            + "KB|States=8|Skipped=6|Duration=4.000 s" },
        { typeof(WriteSummary), "ListControl", $"Completed=False|Records=2400|Failed=2|Unknown=4|Bytes=3 "
            + $"KB|States=8|SkippedLines=6|Duration=4.000 s|Results={Result}\n{Result.Source}: "
            + $"{Result}|NotRead=b.jsonl\nc.jsonl|Failure=It broke." },
        { typeof(DestinationTopic), "TableControl", "Namespace=|Stream=users|Topic=_users|Key=id,r.k|ValueShape=data" },
        { typeof(DestinationTopic), "ListControl",
            "Namespace=|Stream=users|Topic=_users|Key=id,r.k|KeyFormat=json|ValueShape=data|DeadLetterTopic=" },
        { typeof(KafkaDestinationConfig), "TableControl", "BootstrapServers=kafka1:9092|Connection=PLAINTEXT|TopicPattern={stream}" },
        { typeof(KafkaDestinationConfig), "ListControl",
            "BootstrapServers=kafka1:9092|Connection=PLAINTEXT|TopicPattern={stream}|Settings=acks = all\nretries = 1" },
        { typeof(ReceivedRecord), "TableControl", $"Part=3|Offset=42|Time={Moment.ToLocalTime():yyyy-MM-dd HH:mm:ss}|Key=k|Value=v" },
        { typeof(ReceivedRecord), "ListControl",
            "Topic=orders|Partition=3|Offset=42|Timestamp=2026-02-03T04:05:06.789Z|Key=k|Value=v|Headers=a=1, b=" },
        { typeof(RecordHeader), "TableControl", "Name=a|Value=1" },
        { typeof(RecordHeader), "ListControl", "Name=a|Value=1" },
        { typeof(ConnectionCheck), "TableControl", "Succeeded=False|Duration=1.000 s|Message=No." },
        { typeof(ConnectionCheck), "ListControl", "Succeeded=False|Message=No.|Cluster=id|Kafka=4.3|Brokers=kafka1:9092 (id 1), "
            + "kafka2:9092 (id 2)|Duration=1.000 s|Steps=Port kafka1:9092: Failed. Nothing listens there." },
        { typeof(CheckStep), "TableControl", "Outcome=Failed|Duration=0.012 s|Name=Port kafka1:9092|Detail=Nothing listens there." },
        { typeof(CheckStep), "ListControl", "Name=Port kafka1:9092|Outcome=Failed|Detail=Nothing listens there.|Duration=0.012 s" },
        { typeof(ClusterBroker), "TableControl", "Id=2|Address=kafka2:9092" },
        { typeof(ClusterBroker), "ListControl", "Id=2|Address=kafka2:9092" },
        { typeof(KafkaConnection), "TableControl", "BootstrapServers=kafka1:9092|Security=PLAINTEXT|Kafka=4.3" },
        { typeof(KafkaConnection), "ListControl",
            "BootstrapServers=kafka1:9092|Security=PLAINTEXT|Kafka=4.3|Cluster=id|Settings=bootstrap_servers = kafka1:9092" },
        { typeof(KafkaTopic), "TableControl", "Name=orders|Partitions=1|Replicas=2|Records=11|Config=cleanup.policy=compact; retention.ms=1" },
        { typeof(KafkaTopic), "ListControl", "Name=orders|Partitions=1|ReplicationFactor=2|UnderReplicated=1|Records=11|Config=cleanup.policy "
            + "= compact\nretention.ms = 1|IsInternal=False|PartitionDetails=0: leader 2, replicas 1,2, in sync 2" },
        { typeof(KafkaTopicPartition), "TableControl", "Partition=0|Leader=2|Replicas=1,2|InSync=2|Start=1|End=12|Records=11" },
        { typeof(KafkaTopicPartition), "ListControl", "Topic=orders|Partition=0|Leader=2|Replicas=1,2|InSync=2|Start=1|End=12|Records=11" },
        { typeof(KafkaConsumerGroup), "TableControl", "GroupId=billing|State=Stable|Members=1|Coordinator=kafka1:9092" },
        { typeof(KafkaConsumerGroup), "ListControl",
            "GroupId=billing|State=Stable|Assignor=range|Coordinator=kafka1:9092|Members=app at 10.0.0.1: orders-0" },
        { typeof(KafkaConsumerGroupLag), "TableControl", "GroupId=billing|Topic=orders|Partition=0|Committed=5|End=12|Lag=7|Client=app" },
        { typeof(KafkaConsumerGroupLag), "ListControl",
            "GroupId=billing|Topic=orders|Partition=0|Committed=5|Start=1|End=12|Lag=7|Member=app at 10.0.0.1" },
        { typeof(KafkaGroupMember), "TableControl", "ClientId=app|Host=10.0.0.1|Partitions=orders-0" },
        { typeof(KafkaGroupMember), "ListControl", "MemberId=m-1|ClientId=app|Host=10.0.0.1|Partitions=orders-0" },
        { typeof(AirbyteMessage), "TableControl", "Type=RECORD|Namespace=shop|Stream=orders|EmittedAt=2026-02-03T04:05:06.000Z|Data=x" },
        { typeof(AirbyteMessage), "ListControl", "Type=RECORD|Namespace=shop|Stream=orders|EmittedAt=2026-02-03T04:05:06.000Z|Data=x" },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_shows(Type type, string control, string expected) =>
        Assert.Equal(expected, Show(type.FullName!, control, Samples[type]));

    [Fact]
    public void No_view_shows_a_character_that_moves_the_cursor_or_turns_the_line_around()
    {
        const string Hostile = "a\u001b[2Jb\u0000c\u202ed\u2028e\r\ud800";
        const string Shown = @"a\u001b[2Jb\u0000c\u202ed\u2028e\u000d\ud800";
        var hostileBytes = System.Text.Encoding.UTF8.GetBytes(Hostile);
        object[] samples =
        [
            new StreamResult(new StreamOutcome(Hostile, Hostile, Hostile, 1, 0, 0, 1)),
            new DestinationTopic(Hostile, Hostile, Hostile) { Key = Hostile },
            new KafkaDestinationConfig([], "", Hostile, Hostile, Hostile, new Dictionary<string, string> { [Hostile] = Hostile }),
            new ReceivedRecord(new ConsumedRecord(Hostile, 0, 0, null, hostileBytes, hostileBytes, [new(Hostile, hostileBytes)]), Hostile),
            new RecordHeader(new ConsumedHeader(Hostile, hostileBytes)),
            new ConnectionCheck(new CheckResult { Message = "", Steps = [], Duration = TimeSpan.Zero, ClusterId = Hostile }),
            new WriteResult(
                new WriteOutcome
                {
                    Records = 0, FailedRecords = 0, UnknownRecords = 0, Bytes = 0, States = 0, SkippedLines = 0, Checkpoints = [],
                        Duration = TimeSpan.Zero,
                    Streams = [new StreamOutcome(Hostile, Hostile, Hostile, 1, 0, 0, 1)],
                    Failure = new AirbyteKafkaException(ErrorKind.DeliveryFailed, Hostile),
                },
                Hostile),
            SummaryOf(Hostile),
        ];

        var shown = samples.SelectMany(sample => Controls.Select(control => Show(sample.GetType().FullName!, control, sample))).ToList();

        Assert.All(shown, text =>
            Assert.DoesNotContain(text, character => char.IsControl(character) || character is '\u202e' or '\u2028' or '\ud800'));
        Assert.True(shown.Count(text => text.Contains(Shown, StringComparison.Ordinal)) >= samples.Length, string.Join('\n', shown));
    }

    [Fact]
    public void The_spec_has_views()
    {
        var spec = Assert.Single(session.Run("Get-KafkaDestinationSpec").Output);

        Assert.Equal(
            "SyncModes=append|Properties=" + DestinationSettings.All.Count + "|Required=20|Documentation="
                + DestinationSpec.DocumentationUrl,
            Show(Spec, "TableControl", spec));
        Assert.Equal(
            $"Documentation={DestinationSpec.DocumentationUrl}|SyncModes=append"
            + $"|Required={string.Join(", ", DestinationSettings.All.Where(property => property.RequiredInSpec).Select(property => property.Name))}"
            + $"|Optional={string.Join(", ", DestinationSettings.All.Where(property => !property.RequiredInSpec).Select(property => property.Name))}",
            Show(Spec, "ListControl", spec));
    }

    [Fact]
    public void A_cluster_has_views()
    {
        using var cluster = new MockCluster(1);

        Assert.All(["TableControl", "ListControl"], control =>
            Assert.Equal($"Brokers=1|BootstrapServers={cluster.BootstrapServers}",
            Show(typeof(KafkaMockCluster).FullName!, control, new KafkaMockCluster(cluster))));
    }

    [Fact]
    public void Every_output_type_has_a_table_and_a_list() => Assert.All(
        session.Run("(Get-Command -Module AirbyteKafka -CommandType Cmdlet).OutputType.Name").Values.Cast<string>().Where(
            name => name is not ("System.Void" or "System.String" or "System.Boolean")).Distinct(),
        name => Assert.All(["TableControl", "ListControl"], control => Assert.NotEmpty(Items(name, control))));

    private static WriteResult ResultOf(string? source) => new(Outcome, source);

    private static WriteSummary SummaryOf(string text)
    {
        var summary = new WriteSummary();
        summary.Begin(() => ResultOf(text));
        summary.SetNotRead([text]);
        return summary;
    }

    private static WriteSummary Summary()
    {
        var summary = new WriteSummary();
        summary.Begin(() => ResultOf(null));
        summary.Begin(() => ResultOf("not the last word"));
        summary.End(Result);
        summary.SetNotRead(["b.jsonl", "c.jsonl"]);
        return summary;
    }

    private string Show(string type, string control, object sample) => string.Join('|', Items(type, control).Select(item =>
    {
        var (label, isScript, text) = item;
        var value = session.Run(isScript ? $"param($_) {text}" : $"param($_) if ($_.PSObject.Properties.Match('{text}').Count -ne 1) {{ "
            + $"throw 'no such property' }}; $_.{text}", sample);
        return $"{label}={string.Join(' ', value.Errors.Select(error => error.ToString()).Concat(value.Output.Select(part => part?.ToString())))}".ReplaceLineEndings("\n");
    }));

    private static List<(string Label, bool IsScript, string Text)> Items(string type, string control)
    {
        var view = Formats.Value.Descendants("View").Single(
            view => view.Descendants("TypeName").Any(name => name.Value == type) && view.Element(control) is not null);
        var items = view.Descendants(control == "TableControl" ? "TableColumnItem" : "ListItem").ToList();
        var labels = view.Element(control)!.Descendants("Label").Select(label => label.Value).ToList();
        Assert.Equal(items.Count, labels.Count);
        return [.. items.Zip(labels, (item, label) =>
            (label, item.Element("ScriptBlock") is not null, (item.Element("ScriptBlock") ?? item.Element("PropertyName"))!.Value))];
    }
}
