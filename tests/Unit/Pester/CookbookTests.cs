using System.Reflection;
using System.Text.Json;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Pester;

/// <summary>The snippets of docs/cookbook.md that a mock cluster cannot serve; the others run with the suites.</summary>
public sealed class CookbookTests(BrokerPool brokers) : IDisposable
{
    private const int Snippets = 5;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task What_asks_for_topics_groups_times_and_logins_works_as_it_is_printed()
    {
        var suite = ShellProcess.File(
            Suite("Invoke-Suite.ps1"), "-Pester", Metadata("Pester"), "-Path", Suite("Cookbook.Tests.ps1"), "-Tag", "Kafka", "-ResultPath",
                InFolder("results.jsonl"));
        Assert.SkipUnless(Directory.Exists(ShellProcess.ConsoleDirectory), ShellProcess.NotLaidOut);
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        await File.WriteAllTextAsync(
            InFolder("login.json"),
            $$"""
            {
              "bootstrap_servers": "{{kafka.GetBootstrapServers(BrokerListener.SaslPlaintext)}}",
              "protocol": {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "SCRAM-SHA-512"}
            }
            """,
            TestContext.Current.CancellationToken);

        await ProcessRun.RunAsync(
            suite with
            {
                TimeLimit = TimeLimit,
                Environment = ShellProcess.EnvironmentWith(
                    ("AIRBYTEKAFKA_COOKBOOK_SERVERS", kafka.BootstrapServers),
                    ("AIRBYTEKAFKA_COOKBOOK_LOGIN", InFolder("login.json")),
                    ("AIRBYTEKAFKA_COOKBOOK_USER", TestUser.Admin.Name),
                    ("AIRBYTEKAFKA_COOKBOOK_PASSWORD", TestUser.Admin.Password)),
            },
            TestContext.Current.CancellationToken);

        var results = await File.ReadAllLinesAsync(InFolder("results.jsonl"), TestContext.Current.CancellationToken);
        var others = string.Join('\n', results.Where(line => !HasPassed(line)));
        Assert.True(results.Length == Snippets && others.Length == 0, $"{results.Length} snippets ran. {others}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool HasPassed(string line)
    {
        using var test = JsonDocument.Parse(line);
        return test.RootElement.GetProperty("result").GetString() is "Passed";
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private static string Suite(string name) => Path.Combine(Metadata("RepositoryRoot"), "tests", "Pester", name);

    private static string Metadata(string key) => typeof(CookbookTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
