using System.Reflection;
using System.Runtime.InteropServices;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Kafka.Native;

/// <summary>
/// Finds the build of librdkafka that this machine can load: its package ships several for Linux, which differ in the C library and in
/// SASL's.
/// </summary>
internal static class NativeLibraryLoader
{
    internal const string LibraryName = "librdkafka";

    /// <summary>Loads librdkafka if that has not been done yet.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.NativeLibraryMissing"/>: none of the builds can be loaded.</exception>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    // Registered by the first use of this class, which every native call is behind.
    private static readonly Lazy<nint> Loaded = new(Load);

    private static nint Load()
    {
        var assembly = typeof(NativeLibraryLoader).Assembly;
        var reasons = new List<string?>();
        foreach (var candidate in Candidates())
        {
            if (TryLoad(candidate, assembly, out var handle, out var reason))
            {
                NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == LibraryName ? handle : 0);
                return handle;
            }

            reasons.Add(reason);
        }

        throw new AirbyteKafkaException(ErrorKind.NativeLibraryMissing, Explain(reasons));
    }

    private static string Explain(List<string?> reasons)
    {
        var platform = RuntimeInformation.RuntimeIdentifier;
        return reasons.FirstOrDefault(reason => reason is not null) is { } reason
            ? $"The native Kafka client (librdkafka) cannot be loaded on {platform}: {Printable.Of(reason)}. Install what is named as "
                + "missing, or the module again for this platform."
            : $"The native Kafka client (librdkafka) for {platform} is not among the module's files in "
                + $"'{Printable.Of(Folder, Printable.MaxPathLength)}'. Install the module again for this platform.";
    }

    private static string Folder => Path.GetDirectoryName(typeof(NativeLibraryLoader).Assembly.Location) ?? "";

    // On x64 the first needs libsasl2.so.3, a name that Red Hat's systems have and Debian's do not: theirs is libsasl2.so.2, whatever is
    // installed. The CentOS build is the same without Kerberos. The first on arm64 has none and needs nothing.
    private static IEnumerable<string> Candidates() =>
        !OperatingSystem.IsLinux() ? [LibraryName]
        : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
            || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal) ? ["alpine-librdkafka"]
        : [LibraryName, "centos8-librdkafka"];

    private static bool TryLoad(string name, Assembly assembly, out nint handle, out string? reason)
    {
        try
        {
            handle = NativeLibrary.Load(name, assembly, searchPath: null);
            reason = null;
            return true;
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            handle = 0;
            reason = FindReason(name, failure.Message);
            return false;
        }
    }

    /// <summary>
    /// What the system's loader has against a library; <see langword="null"/> where it only says of each place that the library is not
    /// there.
    /// </summary>
    /// <remarks>
    /// .NET puts a sentence of its own in front, which advises to trace the process, and then a line for each place. On Windows there is no
    /// more than the sentence.
    /// </remarks>
    internal static string? FindReason(string name, string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 1
            ? lines[0].TrimEnd('.')
            : lines.Skip(1).FirstOrDefault(line => !IsAbsence(name, line))?.TrimEnd('.');
    }

    private static bool IsAbsence(string name, string line) =>
        line.EndsWith("No such file or directory", StringComparison.Ordinal)
        && line.Split(':', 2)[0] is var file && Path.GetFileNameWithoutExtension(file) is var found
        && (found == name || found == "lib" + name);
}
