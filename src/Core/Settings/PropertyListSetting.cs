namespace AirbyteKafka.Settings;

/// <summary>A property with its value, of a <see cref="PropertyListSetting"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, without blanks around it; possibly empty, possibly a secret.</param>
/// <param name="Where">Where it stands, for messages: <c>topic_config, line 2</c>.</param>
public readonly record struct PropertyEntry(string Name, string Value, string Where)
{
    /// <summary>The place alone: a record would print the value, which may be a secret.</summary>
    public override string ToString() => Where;
}

/// <summary>
/// A list of properties: a text with <c>key=value</c> on each line, as Airbyte's form sends it, or an object. Each name comes once.
/// </summary>
public sealed record PropertyListSetting : Setting<IReadOnlyList<PropertyEntry>>
{
    /// <summary>The examples of Airbyte's form.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpecExamples => [.. Examples.Select(TextSetting.Quote)];

    internal override IReadOnlyList<PropertyEntry> Read(ConfigReader reader) =>
        PropertyLines.Distinct(reader.Properties(this), this, reader.Issues);

    private protected override string? ToText(IReadOnlyList<PropertyEntry> value) =>
        value.Count > 0 ? string.Join('\n', value.Select(entry => $"{entry.Name}={entry.Value}")) : null;
}
