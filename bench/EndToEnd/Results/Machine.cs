using System.Globalization;
using System.Runtime.InteropServices;
using AirbyteKafka.Bench.EndToEnd.Processes;

namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>Where it was measured.</summary>
/// <param name="Processor">Its model.</param>
/// <param name="Cores">How many of them there are.</param>
/// <param name="MemoryBytes">Main memory.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET's version.</param>
/// <param name="Shell">The shell that ran the scripts.</param>
/// <param name="Kcat">kcat's version line.</param>
internal sealed record Machine(string Processor, int Cores, long MemoryBytes, string System, string Runtime, string Shell, string? Kcat)
{
    internal static Machine Describe(string shell, bool hasKcat, string folder) => new(
        Value("/proc/cpuinfo", "model name") ?? "unknown",
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        RuntimeInformation.FrameworkDescription,
        Path.GetFileName(shell),
        hasKcat ? KcatVersion(folder) : null);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor}, {Cores} cores, {MemoryBytes / 1e9:0} GB; {System}; {Runtime}; scripts run by {Shell}; {(Kcat is null ? "no kcat" : $"kcat: {Kcat}")}");

    private static string? Value(string file, string key) => File.ReadLines(file)
        .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    private static string KcatVersion(string folder)
    {
        var output = Path.Combine(folder, "kcat-version");
        MeasuredProcess.Run(new Invocation("kcat", ["-V"]), output, "/dev/null", TimeSpan.FromSeconds(10));
        return File.ReadLines(output).FirstOrDefault(line => line.StartsWith("Version", StringComparison.Ordinal))?.Split(" builtin", 2)[0] ?? "unknown";
    }
}
