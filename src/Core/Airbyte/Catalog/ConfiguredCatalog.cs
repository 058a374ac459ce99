using AirbyteKafka.Errors;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Airbyte.Catalog;

/// <summary>The streams a sync was configured with. Immutable.</summary>
public sealed class ConfiguredCatalog
{
    internal ConfiguredCatalog(string source, IReadOnlyList<ConfiguredStream> streams, IReadOnlyList<ConfigIssue> warnings)
    {
        Source = source;
        Streams = streams;
        Warnings = warnings;
    }

    /// <summary>Where it came from: a file name, or <c>-Catalog</c>.</summary>
    public string Source { get; }

    /// <summary>The streams in the order of the catalog; possibly none. No descriptor comes twice.</summary>
    public IReadOnlyList<ConfiguredStream> Streams { get; }

    /// <summary>What works, but perhaps not as its author thinks.</summary>
    public IReadOnlyList<ConfigIssue> Warnings { get; }

    /// <summary>
    /// Reads a configured catalog. Fields that do not matter here, such as the JSON schema of a stream, are skipped unread.
    /// </summary>
    /// <param name="utf8Json">The JSON, UTF-8, with or without a byte order mark.</param>
    /// <param name="source">Where it came from, for messages: a file name, or <c>-Catalog</c>.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.CatalogInvalid"/>: the message lists all problems, each with its JSON path.
    /// </exception>
    public static ConfiguredCatalog Parse(ReadOnlySpan<byte> utf8Json, string source) => CatalogReader.Read(utf8Json, source);
}
