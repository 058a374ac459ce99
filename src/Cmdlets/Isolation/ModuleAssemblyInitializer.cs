using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace AirbyteKafka.Cmdlets.Isolation;

/// <summary>Runs when PowerShell imports the module: from then on the core is found, in a load context of its own.</summary>
/// <remarks>
/// PowerShell loads all public types of this assembly before it calls <see cref="OnImport"/>. None of them may therefore derive from a type
/// of the core, implement one of its interfaces, or have a field of one of its enums or structs. Internal types are free to.
/// Nothing is undone when the module is removed: assemblies stay loaded, and another runspace of the process may use them.
/// </remarks>
public sealed class ModuleAssemblyInitializer : IModuleAssemblyInitializer
{
    private const string CoreName = "AirbyteKafka.Core";

    private static readonly Lazy<Assembly> Core = new(static () =>
    {
        var module = Path.GetDirectoryName(typeof(ModuleAssemblyInitializer).Assembly.Location)!;
        return new CoreLoadContext(Path.Combine(module, "lib", CoreName + ".dll")).LoadCore();
    });

    /// <inheritdoc/>
    public void OnImport()
    {
        // Every import comes here; the handler is to be there once.
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    // .NET asks on whatever thread first meets the core, its own compiler's included, where an exception ends the process. Null makes it
    // say
    // itself, where the core is needed, that the file is missing.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name != CoreName)
        {
            return null;
        }

        try
        {
            return Core.Value;
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
