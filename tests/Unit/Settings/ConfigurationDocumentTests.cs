using System.Reflection;
using System.Text;
using AirbyteKafka.Security;
using AirbyteKafka.Settings;
using Xunit;

namespace AirbyteKafka.Tests.Settings;

/// <summary>Keeps docs/configuration.md and the property tables together. <c>UPDATE_DOCS=1</c> writes the generated parts anew.</summary>
public sealed class ConfigurationDocumentTests
{
    private static readonly string DocumentPath = Path.Combine(
        typeof(ConfigurationDocumentTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(
            attribute => attribute.Key == "RepositoryRoot").Value!,
        "docs",
        "configuration.md");

    public static TheoryData<string> Sections => [.. Tables.Keys];

    [Theory]
    [MemberData(nameof(Sections))]
    public void The_document_says_what_the_tables_say(string section)
    {
        var text = File.ReadAllText(DocumentPath);
        var begin = $"<!-- generated: {section} -->\n";
        const string End = "<!-- end -->";
        var start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var end = text.IndexOf(End, start, StringComparison.Ordinal);
        var expected = Tables[section]();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(DocumentPath, string.Concat(text.AsSpan(0, start), expected, text.AsSpan(end)));
            return;
        }

        Assert.Equal(expected, text[start..end]);
    }

    private static Dictionary<string, Func<string>> Tables => new()
    {
        ["settings"] = () => Settings(DestinationSettings.All),
        ["protocol"] = () => Settings(ProtocolSettings.All),
        ["variants"] = Variants,
        ["fixed"] = Fixed,
        ["refused"] = Refused,
        ["ids"] = () => string.Concat(Enum.GetNames<ConfigIssueId>().Select(name => $"`{name}`\n")),
    };

    private static string Settings(IEnumerable<Setting> properties)
    {
        var text = Header("Setting", "Type", "Default", "Range or values", "Kafka property", "librdkafka property",
            "What differs from Kafka's Java client");
        foreach (var property in properties)
        {
            Row(text, Name(property), Type(property), Default(property), Range(property), Code(property.KafkaProperty), Targets(property),
                property.Difference);
        }

        return text.ToString();
    }

    private static string Variants()
    {
        string[] names = [.. ProtocolSettings.Variants.Select(variant => variant.Protocol.ToKafkaName())];
        var text = Header(["Setting", .. names]);
        foreach (var property in ProtocolSettings.All)
        {
            Row(text, [$"`{property.Name}`",
                .. ProtocolSettings.Variants.Select(variant => variant.Settings.Any(known => known.Name == property.Name) ? "yes" : "")]);
        }

        return text.ToString();
    }

    private static string Refused()
    {
        var text = Header("Property", "Why");
        foreach (var reason in ProducerPropertyRules.Refused.GroupBy(refused => refused.Reason))
        {
            Row(text, string.Join(", ", reason.Select(refused => $"`{refused.Name}`")), reason.Key);
        }

        return text.ToString();
    }

    private static string Fixed()
    {
        var text = Header("librdkafka property", "Value", "Why");
        foreach (var property in FixedProperties.All)
        {
            Row(text, $"`{property.Name}`", $"`{property.Value}`", property.Reason);
        }

        return text.ToString();
    }

    private static string Name(Setting property) =>
        $"`{property.Name}`{(property.Needed ? " **(needed)**" : "")}{(property.Secret ? " (secret)" : "")}";

    private static string Type(Setting property) => property is NumberSetting { IsTextInSpec: true } ? "integer in a string"
        : property.SpecType;

    private static string Default(Setting property) => property.Fallback is { Length: > 0 } value ? $"`{value}`" : "";

    private static string Range(Setting property) => property switch
    {
        ChoiceSetting choice => string.Join(", ", choice.Allowed.Distinct().Select(value => value.Length == 0 ? "empty" : $"`{value}`")),
        NumberSetting { Maximum: long.MaxValue } number => $"{number.Minimum} and up",
        NumberSetting number => $"{number.Minimum} to {number.Maximum}",
        OptionalNumberSetting number => $"{number.Minimum} to {number.Maximum}",
        _ => "",
    };

    private static string Targets(Setting property) => string.Join("<br>", property.Librdkafka.Select(target =>
        $"`{target.Name}`" + (target.Minimum == long.MinValue ? "" : $" ({target.Minimum} to {target.Maximum})")));

    private static string Code(string? name) => name is null ? "" : $"`{name}`";

    private static StringBuilder Header(params string[] titles)
    {
        var text = new StringBuilder();
        Row(text, titles);
        Row(text, [.. titles.Select(_ => "---")]);
        return text;
    }

    private static void Row(StringBuilder text, params string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
