using System.Text.Json;
using AirbyteKafka.Airbyte.Input;

namespace AirbyteKafka.Settings;

/// <summary>The keys and values of a configuration before anyone asks what they mean.</summary>
internal sealed class ConfigDocument
{
    // A key that is given a thousand times is told of once.
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);

    private ConfigDocument()
    {
    }

    /// <summary>A configuration that says nothing.</summary>
    public static ConfigDocument Empty => new();

    /// <summary>The keys of the top level.</summary>
    public Dictionary<string, ConfigValue> Root { get; } = [];

    /// <summary>The keys of the <c>protocol</c> object, if there is one.</summary>
    public Dictionary<string, ConfigValue> Protocol { get; } = [];

    /// <summary>
    /// Reads the JSON; what is wrong with it is said in <paramref name="issues"/>, and <see langword="null"/> returned where nothing can be
    /// read.
    /// </summary>
    public static ConfigDocument? Read(ReadOnlySpan<byte> utf8, string source, ConfigIssues issues)
    {
        if (JsonInput.TryOpen(ref utf8, source) is { } unusable)
        {
            issues.Problem(ConfigIssueId.JsonSyntax, "", unusable);
            return null;
        }

        try
        {
            var reader = JsonInput.Reader(utf8);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                reader.Read();
                issues.Problem(
                    ConfigIssueId.WrongType,
                    "",
                    $"{source} has to hold a JSON object with the settings, as in {{\"bootstrap_servers\": \"kafka:9092\", …}}.");
                return null;
            }

            var document = new ConfigDocument();
            document.ReadObject(ref reader, document.Root, "", issues);
            reader.Read();
            return document;
        }
        catch (JsonException exception)
        {
            issues.Problem(ConfigIssueId.JsonSyntax, "", JsonInput.Describe(exception, utf8, source));
            return null;
        }
    }

    /// <summary>Takes the settings out of the top level that are not among <paramref name="settings"/>. Other keys stay.</summary>
    public void Keep(IReadOnlyList<Setting> settings)
    {
        foreach (var setting in DestinationSettings.All.Except(settings))
        {
            Root.Remove(setting.Name);
        }
    }

    /// <summary>The items of a list, where all are texts. Works on a copy of the reader, which stays where it is.</summary>
    private static List<string>? ReadTexts(Utf8JsonReader reader)
    {
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            texts.Add(JsonText.Read(ref reader));
        }

        return reader.TokenType == JsonTokenType.EndArray ? texts : null;
    }

    /// <summary>The members of an object, where all are scalars. Works on a copy of the reader, which stays where it is.</summary>
    private static List<KeyValuePair<string, string>>? ReadMembers(Utf8JsonReader reader)
    {
        var members = new List<KeyValuePair<string, string>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.Read(ref reader);
            reader.Read();
            if (ReadScalar(ref reader) is { } text)
            {
                members.Add(new(name, text));
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                return null;
            }
        }

        return members;
    }

    private static string? ReadScalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => JsonText.Read(ref reader),
        JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    private void ReadObject(ref Utf8JsonReader reader, Dictionary<string, ConfigValue> section, string prefix, ConfigIssues issues)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonText.Read(ref reader);
            reader.Read();
            var token = reader.TokenType;
            var text = ReadScalar(ref reader) ?? "";
            issues.Secrets.AddUserInfo(text);
            if (section.ContainsKey(name) && UnknownKeys.IsKnown(name) && _repeated.Add(prefix + name))
            {
                issues.Warning(ConfigIssueId.DuplicateKey, prefix + name, $"{prefix}{name} is given twice; the last one counts.");
            }

            section[name] = new(
                token,
                text,
                token == JsonTokenType.StartArray ? ReadTexts(reader) : null,
                token == JsonTokenType.StartObject ? ReadMembers(reader) : null);
            if (token == JsonTokenType.StartObject && prefix.Length == 0 && name == DestinationSettings.Protocol.Name)
            {
                Protocol.Clear();
                ReadObject(ref reader, Protocol, $"{name}.", issues);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
