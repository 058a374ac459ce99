using AirbyteKafka.Security;

namespace AirbyteKafka.Settings;

/// <summary>The settings of a configuration as they can be shown to anybody, and as a copy of it is made from.</summary>
internal static class ShownSettings
{
    /// <summary>What was given, as texts by their paths, in the order of the spec; three asterisks in place of each secret.</summary>
    public static IReadOnlyDictionary<string, string> Of(ConfigDocument document, ConnectionSecurity security, SecretRedactor secrets)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in DestinationSettings.All)
        {
            Add(setting, document.Root);
            if (setting is ProtocolSetting)
            {
                Array.ForEach([.. ProtocolSettings.All], member => Add(member, document.Protocol));
            }
        }

        // Where the login came as a credential, no text of it was given.
        if (security.Login?.ToJaas() is not null)
        {
            shown[ProtocolSettings.SaslJaasConfig.Path] = CopiedConfig.Blotted;
        }

        return shown.AsReadOnly();

        void Add(Setting setting, Dictionary<string, ConfigValue> section)
        {
            // Of one setting the empty text is a value: it switches the comparison of host names off.
            if (section.TryGetValue(setting.Name, out var value)
                && (value.Items is not null || (value.IsScalar && value.Text.Length > 0)
                    || setting == ProtocolSettings.EndpointIdentificationAlgorithm))
            {
                shown.Add(setting.Path, setting.Secret ? CopiedConfig.Blotted
                    : secrets.Redact(value.Items is { } items ? string.Join(',', items) : value.Text));
            }
        }
    }
}
