using System.Text.Json;
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

    /// <summary>The JSON schemas of the streams that have one, where they were asked for.</summary>
    internal IReadOnlyDictionary<StreamDescriptor, JsonElement> JsonSchemas { get; private init; } =
        new Dictionary<StreamDescriptor, JsonElement>();

    /// <summary>
    /// Reads a configured catalog. Fields that do not matter here, such as the JSON schema of a stream, are skipped unread.
    /// </summary>
    /// <param name="utf8Json">The JSON, UTF-8, with or without a byte order mark.</param>
    /// <param name="source">Where it came from, for messages: a file name, or <c>-Catalog</c>.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.CatalogInvalid"/>: the message lists all problems, each with its JSON path.
    /// </exception>
    public static ConfiguredCatalog Parse(ReadOnlySpan<byte> utf8Json, string source) => CatalogReader.Read(utf8Json, source);

    /// <summary>Reads a configured catalog and the JSON schemas in it, for a format that needs them.</summary>
    /// <param name="utf8Json">The JSON, UTF-8, with or without a byte order mark.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <exception cref="AirbyteKafkaException">As <see cref="Parse"/>.</exception>
    internal static ConfiguredCatalog ParseWithSchemas(ReadOnlySpan<byte> utf8Json, string source)
    {
        var catalog = Parse(utf8Json, source);
        return new ConfiguredCatalog(source, catalog.Streams, catalog.Warnings) { JsonSchemas = CatalogSchemas.Read(utf8Json) };
    }
}
