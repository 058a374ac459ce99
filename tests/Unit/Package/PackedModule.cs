using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Package;

/// <summary>What `build.ps1 Pack` makes of the build that is tested, made once for all tests of the package.</summary>
public sealed class PackedModule : IAsyncLifetime
{
    private string? _notPacked = "";
    private ProcessResult? _run;

    internal static string RepositoryRoot { get; } = System.IO.Path.GetFullPath(Metadata("RepositoryRoot"));

    internal static string PackageRoot { get; } = Metadata("PackageRoot");

    internal static string Version { get; } =
        Regex.Match(File.ReadAllText(System.IO.Path.Combine(RepositoryRoot, "Directory.Build.props")), "<Version>(.+)</Version>")
            .Groups[1].Value;

    /// <summary>The module's folder, as it is packed.</summary>
    internal string Module => System.IO.Path.Combine(Packed, "AirbyteKafka");

    /// <summary>What is published.</summary>
    internal string Nupkg => System.IO.Path.Combine(Packed, $"AirbyteKafka.{Version}.nupkg");

    /// <summary>Its bill of materials.</summary>
    internal string BillOfMaterials => System.IO.Path.Combine(Packed, $"AirbyteKafka.{Version}.cdx.json");

    private static string Folder { get; } = System.IO.Path.Combine(Metadata("ArtifactsDirectory"), "package");

    // Asked for before anything of the package: skips the test where it cannot be made, and fails it where it was not.
    private string Packed
    {
        get
        {
            Assert.SkipUnless(_notPacked is null, _notPacked ?? "");
            Assert.True(_run!.ExitCode == 0, _run.ToString());
            return Folder;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _notPacked = RuntimeInformation.RuntimeIdentifier != "linux-x64" ? "The package is made on linux-x64, where the compiler was tried."
            : Directory.Exists(ShellProcess.ConsoleDirectory) ? null : ShellProcess.NotLaidOut;
        if (_notPacked is null)
        {
            _run = await ProcessRun.RunAsync(
                ShellProcess.File(System.IO.Path.Combine(RepositoryRoot, "build.ps1"), "Pack", "-NoBuild") with
                {
                    // NuGet's packages lie in the user's own home. A build's helpers must not outlive it: they would hold its output open.
                    Environment = ShellProcess.EnvironmentWith(
                        ("HOME", Environment.GetEnvironmentVariable("HOME")), ("MSBUILDDISABLENODEREUSE", "1")),
                    TimeLimit = TimeSpan.FromMinutes(5),
                },
                CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Metadata(string key) => typeof(PackedModule).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
