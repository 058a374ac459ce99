using System.Reflection;

namespace AirbyteKafka.Bench.EndToEnd;

/// <summary>Where the build left things.</summary>
internal static class Build
{
    internal static string RepositoryRoot { get; } = Path.GetFullPath(Metadata(nameof(RepositoryRoot)));

    internal static string Entrypoint { get; } = Metadata(nameof(Entrypoint));

    internal static string Shell { get; } = Metadata(nameof(Shell));

    /// <summary>The home folder of every shell that is measured: it writes nothing into the user's.</summary>
    internal static string ShellHome { get; } = Metadata(nameof(ShellHome));

    internal static string Peers { get; } = Metadata(nameof(Peers));

    private static string Metadata(string key) =>
        typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
