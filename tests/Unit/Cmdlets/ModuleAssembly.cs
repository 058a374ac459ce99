using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AirbyteKafka.Tests.Processes;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>
/// Lets tests use the internal types of AirbyteKafka.dll: the one in the module's folder, which PowerShell loads as well.
/// </summary>
internal static class ModuleAssembly
{
    internal const string Name = "AirbyteKafka";

    internal static string Path { get; } = System.IO.Path.Combine(ShellProcess.ModuleDirectory, Name + ".dll");

    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name == Name ? context.LoadFromAssemblyPath(Path) : null;
}
