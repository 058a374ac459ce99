using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AirbyteKafka.Tests.Brokers.Kafka;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Image;

/// <summary>A Kerberos realm of its own on 127.0.0.1: a KDC, Kafka's service and a user.</summary>
internal sealed class KerberosRealm : IAsyncDisposable
{
    private const string Realm = "EXAMPLE.TEST";
    private const string Service = $"kafka/127.0.0.1@{Realm}";
    private static readonly string[] Programs = ["krb5kdc", "kdb5_util", "kadmin.local"];

    private readonly string _folder;
    private readonly Watchdog _watchdog;
    private readonly IReadOnlyDictionary<string, string?> _environment;
    private readonly int _port;
    private LoggedProcess? _kdc;

    private KerberosRealm(int port)
    {
        _port = port;
        _folder = Directory.CreateTempSubdirectory("airbytekafka-").FullName;
        _watchdog = new Watchdog(_folder);
        // The host's name is what the client asks a ticket for: no name service, no other name for an address.
        File.WriteAllText(Configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            [libdefaults]
            default_realm = {{Realm}}
            dns_lookup_kdc = false
            dns_lookup_realm = false
            dns_canonicalize_hostname = false
            rdns = false
            udp_preference_limit = 1
            [realms]
            {{Realm}} = {
              kdc = 127.0.0.1:{{port}}
            }

            """));
        File.WriteAllText(Path.Combine(_folder, "kdc.conf"), string.Create(CultureInfo.InvariantCulture, $$"""
            [realms]
            {{Realm}} = {
              kdc_listen = ""
              kdc_tcp_listen = 127.0.0.1:{{port}}
              database_name = {{_folder}}/principal
              key_stash_file = {{_folder}}/stash
            }

            """));
        _environment = new Dictionary<string,
            string?>
        { ["KRB5_CONFIG"] = Configuration, ["KRB5_KDC_PROFILE"] = Path.Combine(_folder, "kdc.conf") };
    }

    /// <summary>The user that a sync logs in as.</summary>
    internal static string User => $"airbyte@{Realm}";

    /// <summary>The client's configuration.</summary>
    internal string Configuration => Path.Combine(_folder, "krb5.conf");

    /// <summary>The user's key table.</summary>
    internal string UserKeys => Path.Combine(_folder, "user.keytab");

    /// <summary>A Kafka whose SASL listener without TLS takes Kerberos too, and lets <see cref="User"/> do all.</summary>
    internal KafkaOptions KafkaOptions => new()
    {
        Properties = new Dictionary<string, string>
        {
            ["sasl.enabled.mechanisms"] = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER,GSSAPI",
            ["sasl.kerberos.service.name"] = "kafka",
            ["super.users"] = "User:ANONYMOUS;User:admin;User:airbyte",
            ["listener.name.saslplaintext.gssapi.sasl.jaas.config"] =
                $"com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true storeKey=true keyTab=\"{ServiceKeys}\" "
                    + $"principal=\"{Service}\";",
            ["listener.name.sasltls.gssapi.sasl.jaas.config"] =
                $"com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true storeKey=true keyTab=\"{ServiceKeys}\" "
                    + $"principal=\"{Service}\";",
        },
        JavaArguments = [$"-Djava.security.krb5.conf={Configuration}"],
    };

    private string ServiceKeys => Path.Combine(_folder, "service.keytab");

    /// <summary>Starts it, or skips the test where its programs are missing.</summary>
    internal static async Task<KerberosRealm> StartAsync(CancellationToken cancellation)
    {
        var missing = Programs.Where(program => Find(program) is null).ToList();
        Assert.SkipWhen(missing.Count > 0, $"No KDC is to be had: {string.Join(", ", missing)} missing (Debian's krb5-kdc and "
            + $"krb5-admin-server; tests/Image/run installs them).");
        var realm = new KerberosRealm(new LocalPorts().Pick(1)[0]);
        try
        {
            await realm.RunAsync(cancellation);
            return realm;
        }
        catch
        {
            await realm.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _kdc?.Send(LoggedProcess.Signal.Kill);
        _kdc?.Dispose();
        await _watchdog.DisposeAsync();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        await DoAsync("kdb5_util", ["create", "-s", "-r", Realm, "-P", Guid.NewGuid().ToString("N")], cancellation);
        foreach (var (principal, keys) in new[] { (Service, ServiceKeys), (User, UserKeys) })
        {
            await DoAsync("kadmin.local", ["-r", Realm, "addprinc", "-randkey", principal], cancellation);
            await DoAsync("kadmin.local", ["-r", Realm, "ktadd", "-k", keys, principal], cancellation);
        }

        var start = new ProcessStartInfo(Find("krb5kdc")!, ["-n", "-r", Realm])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        _kdc = LoggedProcess.Start(start, Path.Combine(_folder, "kdc.log"));
        _watchdog.Watch([_kdc.Id]);
        await WaitUntilItListensAsync(cancellation);
    }

    private async Task DoAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var result = await ProcessRun.RunAsync(new(Find(program)!, arguments) { Environment = _environment }, cancellation);
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
    }

    private async Task WaitUntilItListensAsync(CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), cancellation);
                return;
            }
            catch (SocketException) when (tries < 100 && _kdc!.IsRunning)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/usr/local/sbin").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
