using System.Management.Automation;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>What a <c>-Connection</c> parameter takes.</summary>
internal static class ConnectionArgument
{
    private const string Parameter = "Connection";
    private const string Source = "-" + Parameter;
    private const string AddressCharacters = ".-_:/[], @";
    private const string Forms = "host:port (with commas between several), the path of a file, JSON text that begins with a brace, a "
        + "hashtable or an object";

    /// <summary>Reads a connection; ends the command, with an error record for each problem, where it cannot be used.</summary>
    /// <param name="cmdlet">Resolves paths by its session's current location.</param>
    /// <param name="value">What was given; <see langword="null"/> for the runspace's own connection.</param>
    /// <param name="credential">Takes the place of the user and password in it.</param>
    /// <param name="more">Settings that take the place of those in it, as texts by their paths.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.NotConnected"/>, <see cref="ErrorKind.ConfigInvalid"/> or <see cref="ErrorKind.FileUnreadable"/>.
    /// </exception>
    internal static KafkaConnection Read(
        PSCmdlet cmdlet, object? value, PSCredential? credential, IReadOnlyDictionary<string, string>? more = null)
    {
        var known = Find(value);
        if (known is KafkaConnection ready && credential is null && more is not { Count: > 0 })
        {
            return ready;
        }

        var (result, settings) = Parse(cmdlet, known, credential, more);
        return new KafkaConnection(Connect(known, ConfigErrors.GetConfigOrStop(cmdlet, result)), settings);
    }

    /// <summary>Reads a connection, for a command that has its own way to report what is wrong with it.</summary>
    /// <inheritdoc cref="Read"/>
    internal static ClusterConnection ReadOrThrow(PSCmdlet cmdlet, object? value, PSCredential? credential)
    {
        var known = Find(value);
        return known is KafkaConnection ready && credential is null
            ? ready.Cluster
            : Connect(known, Parse(cmdlet, known, credential, more: null).Result.GetConfigOrThrow());
    }

    private static ClusterConnection Connect(object known, DestinationConfig config)
    {
        var connection = ClusterConnection.Of(config);
        return known is KafkaMockCluster or KafkaConnection { Cluster.IsMock: true } ? connection.ToMock() : connection;
    }

    private static object Find(object? value) =>
        (value is null ? RunspaceState.Current.Connection : PowerShellObject.Unwrap(value)) ?? throw NotConnected();

    private static (ConfigParseResult Result, JsonArgument Settings) Parse(
        PSCmdlet cmdlet, object value, PSCredential? credential, IReadOnlyDictionary<string, string>? more)
    {
        var document = ReadDocument(cmdlet, value);
        var properties = PropertiesArgument.Read(cmdlet, document);
        var settings = (properties ?? document).With(more);
        var result = ClusterConnection.TryParse(settings.Utf8, settings.Source, CredentialArgument.Read(credential));
        return (properties is null ? result : Renamed(result), settings);
    }

    private static JsonArgument ReadDocument(PSCmdlet cmdlet, object value) => value switch
    {
        KafkaConnection connection => connection.ToSettings(),
        KafkaMockCluster cluster => OfServers(cluster.BootstrapServers),
        string text when IsServers(text) => OfServers(text),
        string text when IsProperties(text) => JsonArgument.OfText(text, Source),
        string text when !JsonArgument.IsJson(text) && !PathText.LooksLikePath(text) && !LiteralPath.Exists(cmdlet, text) =>
            throw new AirbyteKafkaException(
                ErrorKind.ConfigInvalid,
                $"{Source} was given {PathText.Describe(text)}, which is neither host:port nor JSON nor the path of a file. "
                + $"It is not shown, as it may hold a secret. Give {Source} {Forms}."),
        object[] list when Texts(list) is { } servers && Array.TrueForAll(servers, IsServers) => OfServers(string.Join(',', servers)),
        object[] list when Texts(list) is { } lines && string.Join('\n', lines) is var text && IsProperties(text) =>
            JsonArgument.OfText(text, Source),
        _ => JsonArgument.Read(cmdlet, Parameter, value, ErrorKind.ConfigInvalid),
    };

    private static JsonArgument OfServers(string servers)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { [DestinationSettings.BootstrapServers.Path] = servers };
        return new(ConfigWriter.ToJson(settings), Source);
    }

    private static bool IsProperties(string text) =>
        text.Contains('=', StringComparison.Ordinal) && !JsonArgument.IsJson(text) && ClientProperties.Read(text) is not null;

    // Any list with a port in it, so that what is wrong with the rest is said of addresses. What has other characters may be a secret,
    // which no message repeats; of a login among addresses it is only said that it is one.
    private static bool IsServers(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || AddressCharacters.Contains(character, StringComparison.Ordinal))
        && Array.Exists(text.Split(','), EndsWithPort);

    private static bool EndsWithPort(string entry)
    {
        var port = entry.AsSpan().TrimEnd();
        var colon = port.LastIndexOf(':');
        return colon > 0 && colon < port.Length - 1 && !port[(colon + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    private static string[]? Texts(object[] list)
    {
        string[] texts = [.. list.Select(PowerShellObject.Unwrap).OfType<string>()];
        return texts.Length == list.Length && texts.Length > 0 ? texts : null;
    }

    private static ConfigParseResult Renamed(ConfigParseResult result) => result with
    {
        Problems = [.. result.Problems.Select(problem => problem with { Message = ClientProperties.Rename(problem.Message) })],
    };

    private static AirbyteKafkaException NotConnected() => new(
        ErrorKind.NotConnected,
        "This session has no connection to Kafka. Connect once with Connect-Kafka host:port, or give the command "
        + $"{Source} host:port, a file, a hashtable or an object; in a job or ForEach-Object -Parallel, {Source} $using:connection.");
}
