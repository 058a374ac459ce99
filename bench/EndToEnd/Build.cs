using System.Reflection;

namespace AirbyteKafka.Bench.EndToEnd;

/// <summary>Where the build left things.</summary>
internal static class Build
{
    internal static string RepositoryRoot { get; } = Path.GetFullPath(Metadata(nameof(RepositoryRoot)));

    internal static string Entrypoint { get; } = Metadata(nameof(Entrypoint));

    internal static string EmbeddedShell { get; } = Metadata(nameof(EmbeddedShell));

    internal static string Peers { get; } = Metadata(nameof(Peers));

    private static string Metadata(string key) =>
        typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
