using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AirbyteKafka.Security;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Security.Sasl.Jaas;

namespace AirbyteKafka.Settings;

/// <summary>Writes configurations as JSON, from settings given as texts by their paths: <c>protocol.sasl_mechanism</c>.</summary>
public static class ConfigWriter
{
    // Few escapes: the text is for people too.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>The settings as a JSON object, UTF-8, in the order of the spec and with its types.</summary>
    /// <param name="settings">Texts by path; numbers in digits, flags as <c>true</c> and <c>false</c>. Paths that are no settings are left out.</param>
    public static byte[] ToJson(IReadOnlyDictionary<string, string> settings)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            foreach (var property in ConfigProperties.All)
            {
                if (property.Type == ConfigValueType.Protocol)
                {
                    WriteProtocol(json, settings);
                }
                else
                {
                    Write(json, property, settings);
                }
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// What a configuration was made of and what Airbyte's form asks for besides: settings that were not given get the values that count for
    /// them, names are spelled as the spec spells them, and settings without effect are gone.
    /// </summary>
    /// <param name="given">The settings that <paramref name="config"/> was read from.</param>
    /// <param name="config">The configuration that came of them.</param>
    public static IReadOnlyDictionary<string, string> Complete(IReadOnlyDictionary<string, string> given, DestinationConfig config)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var variant = ProtocolProperties.Variants.First(variant => variant.Protocol == config.Protocol.Protocol);
        foreach (var property in ConfigProperties.All.Concat(variant.Properties))
        {
            if (property.Type != ConfigValueType.Protocol
                && (Effective(property, config) ?? given.GetValueOrDefault(property.Path) ?? (property.RequiredInSpec ? property.Fallback : null)) is { Length: > 0 } value)
            {
                settings.Add(property.Path, value);
            }
        }

        // Empty is a value here, and the only one besides the default.
        if (config.Protocol.Tls is { VerifyHostName: false })
        {
            settings[ProtocolProperties.EndpointIdentificationAlgorithm.Path] = "";
        }

        return settings;
    }

    /// <summary>What counts where it is not what was given: other spellings, defaults that depend on other settings, a credential.</summary>
    private static string? Effective(ConfigProperty property, DestinationConfig config) =>
        property.Path == ConfigProperties.BootstrapServers.Path ? config.BootstrapServers
        : property.Path == ConfigProperties.Acks.Path ? config.Acks == Acks.All ? "all" : ((int)config.Acks).ToString(CultureInfo.InvariantCulture)
        : property.Path == ConfigProperties.DeliveryTimeoutMs.Path ? config.DeliveryTimeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)
        : property.Path == ProtocolProperties.SecurityProtocol.Path ? config.Protocol.Protocol.ToKafkaName()
        : property.Path == ProtocolProperties.SaslMechanism.Path ? config.Protocol.Login?.Mechanism
        : property.Path == ProtocolProperties.SaslJaasConfig.Path ? config.Protocol.Login is { } login ? JaasEntry.For(login)?.ToJaasText() : null
        : null;

    private static void WriteProtocol(Utf8JsonWriter json, IReadOnlyDictionary<string, string> settings)
    {
        if (!ProtocolProperties.All.Any(property => settings.ContainsKey(property.Path)))
        {
            return;
        }

        json.WriteStartObject(ConfigProperties.Protocol.Name);
        foreach (var property in ProtocolProperties.All)
        {
            Write(json, property, settings);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ConfigProperty property, IReadOnlyDictionary<string, string> settings)
    {
        if (!settings.TryGetValue(property.Path, out var value))
        {
            return;
        }

        switch (property.Type)
        {
            case ConfigValueType.WholeNumber when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                json.WriteNumber(property.Name, number);
                break;
            case ConfigValueType.Flag when bool.TryParse(value, out var flag):
                json.WriteBoolean(property.Name, flag);
                break;
            default:
                json.WriteString(property.Name, value);
                break;
        }
    }
}
