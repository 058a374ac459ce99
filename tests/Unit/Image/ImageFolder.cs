using System.Reflection;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Image;

/// <summary>
/// The image's folder of the product, put together of links to what this build made: its entrypoint runs here as it does there.
/// </summary>
internal sealed class ImageFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("airbytekafka-");

    internal ImageFolder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The image's entrypoint is a script for Linux.");
        _ = ShellProcess.Executable(ShellProcess.ContainerDirectory);
        Directory.CreateSymbolicLink(System.IO.Path.Combine(Path, "pwsh"), ShellProcess.ContainerDirectory);
        Directory.CreateSymbolicLink(System.IO.Path.Combine(Path, "AirbyteKafka"), ShellProcess.ModuleDirectory);
        File.CreateSymbolicLink(Entrypoint, System.IO.Path.Combine(RepositoryRoot, "image", "entrypoint.sh"));
    }

    /// <summary>Where the Dockerfile lies.</summary>
    internal static string RepositoryRoot { get; } = typeof(ImageFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The folder.</summary>
    internal string Path => _folder.FullName;

    /// <summary>What Airbyte runs: the value of <c>AIRBYTE_ENTRYPOINT</c>.</summary>
    internal string Entrypoint => System.IO.Path.Combine(Path, "entrypoint.sh");

    /// <summary>The environment that the image gives it.</summary>
    internal IReadOnlyDictionary<string, string?> Environment => ShellProcess.EnvironmentWith(
        ("AIRBYTE_ENTRYPOINT", Entrypoint), ("DOTNET_EnableDiagnostics", "0"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", null));

    public void Dispose() => _folder.Delete(recursive: true);
}
