using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Settings;

/// <summary>A setting that can be any text.</summary>
public record TextSetting : Setting<string?>
{
    /// <summary>What stands in the field of Airbyte's form at first; <see langword="null"/> where the spec says nothing of it.</summary>
    public string? FormDefault { get; init; }

    /// <summary>The examples of Airbyte's form.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <inheritdoc/>
    public override string? SpecDefault => FormDefault is null ? null : Quote(FormDefault);

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpecExamples => [.. Examples.Select(Quote)];

    internal static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    internal override string? Read(ConfigReader reader) => reader.Text(this);

    private protected override string? ToText(string? value) => value;
}

/// <summary>A text that names topics.</summary>
public sealed record TopicSetting : TextSetting
{
    /// <summary>
    /// The topic's name that the text makes, where it makes the same for each stream, or one that fits none; otherwise
    /// <see langword="null"/>.
    /// </summary>
    internal static string? FindName(TopicPattern pattern)
    {
        var name = pattern.Apply(new StreamDescriptor(null, ""));
        return !pattern.HasVariables || name.Length > TopicName.MaxLength ? name : null;
    }

    /// <summary>Whether <c>{namespace}</c> and <c>{stream}</c> stand for those of a stream.</summary>
    public bool HasVariables { get; init; }

    internal override string? Read(ConfigReader reader)
    {
        var text = base.Read(reader);
        if (text is null)
        {
            return null;
        }

        var name = HasVariables ? FindName(new TopicPattern(text, reader.Naming)) : reader.Naming.Apply(text);
        if (name is not null && TopicName.FindFault(name) is { } fault)
        {
            reader.Issues.Problem(ConfigIssueId.TopicName, Path, $"{Path} gives a topic name that {fault}. Change it.");
        }

        return text;
    }
}

/// <summary>A list of brokers.</summary>
public sealed record BrokersSetting : Setting<IReadOnlyList<BrokerAddress>>
{
    /// <summary>The examples of Airbyte's form.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpecExamples => [.. Examples.Select(TextSetting.Quote)];

    internal override IReadOnlyList<BrokerAddress> Read(ConfigReader reader) => BootstrapList.Read(reader, reader.Protocol, reader.Issues);

    private protected override string? ToText(IReadOnlyList<BrokerAddress> value) => string.Join(',', value);
}

/// <summary>One text of a list.</summary>
public sealed record ChoiceSetting : Setting<string>
{
    /// <summary>The texts that are allowed, as the spec lists them.</summary>
    public required IReadOnlyList<string> Allowed { get; init; }

    /// <summary>Texts that are taken as well, though the spec does not list them, each with the allowed one that it stands for.</summary>
    public IReadOnlyDictionary<string, string> Synonyms { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether upper and lower case are the same.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>What counts when it is absent.</summary>
    public required string Default { get; init; }

    /// <summary>
    /// Whether Airbyte's form offers no default: it would send it, and a setting that nobody chose would count as given.
    /// </summary>
    public bool IsUnsetInForm { get; init; }

    /// <summary>All texts that are taken.</summary>
    public IEnumerable<string> Accepted => Allowed.Concat(Synonyms.Keys);

    /// <inheritdoc/>
    public override string? SpecDefault => IsUnsetInForm ? null : TextSetting.Quote(Default);

    /// <inheritdoc/>
    public override string? Fallback => Default;

    internal override string Read(ConfigReader reader) => reader.Choice(this);

    internal override string? ToLibrdkafka(SettingValues values, LibrdkafkaProperty target)
    {
        var value = values.Get(this);
        return target.Words?.GetValueOrDefault(value) ?? value;
    }

    private protected override string? ToText(string value) => value;
}

/// <summary><c>true</c> or <c>false</c>; <c>false</c> when it is absent.</summary>
public sealed record FlagSetting : Setting<bool>
{
    /// <inheritdoc/>
    public override string SpecType => "boolean";

    /// <summary>Whether Airbyte's form offers no default, as in <see cref="ChoiceSetting.IsUnsetInForm"/>.</summary>
    public bool IsUnsetInForm { get; init; }

    /// <inheritdoc/>
    public override string? SpecDefault => IsUnsetInForm ? null : "false";

    /// <inheritdoc/>
    public override string? Fallback => "false";

    internal override bool Read(ConfigReader reader) => reader.Flag(this);

    internal override void WriteJson(Utf8JsonWriter json, string text)
    {
        if (bool.TryParse(text, out var flag))
        {
            json.WriteBoolean(Name, flag);
        }
        else
        {
            base.WriteJson(json, text);
        }
    }

    private protected override string? ToText(bool value) => value ? "true" : "false";
}

/// <summary>A whole number. Its default is the example of Airbyte's form.</summary>
public sealed record NumberSetting : Setting<long>
{
    /// <summary>What counts when it is absent.</summary>
    public required long Default { get; init; }

    /// <summary>The smallest number allowed.</summary>
    public required long Minimum { get; init; }

    /// <summary>The largest number allowed.</summary>
    public long Maximum { get; init; } = long.MaxValue;

    /// <summary>A number with a meaning of its own (0 or -1), which becomes librdkafka's smallest one without a word.</summary>
    public long? Sentinel { get; init; }

    /// <summary>Whether the spec types it as a string; the Airbyte form sends <c>"30000"</c>.</summary>
    public bool IsTextInSpec { get; init; }

    /// <summary>
    /// Why it has no effect; <see langword="null"/> where it has one. A number other than the default gets a warning with it.
    /// </summary>
    public string? NoEffect { get; init; }

    /// <inheritdoc/>
    public override string SpecType => IsTextInSpec ? "string" : "integer";

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpecExamples => [Digits(Default)];

    /// <inheritdoc/>
    public override string? Fallback => Digits(Default);

    internal override long Read(ConfigReader reader) => reader.Number(this);

    internal override string? ToLibrdkafka(SettingValues values, LibrdkafkaProperty target) =>
        Digits(Math.Clamp(values.Get(this), target.Minimum, target.Maximum));

    internal override void WriteJson(Utf8JsonWriter json, string text)
    {
        if (!IsTextInSpec && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber(Name, number);
        }
        else
        {
            base.WriteJson(json, text);
        }
    }

    private protected override string? ToText(long value) => Digits(value);

    private static string Digits(long value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The <c>protocol</c> object. Its own settings have values; ProtocolReader makes a connection's security of them.</summary>
public sealed record ProtocolSetting : Setting
{
    /// <inheritdoc/>
    public override string SpecType => "object";

    /// <inheritdoc/>
    public override string? Fallback => ProtocolSettings.SecurityProtocol.Fallback;

    internal override object? ReadValue(ConfigReader reader) => null;

    internal override string? ToText(SettingValues values) => null;
}
