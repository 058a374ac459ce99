using System.Management.Automation;
using System.Text;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>A JSON document given to a parameter: as a file, as text, or as a PowerShell object.</summary>
/// <param name="Utf8">The document. From a file: its bytes as they are.</param>
/// <param name="Source">What to call it in a message: the file's full path, or the parameter.</param>
internal readonly record struct JsonArgument(byte[] Utf8, string Source)
{
    /// <summary>Reads what a parameter was given.</summary>
    /// <param name="cmdlet">Resolves paths by its session's current location.</param>
    /// <param name="parameter">The parameter's name without the dash.</param>
    /// <param name="value">A path, JSON text (it begins with a brace), its lines, a file, a dictionary or an object.</param>
    /// <param name="invalid">The kind of failure where the value cannot be such a document.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.FileUnreadable"/>, or <paramref name="invalid"/>.</exception>
    internal static JsonArgument Read(PSCmdlet cmdlet, string parameter, object value, ErrorKind invalid)
    {
        var source = "-" + parameter;
        return PowerShellObject.Unwrap(value) switch
        {
            KafkaDestinationConfig config => new JsonArgument(config.ToJson(), source),
            string text when IsJson(text) => new JsonArgument(Encoding.UTF8.GetBytes(text), source),
            string path => FromFile(LiteralPath.Resolve(cmdlet, path)),
            FileInfo file => FromFile(file.FullName),
            PathInfo path => FromFile(LiteralPath.Resolve(cmdlet, path.Path)),
            object[] lines when Lines(lines) is { } text => new JsonArgument(Encoding.UTF8.GetBytes(text), source),
            var other when PowerShellObject.IsRecord(other) => new JsonArgument(Serialize(value, source, invalid), source),
            var other => throw new AirbyteKafkaException(
                invalid, $"{source} was given {PowerShellObject.Describe(other)}. Give it the path of a JSON file, JSON text, a hashtable or an object."),
        };
    }

    private static JsonArgument FromFile(string path) => new(LiteralPath.ReadAllBytes(path), path);

    private static byte[] Serialize(object value, string source, ErrorKind invalid)
    {
        try
        {
            return PowerShellJson.Serialize(value);
        }
        catch (AirbyteKafkaException failure)
        {
            throw new AirbyteKafkaException(invalid, $"{source} cannot be used: {failure.Message}", failure);
        }
    }

    // What Get-Content gives without -Raw.
    private static string? Lines(object[] lines)
    {
        var texts = Array.ConvertAll(lines, line => PowerShellObject.Unwrap(line) as string);
        return Array.TrueForAll(texts, text => text is not null) && string.Join('\n', texts) is var text && IsJson(text) ? text : null;
    }

    private static bool IsJson(string text) => text.AsSpan().TrimStart().StartsWith('{');
}
