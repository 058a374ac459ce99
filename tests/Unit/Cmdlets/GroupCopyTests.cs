using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Text;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Connection;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>A group that feeds Send-KafkaRecord over TLS with a login, ended in the ways that lose data where offsets run ahead.</summary>
public sealed class GroupCopyTests(ModuleSession session, BrokerPool brokers) : IClassFixture<ModuleSession>
{
    private const int Kill = 9;

    private const string Copy = "param($from, $to, $config, $login) Receive-KafkaRecord $from -GroupId $to -Connection $config "
        + "-Credential $login -First 5 | Send-KafkaRecord $to -Connection $config -Credential $login; "
        + "Receive-KafkaRecord $from -GroupId $to -Connection $config -Credential $login "
        + "| Send-KafkaRecord $to -Connection $config -Credential $login";

    private readonly string _source = TestBroker.UniqueTopic("source");
    private readonly string _target = TestBroker.UniqueTopic("target");

    [Fact]
    public async Task A_copy_whose_process_is_killed_is_gone_on_with_from_its_last_commit()
    {
        var (kafka, config) = await StartAsync(records: 2000);
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "copy.ps1");
        await File.WriteAllTextAsync(file, $$"""
            param($module, $from, $to, $servers)
            Import-Module $module
            $null = Receive-KafkaRecord $from -GroupId $to -First 500 -Connection $servers | Send-KafkaRecord $to -Connection $servers
            Receive-KafkaRecord $from -GroupId $to -Wait -Connection $servers | Send-KafkaRecord $to -Connection $servers
            """, TestContext.Current.CancellationToken);
        await using (var shell = RunningProcess.Start(
            ShellProcess.File(file, ModuleSession.Manifest, _source, _target, kafka.BootstrapServers),
            TestContext.Current.CancellationToken))
        {
            while ((await ReadAsync(kafka)).Count <= 500)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }

            shell.Signal(Kill);
            _ = await shell.WaitAsync();
        }

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        _ = session.Run(Copy, _source, _target, config, Login(TestUser.Admin)).Values;

        var copied = await ReadAsync(kafka);
        Assert.Equal(
            (2000, 500),
            (copied.Distinct().Count(), copied.Count(number => number < 500)));
    }

    [Theory]
    [InlineData("a record that is too large for the topic")]
    [InlineData("a user without the right to write")]
    public async Task A_copy_whose_delivery_fails_is_not_committed_past_the_loss(string loss)
    {
        var isTooLarge = loss.Contains("large", StringComparison.Ordinal);
        var (kafka, config) = await StartAsync(records: 10);
        var script = "param($from, $to, $config, $login, $other) Receive-KafkaRecord $from -GroupId $to -Connection $config -Credential $login "
            + (isTooLarge
                ? "| ForEach-Object { $_ | Send-KafkaRecord $to -Value { $_.Value -eq '7' ? 'x' * 300000 : $_.Value } -Connection $config -Credential $login }"
                : "| Send-KafkaRecord forbidden -Connection $config -Credential $other");

        var failed = session.Run(script, _source, _target, config, Login(TestUser.Admin), Login(TestUser.Writer));
        var before = await ReadAsync(kafka);
        var again = session.Run(Copy, _source, _target, config, Login(TestUser.Admin));
        var after = await ReadAsync(kafka);

        Assert.Equal(
            (isTooLarge ? "RecordTooLarge" : "AuthorizationFailed", isTooLarge ? 9 : 0, 0, 10),
            (failed.Errors[0].FullyQualifiedErrorId.Split(',')[0], before.Count, again.Errors.Count, after.Distinct().Count()));

        // What came before the loss may be committed; the loss and all behind it comes again.
        Assert.Equal([7, 8, 9], after.Skip(before.Count).Where(number => number >= 7));
    }

    [Fact]
    public async Task A_copy_that_is_stopped_is_gone_on_with_and_nothing_comes_twice()
    {
        var (kafka, config) = await StartAsync(records: 20);
        using (var shell = session.Create(
            "param($from, $to, $config, $login) Receive-KafkaRecord $from -GroupId $to -Wait -Connection $config -Credential $login | "
            + "Send-KafkaRecord $to -PassThru -Connection $config -Credential $login",
            _source, _target, config, Login(TestUser.Admin)))
        {
            var run = shell.BeginInvoke();
            while ((await ReadAsync(kafka)).Count < 20 && !run.IsCompleted)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }

            shell.Stop();
        }

        Produce(kafka, 20, 25);
        _ = session.Run(Copy, _source, _target, config, Login(TestUser.Admin)).Values;

        Assert.Equal(Enumerable.Range(0, 25), await ReadAsync(kafka));
    }

    private async Task<(KafkaCluster Kafka, string Config)> StartAsync(int records)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.AccessRules);
        await kafka.CreateTopicAsync(_source);
        await kafka.CreateTopicAsync(_target, settings: new Dictionary<string, string> { ["max.message.bytes"] = "200000" });
        Produce(kafka, 0, records);
        var login = CheckRun.ProtocolOf(kafka, BrokerListener.SaslTls, ("sasl_mechanism", "SCRAM-SHA-512"));
        return (kafka, CheckRun.Config(kafka.GetBootstrapServers(BrokerListener.SaslTls), login).ToJsonString());
    }

    private void Produce(KafkaCluster kafka, int from, int to) => _ = session.Run(
        "param($topic, $servers, $from, $to) $from..($to - 1) | Send-KafkaRecord $topic -Connection $servers",
        _source, kafka.BootstrapServers, from, to).Values;

    private async Task<IReadOnlyList<int>> ReadAsync(KafkaCluster kafka) =>
    [
        .. (await kafka.ReadAllAsync(_target, TestContext.Current.CancellationToken))
            .Select(record => int.Parse(Encoding.UTF8.GetString(record.Value!), CultureInfo.InvariantCulture)),
    ];

    private static PSCredential Login(TestUser user) => new(user.Name, new NetworkCredential("", user.Password).SecurePassword);
}
