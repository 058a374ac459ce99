using System.Reflection;
using Xunit;

namespace AirbyteKafka.Tests.Processes;

/// <summary>
/// The genuine PowerShell that src/Shell lays out, as a process. A test that asks for it is skipped where it is not laid out.
/// </summary>
public static class ShellProcess
{
    /// <summary>Why a test is skipped that needs a shell where there is none.</summary>
    public const string NotLaidOut = "PowerShell is not laid out: run `dotnet build -c Release` in the repository's root.";

    /// <summary>The folder of the module that this build made.</summary>
    public static string ModuleDirectory { get; } = Metadata("ModuleDirectory");

    /// <summary>
    /// The environment of every PowerShell that tests start: it reports to nobody, writes into a home folder apart from the user's, and
    /// colours nothing.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>
    {
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        ["POWERSHELL_UPDATECHECK"] = "Off",
        ["NO_COLOR"] = "1",
        ["HOME"] = Directory.CreateDirectory(Metadata("ShellHome")).FullName,
    };

    /// <summary>The folder of the shell with all of PowerShell.</summary>
    public static string ConsoleDirectory { get; } = Metadata("ConsoleShell");

    /// <summary>The folder of the shell with what the image keeps of PowerShell.</summary>
    public static string ContainerDirectory { get; } = Metadata("ContainerShell");

    private static string[] Options { get; } = ["-NoLogo", "-NoProfile", "-NonInteractive"];

    /// <summary>`pwsh -File script arguments…`.</summary>
    public static ProcessRequest File(string script, params IReadOnlyList<string> arguments) =>
        Request(ConsoleDirectory, [.. Options, "-File", script, .. arguments]);

    /// <summary>`pwsh -Command text`.</summary>
    public static ProcessRequest Command(string text) => Request(ConsoleDirectory, [.. Options, "-Command", text]);

    /// <summary>The shell in <paramref name="directory"/> with these arguments.</summary>
    public static ProcessRequest Request(string directory, params IReadOnlyList<string> arguments) =>
        new(Executable(directory), arguments) { Environment = Environment };

    /// <summary>The shell's environment with more variables; a null value removes one.</summary>
    public static IReadOnlyDictionary<string, string?> EnvironmentWith(params IEnumerable<(string Name, string? Value)> variables)
    {
        var all = new Dictionary<string, string?>(Environment);
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        return all;
    }

    /// <summary>The path of the executable in <paramref name="directory"/>.</summary>
    public static string Executable(string directory)
    {
        var path = Path.Combine(directory, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        Assert.SkipUnless(System.IO.File.Exists(path), NotLaidOut);
        return path;
    }

    private static string Metadata(string key) => typeof(ShellProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
