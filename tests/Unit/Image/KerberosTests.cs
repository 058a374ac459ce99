using System.Runtime.InteropServices;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Faults;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Image;

/// <summary>
/// Kerberos from within the image, with what the image brings for it: a KDC and a Kafka with a GSSAPI listener are this machine's.
/// </summary>
[Trait("Category", Engine.Category)]
public sealed class KerberosTests
{
    private readonly BrokerPool _brokers;

    public KerberosTests(BrokerPool brokers)
    {
        Engine.Require();
        _brokers = brokers;
    }

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_and_a_sync_log_in_with_a_key_table_under_a_read_only_root()
    {
        Assert.SkipWhen(RuntimeInformation.OSArchitecture != Architecture.X64, "Only librdkafka's build for x64 has Kerberos.");
        await using var realm = await KerberosRealm.StartAsync(Test);
        await using var kafka = await _brokers.StartKafkaAsync(realm.KafkaOptions, Test);
        var sync = new NumberedSync(Records: 3000, RecordsPerState: 300);
        using var run = new EntrypointSync(kafka, sync, new NumberedInput(sync), "\"enable_idempotence\":true");
        var login = $"com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab=\\\"/secrets/user.keytab\\\" "
            + $"principal=\\\"{KerberosRealm.User}\\\" serviceName=\\\"kafka\\\";";
        using var files = new MountedFiles(
            $$"""
            {
              "bootstrap_servers": "{{kafka.GetBootstrapServers(BrokerListener.SaslPlaintext)}}", "topic_pattern": "{{run.Topic}}", "acks": "all", "enable_idempotence": true,
              "protocol": {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "GSSAPI", "sasl_jaas_config": "{{login}}"}
            }
            """,
            NumberedSync.Catalog);
        files.Add("krb5.conf", await File.ReadAllBytesAsync(realm.Configuration, Test));
        files.Add("user.keytab", await File.ReadAllBytesAsync(realm.UserKeys, Test));
        string[] options = [.. files.Option, "--env", "KRB5_CONFIG=/secrets/krb5.conf", "--read-only"];

        var check = await ProcessRun.RunAsync(Engine.Run(options, "check", "--config", "/secrets/config.json"), Test);
        Assert.Contains("\"SUCCEEDED\"", check.Stdout, StringComparison.Ordinal);

        var result = await ProcessRun.RunAsync(
            Engine.Run(options, ["write", .. MountedFiles.WriteWords]) with { StandardInput = run.Input }, Test);
        Assert.Equal((0, SyncVerdict.ExactlyOnce), (result.ExitCode, await run.JudgeAsync(result, Test)));
    }
}
