namespace AirbyteKafka.Settings;

/// <summary>Everything there is to know about one property of the configuration. Spec, validation, mapping and documentation all read it from here.</summary>
public sealed record ConfigProperty
{
    /// <summary>The key in the JSON object.</summary>
    public required string Name { get; init; }

    /// <summary>The title of the field in Airbyte's form; empty where the spec of 0.1.11 gives none.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it does, in plain words.</summary>
    public required string Description { get; init; }

    /// <summary>Its JSON type.</summary>
    public required ConfigValueType Type { get; init; }

    /// <summary>The default of Airbyte's form as JSON, or <see langword="null"/> where the spec gives none.</summary>
    public string? SpecDefault { get; init; }

    /// <summary>The examples of Airbyte's form, each as JSON.</summary>
    public IReadOnlyList<string> SpecExamples { get; init; } = [];

    /// <summary>The texts that are allowed, as the spec lists them; empty where any text is.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Texts that are taken as well, though the spec does not list them.</summary>
    public IReadOnlyList<string> AlsoAccepted { get; init; } = [];

    /// <summary>Whether the spec marks it as required. Airbyte's form then insists on it; this product needs only <see cref="Needed"/> ones.</summary>
    public bool RequiredInSpec { get; init; }

    /// <summary>Whether nothing works without it.</summary>
    public bool Needed { get; init; }

    /// <summary>Whether its value is a secret.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether its value usually has several lines.</summary>
    public bool Multiline { get; init; }

    /// <summary>What counts when it is absent: Kafka's own default. <see langword="null"/> where there is none.</summary>
    public string? Fallback { get; init; }

    /// <summary>The smallest number allowed.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <summary>The largest number allowed.</summary>
    public long Maximum { get; init; } = long.MaxValue;

    /// <summary>A number with a meaning of its own (0 or -1), which becomes librdkafka's smallest one without a word.</summary>
    public long? Sentinel { get; init; }

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

    /// <summary>Its name and title only.</summary>
    public override string ToString() => Path;
}
