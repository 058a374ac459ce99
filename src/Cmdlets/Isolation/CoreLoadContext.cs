using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace AirbyteKafka.Cmdlets.Isolation;

/// <summary>Holds the core and its packages, managed and native, apart from whatever else the session has loaded.</summary>
/// <remarks>
/// Its <c>deps.json</c> says where each lies. What that does not list, .NET itself and PowerShell, comes from the session.
/// </remarks>
internal sealed class CoreLoadContext(string corePath) : AssemblyLoadContext("AirbyteKafka")
{
    private readonly AssemblyDependencyResolver _resolver = new(corePath);

    internal Assembly LoadCore() => LoadFromAssemblyPath(ImageOf(corePath));

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(ImageOf(path)) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    /// <summary>The assembly compiled ahead of time for this machine, where the build left one beside the portable one.</summary>
    private static string ImageOf(string path)
    {
        var image = Path.Combine(Path.GetDirectoryName(path)!, RuntimeInformation.RuntimeIdentifier, Path.GetFileName(path));
        return File.Exists(image) ? image : path;
    }
}
