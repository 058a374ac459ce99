using System.Management.Automation;
using System.Text.Json;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Cmdlets;
using AirbyteKafka.Tests.Entrypoint;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Connection;

/// <summary>Test-KafkaDestination at a prompt, and the check as Airbyte runs it.</summary>
public sealed class TestKafkaDestinationTests(ModuleSession session, BrokerPool brokers) : IClassFixture<ModuleSession>
{
    private const string FailureStart = "Could not connect to the Kafka brokers with provided configuration. \n";

    private static readonly string Script = Path.Combine(ShellProcess.ModuleDirectory, "entrypoint.ps1");

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public void The_outcome_is_an_object_and_verbose_tells_the_steps()
    {
        using var mock = new AirbyteKafka.Kafka.Mock.MockCluster(1);
        var outcome = session.Run(
            "param($servers) Test-KafkaDestination @{ bootstrap_servers = $servers; topic_pattern = '{stream}'; test_topic = 'a' } "
                + "-Catalog @{ streams = @(@{ stream = @{ name = 'b' } }) } -Verbose 4>&1",
            mock.BootstrapServers);

        var check = outcome.Output[^1];
        var steps = Steps(check).Select(step => step.Properties["Name"].Value).ToList();
        Assert.Equal(("AirbyteKafka.ConnectionCheck", true), (check.TypeNames[0], check.Properties["Succeeded"].Value));
        Assert.Equal(["Configuration", $"Port {mock.BootstrapServers}", $"Kafka {mock.BootstrapServers}", "Connection", "Cluster",
            "Topic b", "Topic a", "Test record"], steps);
        Assert.Equal(steps.Count,
            outcome.Output.Count(line => line.BaseObject is VerboseRecord record
            && steps.Exists(step => record.Message.StartsWith($"{step}: ", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("@{ bootstrap_servers = 'a:1'; acks = '7' }", "ConfigInvalid", "topic_pattern")]
    [InlineData("'{ \"bootstrap_servers\": '", "ConfigInvalid", "is not valid JSON")]
    [InlineData("'/none/config.json'", "FileUnreadable", "The file '/none/config.json' cannot be read: there is no such file.")]
    [InlineData("42", "ConfigInvalid", "-Config was given")]
    [InlineData("@{ bootstrap_servers = 'a:1'; topic_pattern = 'b' } '/none/catalog.json'", "FileUnreadable",
        "The file '/none/catalog.json' cannot be read")]
    [InlineData("@{ bootstrap_servers = 'kafka.invalid:1'; topic_pattern = 'b' }", "BrokerUnreachable",
        "The name 'kafka.invalid' does not resolve")]
    public void What_fails_is_an_outcome_and_no_error(string arguments, string kind, string message)
    {
        var outcome = session.Run($"Test-KafkaDestination {arguments}");
        var check = Assert.Single(outcome.Output);
        Assert.Equal((0, false, kind),
            (outcome.Errors.Count, check.Properties["Succeeded"].Value,
            PSObject.AsPSObject(check.Properties["FailureKind"].Value).Properties["Id"].Value));
        Assert.Contains(message, (string)check.Properties["Message"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_with_a_configuration_is_told()
    {
        var check = Assert.Single(session.Run("Test-KafkaDestination @{ bootstrap_servers = 'a:1'; acks = '7'; linger_ms = 'x' }").Output);
        var step = Assert.Single(Steps(check));
        Assert.All(["acks", "linger_ms", "topic_pattern"], property =>
            Assert.Contains(property, (string)step.Properties["Detail"].Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_passphrase_is_known_before_anybody_is_asked()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var config = CheckRun.Config(kafka.GetBootstrapServers(BrokerListener.MutualTls), CheckRun.ProtocolOf(
            kafka,
            BrokerListener.MutualTls,
            ("ssl_keystore_certificate_chain", kafka.Certificates.ClientCertificate),
            ("ssl_keystore_key", kafka.Certificates.EncryptedClientKey),
            ("ssl_keystore_password", "not the passphrase")));

        var check = Assert.Single(session.Run("param($config) Test-KafkaDestination $config", config.ToJsonString()).Output);

        const string Message = "The configuration in -Config cannot be used: protocol.ssl_keystore_password does not open the key in "
            + "ssl_keystore_key: the passphrase is wrong, or the key is damaged.";
        Assert.Equal((false, Message), (check.Properties["Succeeded"].Value, check.Properties["Message"].Value));
        Assert.InRange((TimeSpan)check.Properties["Duration"].Value, TimeSpan.Zero, CheckRun.Soon);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("601")]
    public void The_time_limit_has_bounds(string seconds) => Assert.Equal(
        ErrorCategory.InvalidData, session.Run($"Test-KafkaDestination @{{}} -TimeoutSeconds {seconds}").Error.Category);

    [Fact]
    public async Task The_time_limit_holds()
    {
        await using var silent = TcpStub.Silent();
        var check = Assert.Single(session.Run("param($servers) Test-KafkaDestination @{ bootstrap_servers = $servers; topic_pattern = "
            + "'a' } -TimeoutSeconds 1", silent.Address).Output);
        Assert.InRange((TimeSpan)check.Properties["Duration"].Value, TimeSpan.Zero, TimeSpan.FromSeconds(1) + CheckRun.Slack);
        Assert.False((bool)check.Properties["Succeeded"].Value);
    }

    [Fact]
    public async Task Stopping_the_pipeline_ends_it()
    {
        await using var silent = TcpStub.Silent();
        using var shell = session.Create("param($servers) Test-KafkaDestination @{ bootstrap_servers = $servers; topic_pattern = 'a' } "
            + "-TimeoutSeconds 600", silent.Address);
        using var output = new PSDataCollection<PSObject>();
        var running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        Assert.False(running.AsyncWaitHandle.WaitOne(TimeSpan.FromMilliseconds(300)));
        await shell.StopAsync(null, null).WaitAsync(CheckRun.Soon, Test);
        Assert.Empty(output);
    }

    [Fact]
    public async Task The_shell_shows_the_sentence_and_the_steps()
    {
        using var unused = new UnusedPort();
        var result = await ProcessRun.RunAsync(
            ShellProcess.Command($"Import-Module '{ModuleSession.Manifest}'; Test-KafkaDestination @{{ bootstrap_servers = "
                + $"'{unused.Address}'; topic_pattern = 'a' }}"), Test);

        // PowerShell breaks lines at 80 columns where nobody has a screen, also within words.
        var shown = string.Concat(result.Stdout.Where(character => !char.IsWhiteSpace(character)));
        var address = System.Text.RegularExpressions.Regex.Escape(unused.Address);
        Assert.Equal((0, ""), (result.ExitCode, result.Stderr));
        Assert.Matches(
            $@"^FAILED:Nothinglistenson{address}\(connectionrefused\)\.Checkhostandportinbootstrap_servers,andthatthebrokerruns\."
            + $@"Passed0\.[0-9]{{3}}sConfiguration:-Configisvalid:PLAINTEXT\.Failed[0-9]\.[0-9]{{3}}sPort{address}:Nothinglistenson",
            shown);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("--check")]
    [InlineData("check", "-Verbose")]
    public async Task Airbyte_is_told_of_success(params string[] command)
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        using var files = new SyncFiles(
            $$"""{"bootstrap_servers":"{{broker.BootstrapServers}}","topic_pattern":"{stream}","test_topic":"{{topic}}"}""", "{}");
        var result = await CheckAsync(files.Config, command);
        Assert.Equal(
            (0, "SUCCEEDED", $"Connected to {broker.BootstrapServers} (PLAINTEXT). A test record was written and acknowledged.", ""),
            (result.ExitCode, Status(result).Status, Status(result).Message, result.Stderr));
        Assert.Single(await broker.ReadAllAsync(topic, Test));
    }

    [Fact]
    public async Task The_systems_authorities_are_trusted_by_default()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux is there a variable that says where they are.");
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        var address = kafka.GetBootstrapServers(BrokerListener.Tls);
        var authorities = Path.Combine(kafka.DirectoryPath, "ca.pem");
        using var files = new SyncFiles(
            $$$"""{"bootstrap_servers":"{{{address}}}","topic_pattern":"{{{topic}}}","test_topic":"{{{topic}}}","protocol":{"security_protocol":"SSL"}}""", "{}");
        var check = ShellProcess.File(Script, "check", "--config", files.Config);
        var trusting = await ProcessRun.RunAsync(
            check with { Environment = ShellProcess.EnvironmentWith(("SSL_CERT_FILE", authorities)) }, Test);
        var usual = await ProcessRun.RunAsync(check with { Environment = ShellProcess.EnvironmentWith(("SSL_CERT_FILE", null)) }, Test);

        Assert.Equal(("SUCCEEDED", $"Connected to {address} (SSL). A test record was written and acknowledged."), Status(trusting));
        Assert.Contains("does not exist yet; the brokers create it on first use", trusting.Stdout, StringComparison.Ordinal);
        Assert.Equal(
            ("FAILED", FailureStart + $"Broker {address} shows a certificate of 'CN=test-ca', an authority this system does not trust. "
                + $"Put that authority's certificate into protocol.ssl_truststore_certificates."),
            Status(usual));
    }

    [Theory]
    [InlineData("CONFIG", "The name 'kafka.invalid' does not resolve to an address.")]
    [InlineData("BROKEN", "is not valid JSON: line 2, column ")]
    [InlineData("/none.json", "The file '/none.json' cannot be read: there is no such file. Check the path.")]
    [InlineData("CATALOG", "topic_pattern is missing")]
    public async Task Airbyte_is_told_of_failure_and_the_exit_code_is_0(string file, string message)
    {
        using var files = new SyncFiles("""{"bootstrap_servers":"kafka.invalid:9092","topic_pattern":"t"}""",
            """{"bootstrap_servers":"kafka.invalid:9092"}""");
        var result = await CheckAsync(
            file switch { "CONFIG" => files.Config, "BROKEN" => files.Broken, "CATALOG" => files.Catalog, _ => file }, "check");
        var (status, said) = Status(result);
        Assert.Equal((0, "FAILED", ""), (result.ExitCode, status, result.Stderr));
        Assert.StartsWith(FailureStart, said, StringComparison.Ordinal);
        Assert.Contains(message, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public async Task A_signal_ends_the_check_in_order(int signal, int exitCode)
    {
        await using var silent = TcpStub.Silent();
        using var files = new SyncFiles($$"""{"bootstrap_servers":"{{silent.Address}}","topic_pattern":"t"}""", "{}");
        await using var process = RunningProcess.Start(
            ShellProcess.File(Script, "check", "--config", files.Config), Test);
        await silent.ConnectedAsync().WaitAsync(CheckRun.Timeout, Test);
        process.Signal(signal);
        var result = await process.WaitAsync();
        Assert.Equal((exitCode, ("FAILED", FailureStart + "The check was stopped before its end.")), (result.ExitCode, Status(result)));
    }

    private static Task<ProcessResult> CheckAsync(string config, params string[] command) =>
        ProcessRun.RunAsync(ShellProcess.File(Script, [command[0], "--config", config, .. command.Skip(1)]), Test);

    private static IEnumerable<PSObject> Steps(PSObject check) =>
        LanguagePrimitives.GetEnumerable(check.Properties["Steps"].Value).Cast<object>().Select(PSObject.AsPSObject);

    /// <summary>The one CONNECTION_STATUS; everything else on stdout has to be a LOG.</summary>
    private static (string? Status, string? Message) Status(ProcessResult result)
    {
        var messages = result.StdoutLines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var status = messages.Single(message => message.GetProperty("type").GetString() != "LOG").GetProperty("connectionStatus");
        return (status.GetProperty("status").GetString(), status.GetProperty("message").GetString());
    }
}
