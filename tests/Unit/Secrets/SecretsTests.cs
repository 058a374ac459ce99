using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Text.Json.Nodes;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Cmdlets;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Tests.Entrypoint;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Secrets;

/// <summary>No secret of any configuration comes out of any command, whether it works or fails, however much it is asked to say.</summary>
public sealed class SecretsTests(ModuleSession session, BrokerPool brokers) : IClassFixture<ModuleSession>
{
    private const string EveryCommand = """
        param($config, $catalog, $topic, $file, $parameters, $login)
        $all = @{ Verbose = $true; Debug = $true }
        $override = if ($login) { @{ Credential = $login } } else { @{} }
        Get-KafkaDestinationSpec @all
        $built = New-KafkaDestinationConfig @parameters @all
        $built
        if ($built) { Test-KafkaDestination $built @all }
        Get-KafkaDestinationTopic $config $catalog @all
        Test-KafkaDestination $config $catalog @override @all
        Test-KafkaConnection $config @override @all
        Connect-Kafka $config @override @all | Format-List *
        Get-KafkaTopic -Connection $config -TimeoutSeconds 2 @override @all
        Disconnect-Kafka
        [System.IO.File]::ReadAllText($file) | Write-AirbyteRecords $config $catalog @override @all
        Write-AirbyteRecords $config $catalog -LiteralPath $file @override @all
        Write-AirbyteRecords $config $catalog -LiteralPath $file -WhatIf @override @all
        Receive-KafkaRecord $topic -Connection $config -TimeoutSeconds 3 @override @all
        """;

    private static readonly string Entrypoint = Path.Combine(ShellProcess.ModuleDirectory, "entrypoint.ps1");

    private readonly string _topic = TestBroker.UniqueTopic();

    public static TheoryData<string> Cases => [.. SecretCases.Names.Keys];

    /// <summary>Those that need no <c>-Credential</c>, which Airbyte has not.</summary>
    public static TheoryData<string> CasesOfAirbyte =>
        [.. SecretCases.Names.Keys.Where(name => !name.StartsWith("credential", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Cmdlets_keep_them(string name)
    {
        var kafka = await FindKafkaAsync();
        await using var cases = new SecretCases(kafka);
        var secret = cases[name];
        using var files = Files(secret);
        var login = secret.Password is { } password ? new PSCredential(TestUser.Writer.Name,
            new NetworkCredential("", password).SecurePassword) : null;

        var said = Transcript.Of(session, EveryCommand, Complete(secret), WriteRun.CatalogJson("a"), _topic, files.Messages,
            Parameters(secret, login), login);

        AssertKept(secret, said);
        AssertOutcome(kafka, name, said.Contains("<I64 N=\"Records\">1</I64>", StringComparison.Ordinal), said);
    }

    [Theory]
    [MemberData(nameof(CasesOfAirbyte))]
    public async Task Check_and_write_keep_them(string name)
    {
        var kafka = await FindKafkaAsync();
        await using var cases = new SecretCases(kafka);
        var secret = cases[name];
        using var files = Files(secret);

        var check = await RunAsync(Stream.Null, "check", "--config", files.Config, "--verbose", "--debug");
        var write = await RunAsync(File.OpenRead(files.Messages), "write", "--config", files.Config, "--catalog", files.Catalog,
            "--verbose", "--debug");

        AssertKept(secret, $"{check}\n{write}");
        AssertOutcome(kafka, name, write.ExitCode == 0 && check.Stdout.Contains("\"SUCCEEDED\"", StringComparison.Ordinal),
            $"{check}\n{write}");
    }

    // The objects are those of the first test; this is about how they look.
    [Theory]
    [InlineData("SCRAM")]
    [InlineData("PLAIN, wrong")]
    [InlineData("encrypted key")]
    [InlineData("identity provider, wrong")]
    [InlineData("JAAS, no quotes")]
    public async Task A_shell_that_shows_all_keeps_them(string name)
    {
        var kafka = await FindKafkaAsync();
        await using var cases = new SecretCases(kafka);
        var secret = cases[name];
        using var files = Files(secret);

        var shell = await ProcessRun.RunAsync(
            ShellProcess.Command($$"""
                Import-Module '{{ModuleSession.Manifest}}'
                $ErrorActionPreference = 'Continue'
                $config = '{{files.Config}}'
                Test-KafkaDestination $config -Verbose -Debug
                Write-AirbyteRecords $config '{{files.Catalog}}' -LiteralPath '{{files.Messages}}' -Verbose -Debug
                Receive-KafkaRecord {{_topic}} -Connection $config -TimeoutSeconds 3 -Verbose -Debug
                """),
            TestContext.Current.CancellationToken);

        AssertKept(secret, shell.ToString());
        AssertOutcome(kafka, name, shell.Stdout.Contains("_airbyte_data", StringComparison.Ordinal), shell.ToString());
    }

    private static void AssertKept(SecretCase secret, string said)
    {
        var told = secret.Secrets.SelectMany(Spellings.Of).Distinct().Select(
            text => (text, at: said.IndexOf(text, StringComparison.OrdinalIgnoreCase))).Where(found => found.at >= 0)
            .Select(found => $"{found.text} in: {said[Math.Max(0, found.at - 200)..Math.Min(said.Length, found.at + 200)]}");
        Assert.Equal([], told);
    }

    // A failure keeps its secrets as well, but it is not what was to be tried; nor is a client that says little.
    private static void AssertOutcome(KafkaCluster? kafka, string name, bool worked, string said)
    {
        Assert.True(worked == (kafka is not null && SecretCases.Names[name]), said);
        Assert.True(!worked || said.Contains("CONF: Client configuration:", StringComparison.Ordinal), said);
    }

    private static Task<ProcessResult> RunAsync(Stream input, params string[] arguments) =>
        ProcessRun.RunAsync(ShellProcess.File(Entrypoint, arguments) with { StandardInput = input }, TestContext.Current.CancellationToken);

    private SyncFiles Files(SecretCase secret) => new(Complete(secret), WriteRun.CatalogJson("a"), WriteRun.Record("a", "{}") + "\n");

    private string Complete(SecretCase secret)
    {
        var config = secret.Config.DeepClone();
        config["topic_pattern"] = _topic;
        config["test_topic"] = _topic;
        return config.ToJsonString();
    }

    /// <summary>The configuration as the parameters of New-KafkaDestinationConfig.</summary>
    private Hashtable Parameters(SecretCase secret, PSCredential? login)
    {
        var config = JsonNode.Parse(Complete(secret))!;
        var parameters = new Hashtable();
        foreach (var (parameter, property) in SettingParameters.All)
        {
            if ((property.Parent is { } parent ? config[parent] : config)![property.Name]?.ToString() is { } value)
            {
                parameters[parameter] = property is { Secret: true, Multiline: false } ? new NetworkCredential("", value).SecurePassword
                    : value;
            }
        }

        if (login is not null)
        {
            parameters["Credential"] = login;
        }

        return parameters;
    }

    private async Task<KafkaCluster?> FindKafkaAsync() =>
        (await brokers.FindAsync(BrokerNeeds.RealKafka | BrokerNeeds.Tls | BrokerNeeds.Sasl)).Broker as KafkaCluster;
}
