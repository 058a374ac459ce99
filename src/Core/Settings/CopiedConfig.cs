using System.Text.Json;
using System.Text.Json.Nodes;
using AirbyteKafka.Text;

namespace AirbyteKafka.Settings;

/// <summary>
/// What is left of a configuration or connection object that went through <c>Export-Clixml</c>, a job, a remote session or
/// <c>ConvertTo-Json</c>: the properties that it shows, without its secrets. Its settings make the configuration again.
/// </summary>
/// <param name="Json">The configuration without the secrets.</param>
/// <param name="Lost">The paths of the secrets that the object had.</param>
internal sealed record CopiedConfig(byte[] Json, IReadOnlyList<string> Lost)
{
    private const string Servers = "BootstrapServers";
    private const string Pattern = "TopicPattern";
    private const string Settings = "Settings";

    /// <summary>What stands in place of a secret in the settings that an object shows.</summary>
    public const string Blotted = "***";

    /// <summary>Reads a copy; <see langword="null"/> where the JSON is none.</summary>
    public static CopiedConfig? Find(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.IndexOf("\"BootstrapServers\""u8) < 0 || Parse(utf8Json) is not { } root
            || root.ContainsKey(DestinationSettings.BootstrapServers.Name)
            || root[Servers] is not JsonValue || root[Settings] is not JsonObject shown)
        {
            return null;
        }

        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(DestinationSettings.BootstrapServers, root[Servers]);
        Add(DestinationSettings.TopicPattern, root[Pattern]);
        foreach (var (path, value) in shown)
        {
            if (value is JsonValue)
            {
                settings[path] = value.ToString();
            }
        }

        var lost = settings.Where(setting => setting.Value == Blotted).Select(setting => setting.Key).ToList();
        lost.ForEach(path => settings.Remove(path));
        lost.AddRange(DestinationSettings.All.OfType<PropertyListSetting>().SelectMany(
            setting => LostProperties(setting, settings.GetValueOrDefault(setting.Path))));
        return new(ConfigWriter.ToJson(settings), lost);

        void Add(Setting setting, JsonNode? value)
        {
            if (value is JsonValue)
            {
                settings[setting.Path] = value.ToString();
            }
        }
    }

    /// <summary>Whether a user and a password that are given anew make up for all that was lost.</summary>
    public bool IsCompleteWithCredential => Lost.All(path => path == ProtocolSettings.SaslJaasConfig.Path);

    /// <summary>Says what is missing, and what to do.</summary>
    /// <param name="source">What the copy was given as.</param>
    public string Explain(string source) =>
        $"{source} is a copy of a configuration object, as a job ($using:), a remote session, Export-Clixml or ConvertTo-Json make it, and "
        + $"a copy has no secrets: {Printable.List(Lost)} {(Lost.Count == 1 ? "is" : "are")} missing. "
        + (IsCompleteWithCredential ? "Give the user and password with -Credential, or save" : "Save")
        + " the configuration with Export-KafkaDestinationConfig and give the file's path.";

    // A part of a value may be a secret, such as the password in an address. Names are shown as the object showed them.
    private static IEnumerable<string> LostProperties(PropertyListSetting setting, string? shown) => (shown ?? "").Split('\n')
        .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(property => property is [not ['#', ..], var value] && value.Contains(Blotted, StringComparison.Ordinal))
        .Select(property => $"{property[0]} ({setting.Path})");

    private static JsonObject? Parse(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            var reader = JsonInput.Reader(utf8Json);
            var root = JsonNode.Parse(ref reader) as JsonObject;

            // Only now are names that are given twice found.
            _ = root?.Count;
            return root;
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException)
        {
            // Whoever reads the configuration says why.
            return null;
        }
    }
}
