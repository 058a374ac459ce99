using System.Globalization;
using AirbyteKafka.Text;

namespace AirbyteKafka.Settings;

/// <summary>Says which keys are no settings, and what they were probably meant to be.</summary>
public static class UnknownKeys
{
    private const string ProtocolPrefix = "protocol.";

    // More keys than a person writes are not looked through for what they may have meant, nor are their values kept out of messages: no
    // message has them.
    private const int MostMeant = 1000;
    private const int MostSecrets = 100;

    // Other words for what cannot be left out.
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.Ordinal)
    {
        ["brokers"] = "bootstrap_servers",
        ["brokerlist"] = "bootstrap_servers",
        ["metadatabrokerlist"] = "bootstrap_servers",
        ["kafkabrokers"] = "bootstrap_servers",
        ["kafkabootstrapservers"] = "bootstrap_servers",
        ["bootstrapbrokers"] = "bootstrap_servers",
        ["bootstrap"] = "bootstrap_servers",
        ["servers"] = "bootstrap_servers",
        ["topic"] = "topic_pattern",
        ["topics"] = "topic_pattern",
        ["topicname"] = "topic_pattern",
        ["protocol"] = "security_protocol",
        ["mechanism"] = "sasl_mechanism",
        ["saslmechanisms"] = "sasl_mechanism",
        ["jaas"] = "sasl_jaas_config",
        ["jaasconfig"] = "sasl_jaas_config",
    };

    /// <summary>Whether any object of the configuration has a setting of this name.</summary>
    /// <param name="name">A key.</param>
    public static bool IsKnown(string name) => DestinationSettings.All.Concat(ProtocolSettings.All).Any(property => property.Name == name);

    internal static void Warn(ConfigDocument document, ConfigIssues issues)
    {
        Warn(document.Root, "", DestinationSettings.All, ProtocolSettings.All, issues);
        Warn(document.Protocol, ProtocolPrefix, ProtocolSettings.All, DestinationSettings.All, issues);
    }

    /// <summary>
    /// A sentence on the key that was probably meant for a setting that is missing; <see langword="null"/> where there is none.
    /// </summary>
    internal static string? FindMeantFor(Setting missing, ConfigDocument document)
    {
        ReadOnlySpan<(Dictionary<string, ConfigValue>, string)> sections = [(document.Root, ""), (document.Protocol, ProtocolPrefix)];
        foreach (var (section, prefix) in sections)
        {
            var known = prefix.Length == 0 ? DestinationSettings.All : ProtocolSettings.All;
            foreach (var name in section.Keys.Where(name => known.All(property => property.Name != name)).Take(MostMeant))
            {
                if (Meant(name, [missing]) is not null)
                {
                    var where = prefix.Length > 0 ? $"inside of {DestinationSettings.Protocol.Name}" : "at the top level";
                    return name == missing.Name
                        ? $"{prefix}{name} stands {where}, where it has no effect: move it."
                        : $"{prefix}{name} is not a setting: did you mean {missing.Path}?";
                }
            }
        }

        return null;
    }

    private static void Warn(
        Dictionary<string, ConfigValue> section,
        string prefix,
        IReadOnlyList<Setting> here,
        IReadOnlyList<Setting> elsewhere,
        ConfigIssues issues)
    {
        var number = 0;
        var unknown = 0;
        var secrets = 0;
        var where = prefix.Length == 0 ? "at the top level" : $"of {DestinationSettings.Protocol.Name}";
        foreach (var (name, value) in section)
        {
            number++;
            if (here.Any(property => property.Name == name))
            {
                continue;
            }

            if (LooksSecret(name) && ++secrets <= MostSecrets)
            {
                issues.Secrets.AddLines(value.Text);
            }

            if (++unknown > Printable.MaxListed)
            {
                continue;
            }

            var meant = Meant(name, here) ?? Meant(name, elsewhere);
            if (QuotedValue.Key(name, meant is not null) is { } shown)
            {
                var hint = meant is null ? "" : $" Did you mean {meant.Path}?";
                issues.Warning(ConfigIssueId.UnknownKey, prefix + shown, $"{prefix}{shown} is not a setting and has no effect.{hint}");
            }
            else
            {
                issues.Warning(ConfigIssueId.UnknownKey, prefix.TrimEnd('.'), string.Create(
                    CultureInfo.InvariantCulture,
                    $"Key {number} {where} is not a setting and has no effect. Its name is {QuotedValue.Length(name)}."));
            }
        }

        if (unknown > Printable.MaxListed)
        {
            issues.Warning(ConfigIssueId.UnknownKey, prefix.TrimEnd('.'), string.Create(
                CultureInfo.InvariantCulture, $"{unknown - Printable.MaxListed} more keys {where} are not settings and have no effect."));
        }
    }

    private static Setting? Meant(string name, IReadOnlyList<Setting> properties)
    {
        var meant = Synonyms.GetValueOrDefault(ClosestName.Normalize(name)) is { } synonym
            && properties.Any(property => property.Name == synonym)
            ? synonym
            : ClosestName.Of(name, properties.Select(property => property.Name));
        return meant is null ? null : properties.First(property => property.Name == meant);
    }

    /// <summary>Whether what has this name is probably a secret.</summary>
    internal static bool LooksSecret(string name) =>
        ((string[])["password", "secret", "token", "jaas", "key", "credential"]).Any(
            word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
