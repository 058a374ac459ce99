using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AirbyteKafka.Bench.EndToEnd.Processes;
using AirbyteKafka.Tests.Brokers.Kafka;

namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>Where it was measured.</summary>
/// <param name="Processor">Its model.</param>
/// <param name="Cores">How many of them there are.</param>
/// <param name="MemoryBytes">Main memory.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET's version.</param>
/// <param name="Shell">The shell that ran the scripts.</param>
/// <param name="Kcat">kcat's version, with its librdkafka's.</param>
/// <param name="Kafka">The version of the Kafka in KAFKA_HOME.</param>
internal sealed partial record Machine(string Processor, int Cores, long MemoryBytes, string System, string Runtime, string Shell,
    string? Kcat, string? Kafka)
{
    internal static Machine Describe(string shell, bool hasKcat, string folder) => new(
        Value("/proc/cpuinfo", "model name") ?? "unknown",
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        RuntimeInformation.FrameworkDescription,
        Path.GetFileName(shell),
        hasKcat ? KcatVersion(folder) : null,
        KafkaVersion(Environment.GetEnvironmentVariable(KafkaInstallation.HomeVariable)));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor}, {Cores} cores, {MemoryBytes / 1e9:0} GB; {System}; {Runtime}; scripts run by {Shell}; "
            + $"{(Kcat is null ? "no kcat" : $"kcat {Kcat}")}; {(Kafka is null ? "no Kafka" : $"Kafka {Kafka}")}");

    private static string? Value(string file, string key) => File.ReadLines(file)
        .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    private static string KcatVersion(string folder)
    {
        var output = Path.Combine(folder, "kcat-version");
        MeasuredProcess.Run(new Invocation("kcat", ["-V"]), output, "/dev/null", TimeSpan.FromSeconds(10));
        return string.Join(" with ", KcatVersions().Matches(File.ReadAllText(output)).Select(match => match.Value));
    }

    private static string? KafkaVersion(string? home)
    {
        var libraries = Path.Combine(home ?? "", "libs");
        return home is null || !Directory.Exists(libraries) ? null
            : Directory.EnumerateFiles(libraries, "kafka-clients-*.jar").Select(
                path => Path.GetFileNameWithoutExtension(path)["kafka-clients-".Length..]).FirstOrDefault();
    }

    [GeneratedRegex(@"(?<=^Version )[\d.]+|librdkafka [\d.]+", RegexOptions.Multiline)]
    private static partial Regex KcatVersions();
}
