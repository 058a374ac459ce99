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
                && TextOf(setting, value) is { } text
                && (text.Length > 0 || setting == ProtocolSettings.EndpointIdentificationAlgorithm))
            {
                shown.Add(setting.Path, setting.Secret ? CopiedConfig.Blotted : secrets.Redact(text));
            }
        }
    }

    // As one text, which is read as the list or the object was.
    private static string? TextOf(Setting setting, ConfigValue value) =>
        value.Items is { } items ? string.Join(setting is PropertyListSetting ? '\n' : ',', items)
        : value.Members is { } members && setting is PropertyListSetting
            ? string.Join('\n', members.Select(member => $"{member.Key}={member.Value}"))
        : value.IsScalar ? value.Text
        : null;
}
