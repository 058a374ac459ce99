using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Mock;
using AirbyteKafka.Tests.Cmdlets;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Librdkafka;

/// <summary>Whatever is asked of a mock cluster, and whenever: the process goes on.</summary>
public sealed class MockClusterLifeTests
{
    private static readonly Action<MockCluster>[] Calls =
    [
        cluster => cluster.SetBroker(1, up: false),
        cluster => cluster.SetBroker(1, up: true),
        cluster => cluster.SetRoundTripTime(1, TimeSpan.FromMilliseconds(1)),
        cluster => cluster.PushRequestErrors(0, KafkaError.Transport),
        cluster => cluster.SetTopicError("t", KafkaError.UnknownTopicOrPartition),
        cluster => cluster.SetLeader("t", 0, 1),
        cluster => cluster.CreateTopic($"t{Guid.NewGuid():N}", 1, 1),
    ];

    [Fact]
    public void After_the_end_every_call_is_an_ordinary_error_and_a_second_end_is_none()
    {
        var cluster = new MockCluster(2);
        cluster.Dispose();
        cluster.Dispose();

        Assert.All(Calls, call =>
        {
            var failure = Assert.Throws<AirbyteKafkaException>(() => call(cluster));
            Assert.Equal(ErrorKind.MockClusterStopped, failure.Kind);
        });
        Assert.Equal((2, 2), (cluster.Brokers, cluster.BootstrapServers.Split(',').Length));
    }

    [Fact]
    public async Task An_end_while_other_threads_call_lets_each_call_do_its_work_or_say_that_it_came_too_late()
    {
        for (var round = 0; round < 4; round++)
        {
            var cluster = new MockCluster(1);
            using var start = new Barrier(Calls.Length + 2);
            var callers = Calls.Select(call => Run(start, () =>
            {
                while (true)
                {
                    call(cluster);
                }
            }));
            var enders = Enumerable.Repeat(() => Run(start, cluster.Dispose), 2).Select(run => run());

            var all = Task.WhenAll(callers.Concat(enders).ToList());
            var kinds = await all.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

            Assert.Equal([.. Enumerable.Repeat(ErrorKind.MockClusterStopped, Calls.Length), null, null], kinds);
        }
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData(".", 1, 1)]
    [InlineData("a b", 1, 1)]
    [InlineData("t", 0, 1)]
    [InlineData("t", -1, 1)]
    [InlineData("t", int.MaxValue, 1)]
    [InlineData("t", 1, 0)]
    [InlineData("t", 1, 2)]
    [InlineData("t", 1, int.MinValue)]
    public void A_topic_that_librdkafka_would_stumble_over_is_refused(string name, int partitions, int replicationFactor)
    {
        using var cluster = new MockCluster(1);

        Assert.Throws<AirbyteKafkaException>(() => cluster.CreateTopic(name, partitions, replicationFactor));
    }

    [Fact]
    public void Names_of_errors_are_those_of_the_client_but_for_those_that_it_names_its_own_way()
    {
        var differing = MockNames.Errors.All.Select(name => (Name: name, Code: MockNames.Errors.Find(name)))
            .Where(error => error.Code > 0 && !new KafkaError(error.Code).Name.StartsWith("ERR_", StringComparison.Ordinal))
            .Where(error => !new KafkaError(error.Code).Name.Replace("_", "", StringComparison.Ordinal).Equals(error.Name,
                StringComparison.OrdinalIgnoreCase))
            .OrderBy(error => error.Code)
            .Select(error => $"{error.Name} {new KafkaError(error.Code).Name}");

        Assert.Equal(
            [
                "CorruptMessage INVALID_MSG",
                "UnknownTopicOrPartition UNKNOWN_TOPIC_OR_PART",
                "InvalidFetchSize INVALID_MSG_SIZE",
                "NotLeaderOrFollower NOT_LEADER_FOR_PARTITION",
                "MessageTooLarge MSG_SIZE_TOO_LARGE",
                "StaleControllerEpoch STALE_CTRL_EPOCH",
                "InvalidTopicException TOPIC_EXCEPTION",
            ],
            differing);
    }

    [Fact]
    public async Task A_process_outlives_all_that_is_asked_of_a_cluster_that_is_gone()
    {
        var result = await ProcessRun.RunAsync(
            ShellProcess.Command($$"""
                Import-Module '{{ModuleSession.Manifest}}'
                $ended = Start-KafkaMockCluster 3
                Set-KafkaMockBroker $ended 2 -Down -Latency 50
                Stop-KafkaMockCluster $ended
                Stop-KafkaMockCluster $ended
                $null, $ended | Stop-KafkaMockCluster
                $calls = {
                    param($m)
                    Set-KafkaMockBroker $m -Down
                    Set-KafkaMockBroker $m -Up -Latency 5
                    Add-KafkaMockError $m Produce -Error Disconnect -Count 100
                    New-KafkaMockTopic $m t -Partitions 3 -Error LeaderNotAvailable
                    Set-KafkaMockTopic $m t -Error None
                    Receive-KafkaRecord t -Connection $m.BootstrapServers -TimeoutSeconds 1 -WarningAction SilentlyContinue
                    Stop-KafkaMockCluster $m
                }
                & $calls $ended 2>&1 | ForEach-Object FullyQualifiedErrorId | ForEach-Object { $_.Split(',')[0] }
                $null = $ended.PSObject.Methods | Where-Object { $_.OverloadDefinitions[0] -match '\(\)$' } | ForEach-Object { $ended.($_.Name)() }
                $lost = Start-KafkaMockCluster
                $address = $lost.BootstrapServers
                $lost = $null
                [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()
                "answers $((Test-KafkaDestination @{ bootstrap_servers = $address; topic_pattern = 't' }).Succeeded -ne $false)"
                $left = Start-KafkaMockCluster
                Remove-Module AirbyteKafka
                $left.Brokers
                """),
            TestContext.Current.CancellationToken);

        var stopped = string.Concat(Enumerable.Repeat("MockClusterStopped\n", 5));
        Assert.Equal((0, $"{stopped}BrokerUnreachable\nanswers True\n1", ""), result.Outcome);
    }

    private static Task<ErrorKind?> Run(Barrier start, Action action) => Task.Factory.StartNew(
        () =>
        {
            start.SignalAndWait();
            try
            {
                action();
                return null;
            }
            catch (AirbyteKafkaException failure)
            {
                return failure.Kind;
            }
        },
        TestContext.Current.CancellationToken,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
