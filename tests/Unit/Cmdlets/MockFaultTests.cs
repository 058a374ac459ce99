using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>The faults of a mock cluster, as cmdlets.</summary>
public sealed class MockFaultTests : IClassFixture<ModuleSession>, IDisposable
{
    private const string Write =
        """'{"type":"RECORD","record":{"stream":"orders","emitted_at":1,"data":{}}}' | Write-AirbyteRecords $config $catalog""";

    private readonly ModuleSession _session;
    private readonly KafkaMockCluster _cluster;

    public MockFaultTests(ModuleSession session)
    {
        _session = session;
        _cluster = (KafkaMockCluster)session.Run("Start-KafkaMockCluster 3").Values.Single();
    }

    public void Dispose() => _ = _session.Run("param($cluster) Stop-KafkaMockCluster $cluster", _cluster).Values;

    [Theory]
    [InlineData("Set-KafkaMockBroker $m -Id 2 -Down", "1 3")]
    [InlineData("Set-KafkaMockBroker $m 2, 3 -Down -Latency 5", "1")]
    [InlineData("$m | Set-KafkaMockBroker 1 -Down", "2 3")]
    [InlineData("$m | Set-KafkaMockBroker -Down", "")]
    [InlineData("Set-KafkaMockBroker $m -Down; Set-KafkaMockBroker $m -Down; Set-KafkaMockBroker $m 3 -Up; Set-KafkaMockBroker $m 3 -Up",
        "3")]
    [InlineData("Set-KafkaMockBroker $m 1 -Up:$false; Set-KafkaMockBroker $m 2 -Down:$false", "2 3")]
    [InlineData("Set-KafkaMockBroker $m -Down -WhatIf", "1 2 3")]
    public void Brokers_go_and_come_back(string script, string answering)
    {
        Assert.Empty(Run(script).Values);

        var addresses = _cluster.BootstrapServers.Split(',').Index();
        Assert.Equal(answering, string.Join(' ', addresses.Where(broker => Answers(broker.Item)).Select(broker => broker.Index + 1)));
    }

    [Theory]
    [InlineData("Set-KafkaMockBroker $m -Latency 250", 250)]
    [InlineData("Set-KafkaMockBroker $m -Latency 250.5", 250)]
    [InlineData("Set-KafkaMockBroker $m -Latency '250'", 250)]
    [InlineData("Set-KafkaMockBroker $m -Latency ([timespan]::FromSeconds(0.25))", 250)]
    [InlineData("Set-KafkaMockBroker $m -Latency 00:00:00.25", 250)]
    [InlineData("Set-KafkaMockBroker $m -Latency 5000; Set-KafkaMockBroker $m -Latency 0", 0)]
    public void Answers_take_the_time_that_was_set(string script, int milliseconds)
    {
        Assert.Empty(Run(script).Values);

        var watch = Stopwatch.StartNew();
        _ = Metadata(topic: null);
        Assert.InRange(watch.ElapsedMilliseconds, milliseconds, milliseconds + 4000);
    }

    [Theory]
    [InlineData("Add-KafkaMockError $m -Request Produce -Error TopicAuthorizationFailed -Count 1", "AuthorizationFailed")]
    [InlineData("$m | Add-KafkaMockError produce -Error topic_authorization_failed", "AuthorizationFailed")]
    [InlineData("Add-KafkaMockError $m Produce -Error MSG_SIZE_TOO_LARGE -Count 20", "RecordTooLarge")]
    [InlineData("Add-KafkaMockError $m Produce -Error MSG_SIZE_TOO_LARGE", "")]
    [InlineData("Add-KafkaMockError $m Produce -Error None; Add-KafkaMockError $m Produce -Error TopicAuthorizationFailed", "")]
    [InlineData("Add-KafkaMockError $m Produce -Error Disconnect", "")]
    [InlineData("Add-KafkaMockError $m Produce -Error TopicAuthorizationFailed -WhatIf", "")]
    [InlineData("New-KafkaMockTopic $m orders -Error TopicAuthorizationFailed", "AuthorizationFailed")]
    [InlineData("New-KafkaMockTopic $m orders; Set-KafkaMockTopic $m orders -Error TopicAuthorizationFailed", "AuthorizationFailed")]
    [InlineData("$m | Set-KafkaMockTopic orders -Error TopicAuthorizationFailed; $m | Set-KafkaMockTopic orders -Error None", "")]
    public void A_write_fails_with_the_error_that_was_set(string script, string error)
    {
        Assert.Empty(Run(script).Values);

        var outcome = Run($$"""
            $config = @{ bootstrap_servers = $m.BootstrapServers; topic_pattern = 'orders' }
            $catalog = @{ streams = @(@{ stream = @{ name = 'orders' } }) }
            {{Write}}
            """);
        Assert.Equal(error, string.Join(' ', outcome.Errors.Select(failure => failure.FullyQualifiedErrorId.Split(',')[0])));
    }

    [Fact]
    public void A_topic_has_the_size_that_was_asked_for()
    {
        Assert.Empty(Run("""
            $m | New-KafkaMockTopic one
            New-KafkaMockTopic $m seven -Partitions 7 -ReplicationFactor 3
            New-KafkaMockTopic $m none -WhatIf
            """).Values);

        string[] topics = ["one", "seven"];
        Assert.Equal(
            [(1, 1), (7, 3)],
            topics.Select(name => Metadata(name).Topics.Single())
                .Select(topic => (topic.Partitions.Count, topic.Partitions[0].Replicas.Length)));
        Assert.DoesNotContain("none", Metadata(topic: null).Topics.Select(topic => topic.Topic));
    }

    [Theory]
    [InlineData("Add-KafkaMockError $m Prodce -Error None", "MockArgumentInvalid", "A mock cluster knows no request 'Prodce'. Near to "
        + "it: Produce.")]
    [InlineData("Add-KafkaMockError $m DeleteRecords -Error None", "MockArgumentInvalid", "A mock cluster knows no request "
        + "'DeleteRecords'. The tab key completes the names.")]
    [InlineData("Add-KafkaMockError $m Produce -Error TopicAuthFailed", "MockArgumentInvalid", "A mock cluster knows no error "
        + "'TopicAuthFailed'. Near to it: TopicAuthorizationFailed.")]
    [InlineData("Add-KafkaMockError $m Produce -Error NotEnoughReplica", "MockArgumentInvalid", "A mock cluster knows no error "
        + "'NotEnoughReplica'. Near to it: NotEnoughReplicas, NotEnoughReplicasAfterAppend.")]
    [InlineData("Add-KafkaMockError $m Produce -Error 29", "MockArgumentInvalid", "A mock cluster knows no error '29'. The tab key "
        + "completes the names.")]
    [InlineData("Add-KafkaMockError $m Metadata -Error TopicAuthorizationFailed", "MockArgumentInvalid", "An answer to a Metadata request carries errors of topics and none for itself. Give the topic an error with New-KafkaMockTopic or Set-KafkaMockTopic, or use the error Disconnect.")]
    [InlineData("Set-KafkaMockTopic $m t -Error Disconnect", "MockArgumentInvalid", "Disconnect is no error of a topic. "
        + "Add-KafkaMockError lets requests end with it.")]
    [InlineData("Set-KafkaMockBroker $m 4 -Down", "MockArgumentInvalid", "The mock cluster has no broker 4: it has 3 brokers, with the "
        + "ids 1 to 3.")]
    [InlineData("Set-KafkaMockBroker $m 0 -Up", "MockArgumentInvalid", "The mock cluster has no broker 0: it has 3 brokers, with the ids "
        + "1 to 3.")]
    [InlineData("Set-KafkaMockBroker $m -1 -Latency 1", "MockArgumentInvalid", "The mock cluster has no broker -1: it has 3 brokers, "
        + "with the ids 1 to 3.")]
    [InlineData("Set-KafkaMockBroker $m 1", "MockArgumentInvalid", "Give -Up or -Down, or a -Latency, or one of the two together with a "
        + "-Latency.")]
    [InlineData("Set-KafkaMockBroker $m 1 -Up -Down", "MockArgumentInvalid", "Give -Up or -Down, or a -Latency, or one of the two "
        + "together with a -Latency.")]
    [InlineData("Set-KafkaMockBroker $m 1 -Latency -1", "MockArgumentInvalid", "A broker of a mock cluster answers after 0 to 3600000 ms.")]
    [InlineData("Set-KafkaMockBroker $m 1 -Latency soon", "ParameterArgumentTransformationError", "Cannot process argument "
        + "transformation on parameter 'Latency'. It has to be a number of milliseconds, such as 200, or a TimeSpan, such as 00:00:01.5.")]
    [InlineData("Set-KafkaMockBroker $m 1 -Latency ([double]::NaN)", "ParameterArgumentTransformationError", "Cannot process argument transformation on parameter 'Latency'. It has to be a number of milliseconds, such as 200, or a TimeSpan, such as 00:00:01.5.")]
    [InlineData("New-KafkaMockTopic $m 'a b'", "TopicNameInvalid", "A topic cannot have the name 'a b', which has characters other than "
        + "ASCII letters, digits, '.', '_' and '-'.")]
    [InlineData("New-KafkaMockTopic $m t -ReplicationFactor 4", "MockArgumentInvalid", "A replication factor of 4 cannot be had: the "
        + "mock cluster has 3 brokers.")]
    [InlineData("New-KafkaMockTopic $m t; New-KafkaMockTopic $m t", "MockArgumentInvalid", "The mock cluster has a topic 't' already.")]
    public void What_cannot_be_done_is_an_error_that_says_why(string script, string id, string message)
    {
        var (actualId, _, actual) = Run(script).Error;

        Assert.Equal((id, message), (actualId, actual));
    }

    [Theory]
    [InlineData("Set-KafkaMockBroker $null -Down")]
    [InlineData("$null | Set-KafkaMockBroker -Down")]
    [InlineData("Add-KafkaMockError $null Produce -Error None")]
    [InlineData("$null | Add-KafkaMockError Produce -Error None")]
    [InlineData("New-KafkaMockTopic $null t")]
    [InlineData("$null | Set-KafkaMockTopic t -Error None")]
    [InlineData("'text' | New-KafkaMockTopic t")]
    [InlineData("(ConvertTo-Json $m | ConvertFrom-Json) | Set-KafkaMockBroker -Down")]
    public void What_is_no_cluster_is_an_error(string script) => Assert.Single(Run(script).Errors);

    [Fact]
    public void A_cluster_that_has_ended_is_an_error_of_its_own_and_the_others_are_changed()
    {
        var ended = _session.Run("$other = Start-KafkaMockCluster; Stop-KafkaMockCluster $other; $other").Values.Single();

        var outcome = _session.Run("param($ended, $m) $ended, $m | Set-KafkaMockBroker -Id 1 -Down", ended, _cluster);

        var error = Assert.Single(outcome.Errors);
        Assert.Equal(
            ($"The mock cluster at {ended} has been stopped. Start another one: Start-KafkaMockCluster.", "InvalidOperation", ended),
            (error.ToString(), $"{error.CategoryInfo.Category}", error.TargetObject));
        Assert.False(Answers(_cluster.BootstrapServers.Split(',')[0]));
    }

    [Theory]
    [InlineData("Add-KafkaMockError $m -Request Pro", "Produce", "InitProducerId")]
    [InlineData("Add-KafkaMockError $m -Request ListO", "ListOffsets")]
    [InlineData("Add-KafkaMockError $m Produce -Error TopicA", "TopicAlreadyExists", "TopicAuthorizationFailed")]
    [InlineData("New-KafkaMockTopic $m t -Error notl", "NotLeaderOrFollower")]
    [InlineData("Set-KafkaMockTopic $m t -Error disc", "Disconnect")]
    public void The_tab_key_completes_names(string input, params string[] names)
    {
        using var shell = _session.Create("$null");
        var matches = CommandCompletion.CompleteInput(input, input.Length, null, shell).CompletionMatches;
        Assert.Equal(names, matches.Select(match => match.CompletionText));
    }

    private CommandOutcome Run(string script) => _session.Run("param($m) " + script, _cluster);

    private Metadata Metadata(string? topic)
    {
        var builder = new AdminClientBuilder([new("bootstrap.servers", _cluster.BootstrapServers)]).SetLogHandler((_, _) => { });
        using var client = builder.Build();
        return topic is null ? client.GetMetadata(TimeSpan.FromSeconds(10)) : client.GetMetadata(topic, TimeSpan.FromSeconds(10));
    }

    private static bool Answers(string address)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPEndPoint.Parse(address));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
