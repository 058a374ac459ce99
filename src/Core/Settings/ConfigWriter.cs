using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AirbyteKafka.Settings;

/// <summary>Writes configurations as JSON, from settings given as texts by their paths: <c>protocol.sasl_mechanism</c>.</summary>
public static class ConfigWriter
{
    // Few escapes: the text is for people too.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>The settings as a JSON object, UTF-8, in the order of the spec and with its types.</summary>
    /// <param name="settings">Texts by path; numbers in digits, flags as <c>true</c> and <c>false</c>. Paths that are no settings are left
    /// out.</param>
    public static byte[] ToJson(IReadOnlyDictionary<string, string> settings)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            foreach (var setting in DestinationSettings.All)
            {
                if (setting is ProtocolSetting)
                {
                    WriteProtocol(json, settings);
                }
                else
                {
                    Write(json, setting, settings);
                }
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// What a configuration was made of and what Airbyte's form asks for besides: settings that were not given get the values that count
    /// for them, names are spelled as the spec spells them, and settings without effect are gone.
    /// </summary>
    /// <param name="given">The settings that <paramref name="config"/> was read from.</param>
    /// <param name="config">The configuration that came of them.</param>
    public static IReadOnlyDictionary<string, string> Complete(IReadOnlyDictionary<string, string> given, DestinationConfig config)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in DestinationSettings.All)
        {
            if ((setting.RequiredInSpec || given.ContainsKey(setting.Path)) && setting.ToText(config.Values) is { Length: > 0 } value)
            {
                settings.Add(setting.Path, value);
            }
        }

        var understood = config.Protocol.ToSettings();
        foreach (var setting in ProtocolSettings.Variants.First(variant => variant.Protocol == config.Protocol.Protocol).Settings)
        {
            // Empty is a value where the connection says so; as it was given, it is none.
            if (understood.TryGetValue(setting.Path, out var value) || (given.TryGetValue(setting.Path, out value) && value.Length > 0))
            {
                settings.Add(setting.Path, value);
            }
        }

        return settings;
    }

    private static void WriteProtocol(Utf8JsonWriter json, IReadOnlyDictionary<string, string> settings)
    {
        if (!ProtocolSettings.All.Any(setting => settings.ContainsKey(setting.Path)))
        {
            return;
        }

        json.WriteStartObject(DestinationSettings.Protocol.Name);
        foreach (var setting in ProtocolSettings.All)
        {
            Write(json, setting, settings);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Setting setting, IReadOnlyDictionary<string, string> settings)
    {
        if (settings.TryGetValue(setting.Path, out var value))
        {
            setting.WriteJson(json, value);
        }
    }
}
