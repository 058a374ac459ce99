using System.Management.Automation;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>A JSON document given to a parameter: as a file, as text, or as a PowerShell object.</summary>
/// <param name="Utf8">The document. From a file: its bytes as they are.</param>
/// <param name="Source">What to call it in a message: the file's full path, or the parameter.</param>
internal readonly record struct JsonArgument(byte[] Utf8, string Source)
{
    private const long LargestConfig = 16L << 20;
    private const long LargestCatalog = 1L << 30;

    // Besides settings: names of a catalog.
    private static readonly HashSet<string> KnownNames = new(
        ["streams", "stream", "name", "namespace", "json_schema", "sync_mode", "destination_sync_mode", "cursor_field", "primary_key",
            "supported_sync_modes"], StringComparer.Ordinal);

    /// <summary>Reads what a parameter was given.</summary>
    /// <param name="cmdlet">Resolves paths by its session's current location.</param>
    /// <param name="parameter">The parameter's name without the dash.</param>
    /// <param name="value">
    /// A path, JSON text (it begins with a brace), its lines, a secure string of it, a file, a dictionary or an object.
    /// </param>
    /// <param name="invalid">The kind of failure where the value cannot be such a document.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.FileUnreadable"/>, or <paramref name="invalid"/>. It repeats nothing of a text that is no path.
    /// </exception>
    internal static JsonArgument Read(PSCmdlet cmdlet, string parameter, object value, ErrorKind invalid)
    {
        var source = "-" + parameter;
        return PowerShellObject.Unwrap(value) switch
        {
            KafkaDestinationConfig config => new JsonArgument(config.ToJson(), source),
            KafkaConnection connection => connection.ToSettings() with { Source = source },
            string text => FromText(cmdlet, text, source, invalid),
            SecureString secret when CredentialArgument.Read(secret) is var text => IsJson(text) ? OfText(text, source)
                : throw NeitherJsonNorPath(text, source, invalid),
            FileInfo file => FromFile(cmdlet, file.FullName, invalid),
            PathInfo path => FromFile(cmdlet, LiteralPath.Resolve(cmdlet, path.Path), invalid),
            object[] lines when Texts(lines) is { } text => IsJson(text) ? OfText(text, source)
                : throw NeitherJsonNorPath(text, source, invalid),
            PSCredential => throw Wrong("a credential"),
            var other when PowerShellObject.IsRecord(other) => new JsonArgument(Serialize(value, source, invalid), source),
            var other => throw Wrong(PowerShellObject.Describe(other)),
        };

        AirbyteKafkaException Wrong(string what) => new(invalid, $"{source} was given {what}. Give it the path of a JSON file, JSON "
            + $"text, a hashtable or an object.");
    }

    /// <summary>The document with other values for some settings. What is no JSON object stays: whoever reads it says so.</summary>
    /// <param name="settings">Texts by path, if any.</param>
    internal JsonArgument With(IReadOnlyDictionary<string, string>? settings)
    {
        if (settings is not { Count: > 0 })
        {
            return this;
        }

        try
        {
            var root = JsonNode.Parse(Encoding.UTF8.GetString(Utf8).TrimStart('\uFEFF'))!.AsObject();
            foreach (var (path, value) in settings)
            {
                var dot = path.IndexOf('.', StringComparison.Ordinal);
                var section = dot < 0 ? root : root[path[..dot]] as JsonObject ?? Add(root, path[..dot]);
                section[path[(dot + 1)..]] = value;
            }

            return this with { Utf8 = Encoding.UTF8.GetBytes(root.ToJsonString()) };
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException or InvalidOperationException)
        {
            return this;
        }
    }

    private static JsonObject Add(JsonObject root, string name)
    {
        var section = new JsonObject();
        root[name] = section;
        return section;
    }

    private static JsonArgument FromText(PSCmdlet cmdlet, string text, string source, ErrorKind invalid) =>
        IsJson(text) ? OfText(text, source)
        : PathText.LooksLikePath(text) || LiteralPath.Exists(cmdlet, text) ? FromFile(cmdlet, LiteralPath.Resolve(cmdlet, text), invalid)
        : throw NeitherJsonNorPath(text, source, invalid);

    /// <summary>Whether a text is JSON rather than the path of a file.</summary>
    // A byte order mark that a file's text has kept is no content.
    internal static bool IsJson(string text) => text.AsSpan().TrimStart('\uFEFF').TrimStart().StartsWith('{');

    // A catalog holds the schema of every stream; a configuration is a page of text.
    private static JsonArgument FromFile(PSCmdlet cmdlet, string path, ErrorKind invalid) =>
        new(LiteralPath.ReadAllBytes(cmdlet, path, invalid == ErrorKind.CatalogInvalid ? LargestCatalog : LargestConfig), path);

    /// <summary>A text that was given.</summary>
    internal static JsonArgument OfText(string text, string source) => new(Encoding.UTF8.GetBytes(text), source);

    private static AirbyteKafkaException NeitherJsonNorPath(string text, string source, ErrorKind invalid) => new(
        invalid,
        $"{source} was given {PathText.Describe(text)}, which is neither JSON nor the path of a file. It is not shown, as it may hold a "
            + $"secret. Give {source} the path of a JSON file, JSON text that begins with a brace, a hashtable or an object.");

    private static byte[] Serialize(object value, string source, ErrorKind invalid)
    {
        try
        {
            return PowerShellJson.Serialize(value, name => UnknownKeys.IsKnown(name) || KnownNames.Contains(name));
        }
        catch (AirbyteKafkaException failure)
        {
            throw new AirbyteKafkaException(invalid, $"{source} cannot be used: {failure.Message}", failure);
        }
    }

    // What Get-Content gives without -Raw.
    private static string? Texts(object[] lines)
    {
        var texts = Array.ConvertAll(lines, line => PowerShellObject.Unwrap(line) as string);
        return texts.Length > 0 && Array.TrueForAll(texts, text => text is not null) ? string.Join('\n', texts) : null;
    }
}
