using System.Management.Automation;
using System.Text;
using AirbyteKafka.Errors;
using AirbyteKafka.Security.Tls;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>The file that Kafka's own tools are given with <c>--command-config</c>, as an argument.</summary>
internal static class PropertiesArgument
{
    private const long LargestStore = 16L << 20;

    /// <summary>Makes settings of it. What in it is about the connection and cannot be followed is warned of.</summary>
    /// <param name="cmdlet">Resolves paths by its session's current location, as Java does by the process's.</param>
    /// <param name="document">What was given.</param>
    /// <returns><see langword="null"/> where it is no such file.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.FileUnreadable"/> or <see cref="ErrorKind.ConfigInvalid"/>: a store that it names.
    /// </exception>
    internal static JsonArgument? Read(PSCmdlet cmdlet, JsonArgument document)
    {
        var text = Encoding.UTF8.GetString(document.Utf8);
        if (JsonArgument.IsJson(text) || ClientProperties.Read(text) is not { } properties)
        {
            return null;
        }

        if (properties.NotFollowed is { Count: > 0 } others)
        {
            cmdlet.WriteWarning($"{Printable.Of(document.Source, Printable.MaxPathLength)}: {string.Join(", ", others)} "
                + $"{(others.Count == 1 ? "has" : "have")} no effect here.");
        }

        return new(ConfigWriter.ToJson(properties.ToSettings((name, path) => ReadPem(cmdlet, name, path))), document.Source);
    }

    private static string ReadPem(PSCmdlet cmdlet, string property, string path)
    {
        var bytes = LiteralPath.ReadAllBytes(cmdlet, LiteralPath.Resolve(cmdlet, path), LargestStore);
        return PemFormat.NameOther(bytes) is { } other
            ? throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, $"{property}: the file {PathText.Show(path)} {other}.")
            : Encoding.UTF8.GetString(bytes);
    }
}
