using System.Text.Json;

namespace AirbyteKafka.Settings;

/// <summary>
/// Everything there is to know about one setting: its names, words, type, range and what it becomes in librdkafka. Reading, mapping,
/// writing, spec and documentation go over all settings and take it from here. Its kinds are in SettingKinds.cs.
/// </summary>
public abstract record Setting
{
    private protected Setting()
    {
    }

    /// <summary>The key in the JSON object.</summary>
    public required string Name { get; init; }

    /// <summary>The title of the field in Airbyte's form; empty where the spec of 0.1.11 gives none.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it does, in plain words.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// Whether the spec marks it as required. Airbyte's form then insists on it; this product needs only <see cref="Needed"/> ones.
    /// </summary>
    public bool RequiredInSpec { get; init; }

    /// <summary>Whether nothing works without it.</summary>
    public bool Needed { get; init; }

    /// <summary>Whether its value is a secret.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether its value usually has several lines.</summary>
    public bool Multiline { get; init; }

    /// <summary>The property of Kafka's Java client, or <see langword="null"/>.</summary>
    public string? KafkaProperty { get; init; }

    /// <summary>What it becomes in librdkafka; empty where librdkafka has no counterpart.</summary>
    public IReadOnlyList<LibrdkafkaProperty> Librdkafka { get; init; } = [];

    /// <summary>What differs from Kafka's Java client and why; empty where nothing does.</summary>
    public string Difference { get; init; } = "";

    /// <summary>The object it lies in, or <see langword="null"/> at the top level.</summary>
    public string? Parent { get; init; }

    /// <summary>Its JSON path.</summary>
    public string Path => Parent is null ? Name : $"{Parent}.{Name}";

    /// <summary>Its type in the spec.</summary>
    public virtual string SpecType => "string";

    /// <summary>The default of Airbyte's form as JSON, or <see langword="null"/> where the spec gives none.</summary>
    public virtual string? SpecDefault => null;

    /// <summary>The examples of Airbyte's form, each as JSON.</summary>
    public virtual IReadOnlyList<string> SpecExamples => [];

    /// <summary>
    /// The text of what counts when it is absent, which is Kafka's own default. <see langword="null"/> where there is none.
    /// </summary>
    public virtual string? Fallback => null;

    /// <summary>Its path only.</summary>
    public sealed override string ToString() => Path;

    /// <summary>Reads its value; what is wrong with it is collected by the reader.</summary>
    internal abstract object? ReadValue(ConfigReader reader);

    /// <summary>Its value as a text, in the spelling of the spec; <see langword="null"/> where it has none.</summary>
    internal abstract string? ToText(SettingValues values);

    /// <summary>Its value as librdkafka takes it; <see langword="null"/> where librdkafka's own default stays.</summary>
    internal virtual string? ToLibrdkafka(SettingValues values, LibrdkafkaProperty target) => ToText(values);

    /// <summary>Writes it as a member of a JSON object.</summary>
    internal virtual void WriteJson(Utf8JsonWriter json, string text) => json.WriteString(Name, text);
}

/// <summary>A setting whose value is a <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type that the product works with.</typeparam>
public abstract record Setting<T> : Setting
{
    private protected Setting()
    {
    }

    internal sealed override object? ReadValue(ConfigReader reader) => Read(reader);

    internal sealed override string? ToText(SettingValues values) => ToText(values.Get(this));

    internal abstract T Read(ConfigReader reader);

    private protected abstract string? ToText(T value);
}
