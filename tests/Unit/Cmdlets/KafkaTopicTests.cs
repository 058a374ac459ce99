using System.Management.Automation;
using System.Net;
using AirbyteKafka.Tests.Brokers;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>Topics and consumer groups of a real Kafka, by the cmdlets.</summary>
public sealed class KafkaTopicTests(ModuleSession session, BrokerPool brokers) : IClassFixture<ModuleSession>
{
    private readonly string _topic = TestBroker.UniqueTopic();

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_topic_is_made_shown_copied_and_removed()
    {
        var kafka = await brokers.GetAsync(BrokerNeeds.RealKafka);
        var outcome = session.Run(
            """
            param($connection, $name)
            $PSDefaultParameterValues = @{ '*-KafkaTopic:Connection' = $connection; '*-KafkaTopic:TimeoutSeconds' = 60 }
            $made = New-KafkaTopic $name -Partitions 4 -Config @{ 'cleanup.policy' = 'compact'; 'retention.ms' = 86400000 }
            "$made $($made.Partitions) $($made.Config['cleanup.policy']) $($made.Config.Count)"
            New-KafkaTopic $name -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures.FullyQualifiedErrorId.Split(',')[0]
            $copy = Get-KafkaTopic $name | ForEach-Object { [pscustomobject] @{ Name = "$($_.Name)2"; Partitions = $_.Partitions; Config = $_.Config } } | New-KafkaTopic
            "$copy $($copy.Partitions) $($copy.Config['retention.ms'])"
            Get-KafkaTopic "$name*" | Remove-KafkaTopic -Force -WhatIf
            @(Get-KafkaTopic "$name*").Count
            Get-KafkaTopic "$name*" | Remove-KafkaTopic -Force
            @(Get-KafkaTopic "$name*").Count
            """,
            kafka.BootstrapServers,
            _topic);

        Assert.Equal(
            [$"{_topic} 4 compact 2", "TopicExists", $"{_topic}2 4 86400000", 2, 0], outcome.Output.Select(value => value.BaseObject));
    }

    [Fact]
    public async Task A_question_makes_no_topic_and_an_internal_one_stays()
    {
        var kafka = await brokers.GetAsync(BrokerNeeds.RealKafka);
        await CommitAsync(kafka, offset: 0);
        var outcome = session.Run(
            """
            param($connection, $name)
            Get-KafkaTopic $name, '__consumer_offsets' -Connection $connection -TimeoutSeconds 60 -ErrorAction SilentlyContinue | ForEach-Object IsInternal
            Remove-KafkaTopic __consumer_offsets -Force -Connection $connection -TimeoutSeconds 60
            Get-KafkaTopic $name -Connection $connection -TimeoutSeconds 60
            """,
            kafka.BootstrapServers,
            _topic + "_missing");

        Assert.Equal(
            (true, "TopicRefused TopicMissing"),
            ((bool)outcome.Output.Single().BaseObject,
                string.Join(' ', outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]))));
    }

    [Fact]
    public async Task The_lag_of_a_group_is_shown_and_a_group_that_is_not_there_is_an_error()
    {
        var kafka = await brokers.GetAsync(BrokerNeeds.RealKafka);
        var group = await CommitAsync(kafka, offset: 2);
        var outcome = session.Run(
            """
            param($connection, $group)
            $PSDefaultParameterValues = @{ 'Get-KafkaConsumerGroup:Connection' = $connection; 'Get-KafkaConsumerGroup:TimeoutSeconds' = 60 }
            $lag = Get-KafkaConsumerGroup "$($group.Substring(0, $group.Length - 1))*" -Lag
            "$($lag.Topic) $($lag.CommittedOffset) $($lag.EndOffset) $($lag.Lag)"
            (Get-KafkaConsumerGroup $group).State
            Get-KafkaConsumerGroup "$group-missing"
            """,
            kafka.BootstrapServers,
            group);

        Assert.Equal([$"{_topic} 2 5 3", "Empty"], outcome.Output.Select(value => value.BaseObject));
        Assert.Equal("GroupMissing", outcome.Error.Id);
    }

    [Fact]
    public async Task A_user_is_told_of_the_right_that_it_lacks_and_of_a_wrong_password()
    {
        var kafka = await brokers.GetAsync(BrokerNeeds.RealKafka | BrokerNeeds.Sasl | BrokerNeeds.AccessRules);
        const string Script =
            """
            param($servers, $name, $login)
            $null = Connect-Kafka $servers -SecurityProtocol SASL_PLAINTEXT -SaslMechanism PLAIN -Credential $login -TimeoutSeconds 60
            try { New-KafkaTopic $name -TimeoutSeconds 60 } finally { Disconnect-Kafka }
            """;
        var servers = kafka.GetBootstrapServers(BrokerListener.SaslPlaintext);

        Assert.Equal(
            ("AuthorizationFailed", "AuthenticationFailed"),
            (FirstError(session.Run(Script, servers, _topic, Login(TestUser.Nobody, TestUser.Nobody.Password))),
                FirstError(session.Run(Script, servers, _topic, Login(TestUser.Admin, "wrong")))));

        static string FirstError(CommandOutcome outcome) => outcome.Errors[0].FullyQualifiedErrorId.Split(',')[0];
    }

    private static PSCredential Login(TestUser user, string password) =>
        new(user.Name, new NetworkCredential("", password).SecurePassword);

    /// <summary>Writes five records into a topic of one partition, and has a group commit an offset of it.</summary>
    private async Task<string> CommitAsync(TestBroker kafka, long offset)
    {
        await kafka.CreateTopicAsync(_topic);
        using (var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build())
        {
            for (var i = 0; i < 5; i++)
            {
                await producer.ProduceAsync(_topic, new Message<Null, string> { Value = "x" }, Test);
            }
        }

        var group = $"{_topic}-group";
        using var admin = kafka.BuildAdminClient();
        var attempts = 100;
        while (true)
        {
            try
            {
                await admin.AlterConsumerGroupOffsetsAsync(
                    [new(group, [new TopicPartitionOffset(_topic, 0, offset)])], new() { RequestTimeout = TimeSpan.FromSeconds(30) });
                return group;
            }
            catch (AlterConsumerGroupOffsetsException) when (--attempts > 0)
            {
                // The first group of a broker makes the topic of offsets, and has no coordinator until that is there.
                await Task.Delay(100, Test);
            }
        }
    }
}
