using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class IsolationTests
{
    [Fact]
    public async Task The_core_and_its_packages_stay_apart_from_what_the_session_has_loaded()
    {
        var theirs = Path.Combine(AppContext.BaseDirectory, "Confluent.Kafka.dll");
        var result = await RunScript($$$"""
            $theirs = [System.Reflection.Assembly]::LoadFrom('{{{theirs}}}')
            Import-Module '{{{ModuleSession.Manifest}}}'
            Import-Module '{{{ModuleSession.Manifest}}}' -Force
            Import-Module '{{{ModuleSession.Manifest}}}' -Force
            $cluster = Start-KafkaMockCluster
            $config = @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = '{stream}' }
            $catalog = @{ streams = @(@{ stream = @{ name = 'users' } }) }
            $result = '{"type":"RECORD","record":{"stream":"users","emitted_at":1,"data":{"id":1} } }' | Write-AirbyteRecords $config $catalog
            "wrote $($result.Records)"
            "read $(@(Receive-KafkaRecord users -Connection $cluster).Count)"
            Stop-KafkaMockCluster $cluster
            [System.Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object {
                $context = $_.Name
                $_.Assemblies | Where-Object { -not $_.IsDynamic -and $_.Location -like '*Kafka*.dll' } | ForEach-Object { "$context $($_.Location)" }
            }
            """);

        Assert.Equal(
            [
                "wrote 1",
                "read 1",
                .. new[]
                {
                    $"Default {theirs}",
                    $"Default {ModuleAssembly.Path}",
                    $"AirbyteKafka {Path.Combine(ShellProcess.ModuleDirectory, Image("AirbyteKafka.Core.dll"))}",
                    $"AirbyteKafka {Path.Combine(ShellProcess.ModuleDirectory, Image("Confluent.Kafka.dll"))}",
                }.Order(StringComparer.Ordinal),
            ],
            [.. result.StdoutLines.Take(2), .. result.StdoutLines.Skip(2).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task Two_runspaces_of_a_process_and_a_removed_module_do_not_disturb_each_other()
    {
        var result = await RunScript($$"""
            Import-Module '{{ModuleSession.Manifest}}'
            Remove-Module AirbyteKafka
            $other = [powershell]::Create([initialsessionstate]::CreateDefault2())
            $null = $other.AddScript("Import-Module '{{ModuleSession.Manifest}}'; `$c = Start-KafkaMockCluster 2; `$c.Brokers; Stop-KafkaMockCluster `$c")
            $other.Invoke()
            Import-Module '{{ModuleSession.Manifest}}'
            (Get-Module AirbyteKafka).ExportedCmdlets.Count -gt 0
            """);

        Assert.Equal(["2", "True"], result.StdoutLines);
    }

    [Fact]
    public void Public_types_load_before_the_core_can_be_found()
    {
        // What PowerShell does before it lets the module say where the core is. The exception would come out of the loading of a type.
        var context = new WithoutCore();
        var types = context.LoadFromAssemblyPath(ModuleAssembly.Path).GetExportedTypes();
        context.Unload();

        Assert.Contains(types, type => type.Name == "ModuleAssemblyInitializer");
    }

    [Fact]
    public void The_module_ships_no_assembly_of_the_framework_or_of_PowerShell() => Assert.Equal(
        new[] { "AirbyteKafka.dll", Portable("AirbyteKafka.Core.dll"), Portable("Confluent.Kafka.dll"), Image("AirbyteKafka.Core.dll"),
            Image("Confluent.Kafka.dll") }.Distinct(),
        Directory.EnumerateFiles(ShellProcess.ModuleDirectory, "*.dll", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(ShellProcess.ModuleDirectory, file))
            .Where(file => !file.StartsWith(Path.Combine("lib", "runtimes"), StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));

    private static async Task<ProcessResult> RunScript(string script)
    {
        var result = await ProcessRun.RunAsync(ShellProcess.Command(script), TestContext.Current.CancellationToken);
        Assert.True(result is { ExitCode: 0, StderrBytes.Length: 0 }, result.ToString());
        return result;
    }

    private static string Portable(string assembly) => Path.Combine("lib", assembly);

    /// <summary>The assembly as this machine loads it: compiled ahead of time where the build made that.</summary>
    private static string Image(string assembly)
    {
        var image = Path.Combine("lib", RuntimeInformation.RuntimeIdentifier, assembly);
        return File.Exists(Path.Combine(ShellProcess.ModuleDirectory, image)) ? image : Portable(assembly);
    }

    private sealed class WithoutCore() : AssemblyLoadContext("without the core", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == "AirbyteKafka.Core"
            ? throw new InvalidOperationException("A public type of AirbyteKafka.dll needs the core to be loaded.")
            : null;
    }
}
