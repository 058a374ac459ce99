using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using AirbyteKafka.Errors;

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
        var reasons = new List<string>();
        foreach (var candidate in Candidates())
        {
            if (TryLoad(candidate, assembly, out var handle, out var reason))
            {
                NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == LibraryName ? handle : 0);
                return handle;
            }

            reasons.Add(reason);
        }

        throw new AirbyteKafkaException(
            ErrorKind.NativeLibraryMissing,
            $"The native Kafka client (librdkafka) cannot be loaded on {RuntimeInformation.RuntimeIdentifier}: {string.Join(" ", reasons)} "
            + "Install the module again for this platform, or the library that is named as missing.");
    }

    // On x64 the first needs libsasl2.so.3, a name that Red Hat's systems have and Debian's do not: theirs is libsasl2.so.2, whatever is
    // installed. The CentOS build is the same without Kerberos. The first on arm64 has none and needs nothing.
    private static IEnumerable<string> Candidates() =>
        !OperatingSystem.IsLinux() ? [LibraryName]
        : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
            || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal) ? ["alpine-librdkafka"]
        : [LibraryName, "centos8-librdkafka"];

    private static bool TryLoad(string name, Assembly assembly, out nint handle, [NotNullWhen(false)] out string? reason)
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
            reason = $"{name}: {FirstLine(failure.Message)}.";
            return false;
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim().TrimEnd('.');
}
