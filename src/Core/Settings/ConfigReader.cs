using System.Globalization;
using System.Text.Json;

namespace AirbyteKafka.Settings;

/// <summary>Reads typed values out of one object of the configuration by what the property table says about them. What is wrong is collected, never thrown.</summary>
internal sealed class ConfigReader(Dictionary<string, ConfigValue> section, ConfigDocument document, ConfigIssues issues)
{
    /// <summary>Whether the key is there and says anything.</summary>
    public bool Has(ConfigProperty property) => section.TryGetValue(property.Name, out var value) && !value.IsBlank;

    /// <summary>The text that stands there, whatever is wrong with it; for hiding secrets, not for using them.</summary>
    public string? Raw(ConfigProperty property) => section.TryGetValue(property.Name, out var value) ? value.Text : null;

    /// <summary>A text exactly as it stands; <see langword="null"/> where it is absent or blank.</summary>
    public string? Text(ConfigProperty property)
    {
        if (!Has(property))
        {
            if (property.Needed)
            {
                issues.Problem(ConfigIssueId.Missing, property.Path, $"{property.Path} is missing.{MeantFor(property)} {property.Description}");
            }

            return null;
        }

        var value = section[property.Name];
        if (!value.IsScalar)
        {
            WrongType(property, value, "a text");
            return null;
        }

        if (Unusable(value.Text) is { } reason)
        {
            issues.Problem(ConfigIssueId.UnusableText, property.Path, $"{property.Path} holds {reason}, which cannot be sent to a broker. Remove it.");
            return null;
        }

        return value.Text;
    }

    /// <summary>A text, or a list of texts as one with commas between them; <see langword="null"/> where it is absent or blank.</summary>
    public string? TextOrList(ConfigProperty property) =>
        section.TryGetValue(property.Name, out var value) && value.Items is { } items ? string.Join(',', items) : Text(property);

    /// <summary>For a setting that is missing: the sentence, with a blank in front, that names the key that was probably meant for it. Empty where there is none.</summary>
    public string MeantFor(ConfigProperty property) => UnknownKeys.FindMeantFor(property, document) is { } key ? $" {key}" : "";

    /// <summary>One of the texts the table allows; the fallback where it is absent or wrong.</summary>
    public string Choice(ConfigProperty property, StringComparison comparison = StringComparison.Ordinal)
    {
        var text = Text(property)?.Trim() ?? property.Fallback ?? "";
        foreach (var allowed in property.Allowed.Concat(property.AlsoAccepted))
        {
            if (string.Equals(allowed, text, comparison))
            {
                return allowed;
            }
        }

        if (!issues.HasProblemAt(property.Path))
        {
            var list = string.Join(", ", property.Allowed.Distinct().Where(allowed => allowed.Length > 0));
            issues.Problem(ConfigIssueId.NotAllowed, property.Path, $"{property.Path}: {QuotedValue.NearlyOneOf(text, property.Allowed.Concat(property.AlsoAccepted))} is not one of {list}.");
        }

        return property.Fallback ?? "";
    }

    /// <summary>A yes or no; the fallback where it is absent or wrong.</summary>
    public bool Flag(ConfigProperty property)
    {
        var fallback = property.Fallback == "true";
        if (!Has(property))
        {
            return fallback;
        }

        var value = section[property.Name];
        if (value.IsScalar && value.Token != JsonTokenType.Number && bool.TryParse(value.Text, out var flag))
        {
            return flag;
        }

        WrongType(property, value, "true or false");
        return fallback;
    }

    /// <summary>A whole number within the range of the table; the fallback where it is absent or wrong. Numbers and numeric strings are read alike.</summary>
    public long Number(ConfigProperty property)
    {
        var fallback = long.Parse(property.Fallback!, CultureInfo.InvariantCulture);
        if (!Has(property))
        {
            return fallback;
        }

        var value = section[property.Name];
        if (!value.IsScalar || !TryWhole(value.Text, out var number))
        {
            WrongType(property, value, "a whole number");
            return fallback;
        }

        if (number < property.Minimum || number > property.Maximum)
        {
            var range = property.Maximum == long.MaxValue ? $"at least {property.Minimum}" : $"from {property.Minimum} to {property.Maximum}";
            issues.Problem(ConfigIssueId.OutOfRange, property.Path, $"{property.Path}: {QuotedValue.Any(value.Text.Trim())} is out of range; it must be {range}.");
            return fallback;
        }

        WarnWhenAdjusted(property, (long)number);
        return (long)number;
    }

    private void WarnWhenAdjusted(ConfigProperty property, long number)
    {
        foreach (var target in property.Librdkafka)
        {
            var used = Math.Clamp(number, target.Minimum, target.Maximum);
            if (used != number && number != property.Sentinel && target.Name != "queue.buffering.max.kbytes")
            {
                issues.Warning(
                    ConfigIssueId.Adjusted,
                    property.Path,
                    $"{property.Path}: {number} is used as {used} for {target.Name}, which takes {target.Minimum} to {target.Maximum}.");
            }
        }
    }

    private void WrongType(ConfigProperty property, ConfigValue value, string wanted)
    {
        var found = value.Token switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            _ when property.Secret => "another value",
            _ => QuotedValue.NearlyOneOf(value.Text, ["true", "false"]),
        };
        issues.Problem(ConfigIssueId.WrongType, property.Path, $"{property.Path} must be {wanted}, not {found}.");
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
