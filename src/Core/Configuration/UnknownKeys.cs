namespace AirbyteKafka.Configuration;

/// <summary>Says which keys are no settings, and what they were probably meant to be.</summary>
internal static class UnknownKeys
{
    private const int LongestShown = 60;

    public static void Warn(ConfigDocument document, ConfigIssues issues)
    {
        Warn(document.Root, "", ConfigProperties.All, ProtocolProperties.All, issues);
        Warn(document.Protocol, "protocol.", ProtocolProperties.All, ConfigProperties.All, issues);
    }

    private static void Warn(
        Dictionary<string, ConfigValue> section,
        string prefix,
        IReadOnlyList<ConfigProperty> here,
        IReadOnlyList<ConfigProperty> elsewhere,
        ConfigIssues issues)
    {
        foreach (var (name, value) in section)
        {
            if (here.Any(property => property.Name == name))
            {
                continue;
            }

            if (LooksSecret(name))
            {
                issues.Secrets.AddLines(value.Text);
            }

            var shown = prefix + (name.Length <= LongestShown ? name : name[..LongestShown] + "…");
            var meant = Closest(name, here) ?? Closest(name, elsewhere);
            var hint = meant is null ? "" : $" Did you mean {meant.Path}?";
            issues.Warning(ConfigIssueId.UnknownKey, shown, $"{shown} is not a setting and has no effect.{hint}");
        }
    }

    private static ConfigProperty? Closest(string name, IReadOnlyList<ConfigProperty> properties) =>
        ClosestName.Of(name, properties.Select(property => property.Name)) is { } closest ? properties.First(property => property.Name == closest) : null;

    private static bool LooksSecret(string name) =>
        ((string[])["password", "secret", "token", "jaas", "key", "credential"]).Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
