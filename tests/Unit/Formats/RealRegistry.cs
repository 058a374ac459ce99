using System.Diagnostics;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Formats;

/// <summary>A real schema registry (Apicurio, by Confluent's interface), where <c>REGISTRY_HOME</c> names one.</summary>
public sealed class RealRegistry : IAsyncLifetime
{
    private const string HomeVariable = "REGISTRY_HOME";
    private const string ApiPath = "/apis/ccompat/v7";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly string? _jar = FindJar(Environment.GetEnvironmentVariable(HomeVariable));
    private readonly TestCertificates _certificates = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("airbytekafka-registry-").FullName;
    private readonly int _port;
    private readonly int _securePort;
    private Watchdog? _watchdog;
    private LoggedProcess? _process;

    public RealRegistry()
    {
        var ports = new LocalPorts().Pick(2);
        (_port, _securePort) = (ports[0], ports[1]);
    }

    /// <summary>Where it answers.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}{ApiPath}");

    /// <summary>Where it answers over https.</summary>
    public Uri SecureAddress => new($"https://localhost:{_securePort}{ApiPath}");

    /// <summary>The authority that signed its certificate, as PEM.</summary>
    public string Authority => _certificates.Authority;

    /// <summary>Starts it, unless there is none.</summary>
    public async ValueTask InitializeAsync()
    {
        if (_jar is not null)
        {
            _watchdog = new Watchdog(_directory);
            await StartAsync();
        }
    }

    /// <summary>Skips the test where there is no registry.</summary>
    public void SkipIfMissing() => Assert.SkipWhen(_jar is null, $"{HomeVariable} names no folder with a schema registry");

    /// <summary>Ends it and starts it again; it has forgotten everything then.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_watchdog is not null)
        {
            await _watchdog.DisposeAsync();
        }
        else
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private static string? FindJar(string? home) => Directory.Exists(home) && !OperatingSystem.IsWindows()
        ? Directory.EnumerateFiles(home, "apicurio-registry-app-*-runner.jar").FirstOrDefault()
        : null;

    private async Task StartAsync()
    {
        var certificate = Path.Combine(_directory, "server.pem");
        await File.WriteAllTextAsync(certificate, _certificates.Server);
        _process = LoggedProcess.Start(
            new ProcessStartInfo(
                Java.Executable,
                [
                    .. Java.QuickStart,
                    "-Xmx512m",
                    "-Dquarkus.http.host=127.0.0.1",
                    $"-Dquarkus.http.port={_port}",
                    $"-Dquarkus.http.ssl-port={_securePort}",
                    $"-Dquarkus.http.ssl.certificate.files={certificate}",
                    $"-Dquarkus.http.ssl.certificate.key-files={certificate}",
                    "-Dquarkus.http.insecure-requests=enabled",
                    "-jar",
                    _jar!,
                ])
            {
                WorkingDirectory = _directory,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            Path.Combine(_directory, "registry.log"));
        _watchdog!.Watch([_process.Id]);
        using var client = new HttpClient();
        var since = Stopwatch.StartNew();
        while (!await AnswersAsync(client))
        {
            if (!_process.IsRunning || since.Elapsed > StartLimit)
            {
                throw new InvalidOperationException("The schema registry did not start:\n" + _process.ReadTail());
            }

            await Task.Delay(100);
        }
    }

    private async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(Address + "/subjects"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task StopAsync()
    {
        if (_process is not null)
        {
            _process.Send(LoggedProcess.Signal.Kill);
            await _process.WaitAsync(CancellationToken.None);
            _process.Dispose();
            _process = null;
        }
    }
}
