using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Package;

/// <summary>What is published, and that it can be.</summary>
public sealed class PackageTests(PackedModule packed) : IClassFixture<PackedModule>
{
    private const long SizeLimit = 40_000_000;

    // Beside what lies in module/.
    private static readonly string[] Built =
    [
        "AirbyteKafka.dll",
        "LICENSE",
        "lib/AirbyteKafka.Core.deps.json",
        "lib/AirbyteKafka.Core.dll",
        "lib/Confluent.Kafka.dll",
        "lib/linux-arm64/AirbyteKafka.Core.dll",
        "lib/linux-arm64/Confluent.Kafka.dll",
        "lib/linux-x64/AirbyteKafka.Core.dll",
        "lib/linux-x64/Confluent.Kafka.dll",
        "lib/runtimes/linux-arm64/native/alpine-librdkafka.so",
        "lib/runtimes/linux-arm64/native/librdkafka.so",
        "lib/runtimes/linux-x64/native/alpine-librdkafka.so",
        "lib/runtimes/linux-x64/native/centos8-librdkafka.so",
        "lib/runtimes/linux-x64/native/librdkafka.so",
        "lib/runtimes/osx-arm64/native/librdkafka.dylib",
        "lib/runtimes/osx-x64/native/librdkafka.dylib",
        "lib/runtimes/win-x64/native/libcrypto-3-x64.dll",
        "lib/runtimes/win-x64/native/libcurl.dll",
        "lib/runtimes/win-x64/native/librdkafka.dll",
        "lib/runtimes/win-x64/native/librdkafkacpp.dll",
        "lib/runtimes/win-x64/native/libssl-3-x64.dll",
        "lib/runtimes/win-x64/native/msvcp140.dll",
        "lib/runtimes/win-x64/native/vcruntime140.dll",
        "lib/runtimes/win-x64/native/z.dll",
        "lib/runtimes/win-x64/native/zstd.dll",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void It_holds_what_a_module_needs_and_nothing_else()
    {
        var source = Path.Combine(PackedModule.RepositoryRoot, "module");
        string[] expected = [.. Files(source).Concat(Built).Order(StringComparer.Ordinal)];
        using var archive = ZipFile.OpenRead(packed.Nupkg);

        // NuGet adds what describes the package itself.
        var zipped = archive.Entries.Select(entry => entry.FullName).Where(name =>
            name is not ("AirbyteKafka.nuspec" or "[Content_Types].xml")
            && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal));

        Assert.Equal(expected, Files(packed.Module));
        Assert.Equal(expected, zipped.Order(StringComparer.Ordinal));
        Assert.InRange(new FileInfo(packed.Nupkg).Length, 1, SizeLimit);
    }

    [Fact]
    public void No_path_of_the_building_machine_is_in_it()
    {
        string[] paths = [PackedModule.RepositoryRoot, PackedModule.PackageRoot];
        byte[][] needles = [.. paths.SelectMany(path => (byte[][])[Encoding.UTF8.GetBytes(path), Encoding.Unicode.GetBytes(path)])];
        Assert.All(Files(packed.Module), file =>
        {
            var bytes = File.ReadAllBytes(Path.Combine(packed.Module, file));
            Assert.All(needles, needle => Assert.Equal(-1, bytes.AsSpan().IndexOf(needle)));
        });
    }

    [Fact]
    public void The_licences_of_what_is_in_it_are_in_it()
    {
        var notices = File.ReadAllText(Path.Combine(packed.Module, "ThirdPartyNotices.txt"));
        Assert.All(Packages(), package => Assert.Contains($"{package.Name} {package.Version} ", notices, StringComparison.Ordinal));

        var native = Packages().Single(package => package.Name == "librdkafka.redist");
        var licences = File.ReadAllText(Path.Combine(PackedModule.PackageRoot, "librdkafka.redist", native.Version, "LICENSES.txt"));
        Assert.EndsWith(licences.ReplaceLineEndings("\n").Trim(), notices.Trim(), StringComparison.Ordinal);
        Assert.StartsWith("MIT License", File.ReadAllText(Path.Combine(packed.Module, "LICENSE")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_bill_of_materials_lists_its_packages()
    {
        using var bill = JsonDocument.Parse(File.ReadAllBytes(packed.BillOfMaterials));
        Assert.Equal(
            ("CycloneDX", $"AirbyteKafka {PackedModule.Version}"),
            (bill.RootElement.GetProperty("bomFormat").GetString(),
                Component(bill.RootElement.GetProperty("metadata").GetProperty("component"))));
        Assert.Equal(
            Packages().Select(package => $"{package.Name} {package.Version}").Order(StringComparer.Ordinal),
            bill.RootElement.GetProperty("components").EnumerateArray().Select(Component).Order(StringComparer.Ordinal));

        static string Component(JsonElement component) =>
            $"{component.GetProperty("name").GetString()} {component.GetProperty("version").GetString()}";
    }

    /// <summary>As the gallery's people would do it, with a folder for the gallery, and a user who has nothing but PowerShell.</summary>
    [Fact]
    public async Task It_can_be_published_installed_imported_and_used()
    {
        var home = Directory.CreateTempSubdirectory("airbytekafka-home-");
        try
        {
            // As every user has one: without it NuGet takes the current folder for its settings.
            home.CreateSubdirectory(".config");
            var gallery = home.CreateSubdirectory("gallery");
            var examples = Path.Combine(PackedModule.RepositoryRoot, "examples");
            var script = Path.Combine(home.FullName, "use.ps1");
            await File.WriteAllTextAsync(
                script,
                $$"""
                $ErrorActionPreference = 'Stop'
                Set-StrictMode -Version Latest
                Register-PSResourceRepository -Name Folder -Uri '{{gallery.FullName}}' -Trusted
                Publish-PSResource -NupkgPath '{{packed.Nupkg}}' -Repository Folder
                $found = Find-PSResource AirbyteKafka -Repository Folder
                "$($found.Version) $($found.LicenseUri) $($found.ProjectUri) $($found.IconUri) $($found.ReleaseNotes)"
                Install-PSResource AirbyteKafka -Repository Folder
                $cluster = Start-KafkaMockCluster
                $config = @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = '{namespace}.{stream}'; acks = 'all' }
                $examples = '{{examples}}'
                $result = Write-AirbyteRecords $config "$examples/catalog.json" -LiteralPath "$examples/messages.jsonl" 3> $null
                "$($result.Records) $($result.States) $((Get-Module AirbyteKafka).ModuleBase)"
                """,
                Token);

            var run = await ProcessRun.RunAsync(
                ShellProcess.File(script) with
                {
                    Environment = ShellProcess.EnvironmentWith(("HOME", home.FullName), ("XDG_DATA_HOME", null), ("PSModulePath", null)),
                    WorkingDirectory = home.FullName,
                    TimeLimit = TimeSpan.FromMinutes(3),
                },
                Token);

            const string Project = "https://github.com/airbyte-kafka/airbyte-kafka";
            Assert.Equal(
                (0,
                    $"{PackedModule.Version} {Project}/blob/main/LICENSE {Project} {Project}/raw/main/icon.svg "
                    + $"{Project}/blob/main/CHANGELOG.md\n3600 8 {home.FullName}/.local/share/powershell/Modules/AirbyteKafka/"
                    + PackedModule.Version,
                    ""),
                run.Outcome);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static IReadOnlyList<(string Name, string Version)> Packages()
    {
        using var locked = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(PackedModule.RepositoryRoot, "src", "Core", "packages.lock.json")));
        return
        [
            .. locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()!)),
        ];
    }
}
