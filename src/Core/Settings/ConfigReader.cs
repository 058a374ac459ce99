using System.Globalization;
using System.Text.Json;
using AirbyteKafka.Security;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Settings;

/// <summary>
/// Reads typed values out of one object of the configuration by what their settings say about them. What is wrong is collected, never
/// thrown.
/// </summary>
/// <param name="section">The keys and values of the object.</param>
/// <param name="document">The whole configuration.</param>
/// <param name="issues">Takes what is wrong.</param>
internal sealed class ConfigReader(Dictionary<string, ConfigValue> section, ConfigDocument document, ConfigIssues issues)
{
    /// <summary>Takes what is wrong.</summary>
    public ConfigIssues Issues => issues;

    /// <summary>The security protocol, which is read before the settings of the top level.</summary>
    public SecurityProtocol Protocol { get; init; }

    /// <summary>How names of topics are made, which is read before the settings that give them.</summary>
    public TopicNaming Naming { get; init; } = TopicNaming.Airbyte;

    /// <summary>Settings that may be left out here, though a destination cannot do without them.</summary>
    public IReadOnlyList<Setting> Optional { get; init; } = [];

    /// <summary>Whether the key is there and says anything.</summary>
    public bool Has(Setting setting) => section.TryGetValue(setting.Name, out var value) && !value.IsBlank;

    /// <summary>The text that stands there, whatever is wrong with it; for hiding secrets, not for using them.</summary>
    public string? Raw(Setting setting) => section.TryGetValue(setting.Name, out var value) ? value.Text : null;

    /// <summary>A text exactly as it stands; <see langword="null"/> where it is absent or blank.</summary>
    public string? Text(Setting setting)
    {
        if (!Has(setting))
        {
            if (setting.Needed && !Optional.Contains(setting))
            {
                issues.Problem(ConfigIssueId.Missing, setting.Path, $"{setting.Path} is missing.{MeantFor(setting)} {setting.Description}");
            }

            return null;
        }

        var value = section[setting.Name];
        if (!value.IsScalar)
        {
            WrongType(setting, value, "a text");
            return null;
        }

        if (Unusable(value.Text) is { } reason)
        {
            issues.Problem(
                ConfigIssueId.UnusableText,
                setting.Path,
                $"{setting.Path} holds {reason}, which cannot be sent to a broker. Remove it.");
            return null;
        }

        return value.Text;
    }

    /// <summary>A text, or a list of texts as one with commas between them; <see langword="null"/> where it is absent or blank.</summary>
    public string? TextOrList(Setting setting) =>
        section.TryGetValue(setting.Name, out var value) && value.Items is { } items ? string.Join(',', items) : Text(setting);

    /// <summary>
    /// A list of properties: lines of a text, or the members of an object. Empty where it is absent, or no such list.
    /// </summary>
    public IReadOnlyList<PropertyEntry> Properties(PropertyListSetting setting)
    {
        var value = section.GetValueOrDefault(setting.Name);
        return value?.Members is { } members ? [.. members.Select(member => new PropertyEntry(member.Key, member.Value, setting.Path))]
            : (value?.Items is { } lines ? string.Join('\n', lines) : Text(setting)) is { } text ? PropertyLines.Read(text, setting, issues)
            : [];
    }

    /// <summary>
    /// For a setting that is missing: the sentence, with a blank in front, that names the key that was probably meant for it. Empty where
    /// there is none.
    /// </summary>
    public string MeantFor(Setting setting) => UnknownKeys.FindMeantFor(setting, document) is { } key ? $" {key}" : "";

    /// <summary>One of the texts the setting allows; the default where it is absent or wrong.</summary>
    public string Choice(ChoiceSetting setting)
    {
        var text = Text(setting)?.Trim() ?? setting.Default;
        var comparison = setting.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (setting.Accepted.FirstOrDefault(accepted => string.Equals(accepted, text, comparison)) is { } accepted)
        {
            return setting.Synonyms.GetValueOrDefault(accepted, accepted);
        }

        if (!issues.HasProblemAt(setting.Path))
        {
            var list = string.Join(", ", setting.Allowed.Distinct().Where(allowed => allowed.Length > 0));
            issues.Problem(
                ConfigIssueId.NotAllowed,
                setting.Path,
                $"{setting.Path}: {QuotedValue.NearlyOneOf(text, setting.Accepted)} is not one of {list}.");
        }

        return setting.Default;
    }

    /// <summary>A yes or no; no where it is absent or wrong.</summary>
    public bool Flag(FlagSetting setting)
    {
        if (!Has(setting))
        {
            return false;
        }

        var value = section[setting.Name];
        if (value.IsScalar && value.Token != JsonTokenType.Number && bool.TryParse(value.Text, out var flag))
        {
            return flag;
        }

        WrongType(setting, value, "true or false");
        return false;
    }

    /// <summary>
    /// A whole number within the setting's range; the default where it is absent or wrong. Numbers and numeric strings are read alike.
    /// </summary>
    public long Number(NumberSetting setting)
    {
        if (!Has(setting))
        {
            return setting.Default;
        }

        if (Whole(setting, setting.Minimum, setting.Maximum) is not { } number)
        {
            return setting.Default;
        }

        WarnWhenAdjusted(setting, number);
        return number;
    }

    /// <summary>A whole number that is there, within a range; <see langword="null"/> where it is wrong.</summary>
    public long? Whole(Setting setting, long minimum, long maximum)
    {
        var value = section[setting.Name];
        if (!value.IsScalar || !TryWhole(value.Text, out var number))
        {
            WrongType(setting, value, "a whole number");
            return null;
        }

        if (number < minimum || number > maximum)
        {
            var range = maximum == long.MaxValue ? $"at least {minimum}" : $"from {minimum} to {maximum}";
            issues.Problem(
                ConfigIssueId.OutOfRange,
                setting.Path,
                $"{setting.Path}: {QuotedValue.Any(value.Text.Trim())} is out of range; it must be {range}.");
            return null;
        }

        return (long)number;
    }

    private void WarnWhenAdjusted(NumberSetting setting, long number)
    {
        foreach (var target in setting.Librdkafka)
        {
            var used = Math.Clamp(number, target.Minimum, target.Maximum);
            if (used != number && number != setting.Sentinel && !target.OtherUnit)
            {
                issues.Warning(
                    ConfigIssueId.Adjusted,
                    setting.Path,
                    $"{setting.Path}: {number} is used as {used} for {target.Name}, which takes {target.Minimum} to {target.Maximum}.");
            }
        }
    }

    private void WrongType(Setting setting, ConfigValue value, string wanted)
    {
        var found = value.Token switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            _ when setting.Secret => "another value",
            _ => QuotedValue.NearlyOneOf(value.Text, ["true", "false"]),
        };
        issues.Problem(ConfigIssueId.WrongType, setting.Path, $"{setting.Path} must be {wanted}, not {found}.");
    }

    /// <summary>Reads 16384, "16384", 16384.0 and 1e4 alike; what is no whole number is refused.</summary>
    private static bool TryWhole(string text, out decimal number)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent
            | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

        // Decimal keeps all digits but rounds what is smaller than its last place; double does not round that to a whole number.
        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out number) && decimal.IsInteger(number)
            && double.IsInteger(double.Parse(text, Style, CultureInfo.InvariantCulture));
    }

    private static string? Unusable(string text)
    {
        if (text is [not '\0', '\0', not '\0', '\0', ..] or ['\0', not '\0', '\0', not '\0', ..])
        {
            return "a text that is encoded as UTF-16 and was read as something else";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return "a NUL character";
            }

            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return "half a surrogate pair";
                }

                i++;
            }
        }

        return null;
    }
}
