using System.Reflection;

namespace AirbyteKafka.Tests.Processes;

/// <summary>The embedded shell as a process: what a user without pwsh runs.</summary>
public static class ShellProcess
{
    /// <summary>The path of the EmbeddedShell executable that this build made.</summary>
    public static string Executable { get; } = Metadata("EmbeddedShell") + (OperatingSystem.IsWindows() ? ".exe" : "");

    /// <summary>The folder of the module that this build made.</summary>
    public static string ModuleDirectory { get; } = Metadata("ModuleDirectory");

    /// <summary>`EmbeddedShell -File script arguments…`.</summary>
    public static ProcessRequest File(string script, params IReadOnlyList<string> arguments) => new(Executable, ["-File", script, .. arguments]);

    /// <summary>`EmbeddedShell -Command text`.</summary>
    public static ProcessRequest Command(string text) => new(Executable, "-Command", text);

    private static string Metadata(string key) => typeof(ShellProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
