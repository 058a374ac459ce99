using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Tests.Entrypoint;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>What the Kafka client logs reaches whoever has to know it, and does not drown them.</summary>
public sealed partial class ClientLogTests(ModuleSession session, BrokerPool brokers) : IClassFixture<ModuleSession>
{
    private static readonly string Entrypoint = Path.Combine(ShellProcess.ModuleDirectory, "entrypoint.ps1");

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_that_goes_away_is_told_once_however_often_it_is_tried_again()
    {
        await using var broker = new MockBroker();
        using var files = new SyncFiles($$"""{"bootstrap_servers":"{{broker.BootstrapServers}}","topic_pattern":"t"}""",
            WriteRun.CatalogJson("a"));
        await using var process = RunningProcess.Start(
            ShellProcess.File(Entrypoint, "write", "--config", files.Config, "--catalog", files.Catalog) with { StandardInput = null },
                Test);
        await process.StandardInput.WriteAsync(Encoding.UTF8.GetBytes($"{WriteRun.Record("a", "{}")}\n{WriteRun.StreamState("a", 1)}\n"),
            Test);
        await process.StandardInput.FlushAsync(Test);
        await process.WaitForStdoutAsync("\"STATE\"");

        broker.Cluster.SetBroker(1, up: false);
        await process.WaitForStdoutAsync("(10 times so far)");
        broker.Cluster.SetBroker(1, up: true);
        process.StandardInput.Close();
        var result = await process.WaitAsync();

        var logs = result.StdoutLines.Select(Log).Where(log => log.Message.Contains(broker.BootstrapServers, StringComparison.Ordinal))
            .ToList();
        Assert.True(result is { ExitCode: 0, StderrBytes.Length: 0 } && logs.Count is > 1 and < 12, result.ToString());
        Assert.Equal((true, "WARN"), (logs.TrueForAll(log => log.Level is "INFO" or "WARN"), logs[^1].Level));
        Assert.Distinct(logs.Select(log => Changing().Replace(log.Message, "")));
    }

    [Fact]
    public async Task A_wrong_password_is_an_error_and_hardly_a_log_line()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var config = $$"""
            {
              "bootstrap_servers": "{{kafka.GetBootstrapServers(BrokerListener.SaslPlaintext)}}", "topic_pattern": "{{TestBroker.UniqueTopic()}}",
              "protocol": {
                "security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "SCRAM-SHA-512",
                "sasl_jaas_config": "{{ScramMechanism.ModuleName}} required username=airbyte password=wrong;"
              }
            }
            """;
        using var files = new SyncFiles(config, WriteRun.CatalogJson("a"));
        var input = WriteRun.Record("a", "{}");

        var write = session.Run("param($config, $catalog, $message) $message | Write-AirbyteRecords $config $catalog", config,
            WriteRun.CatalogJson("a"), input);
        var read = session.Run("param($config) Receive-KafkaRecord airbyte_t -Connection $config", config);
        var sync = await ProcessRun.RunAsync(
            ShellProcess.File(Entrypoint, "write", "--config", files.Config, "--catalog",
                files.Catalog) with
            { StandardInput = new MemoryStream(Encoding.UTF8.GetBytes(input)) }, Test);

        Assert.Equal(("AuthenticationFailed", "AuthenticationFailed", 1), (write.Error.Id, read.Error.Id, sync.ExitCode));
        Assert.All(
            [write.Warnings, read.Warnings, [.. sync.StdoutLines.Select(Log).Where(log => log.Level == "WARN").Select(log => log.Message)]],
            warnings =>
            {
                Assert.InRange(warnings.Count, 0, 3);
                Assert.Distinct(warnings.Select(warning => Changing().Replace(warning, "")));
            });
    }

    private static (string Level, string Message) Log(string line)
    {
        using var message = JsonDocument.Parse(line);
        return message.RootElement.TryGetProperty("log", out var log) ? (log.GetProperty("level").GetString()!,
            log.GetProperty("message").GetString()!) : ("", "");
    }

    // Where and for how long: not what. The count of repetitions stays.
    [GeneratedRegex(@"\(after [^)]*\)|^[A-Z]+: ")]
    private static partial Regex Changing();
}
