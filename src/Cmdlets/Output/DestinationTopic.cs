namespace AirbyteKafka;

/// <summary>Where the records of a stream go, and what they look like there.</summary>
public sealed class DestinationTopic
{
    internal DestinationTopic(string? streamNamespace, string stream, string topic)
    {
        Namespace = streamNamespace;
        Stream = stream;
        Topic = topic;
    }

    /// <summary>The stream's namespace; <see langword="null"/> if it has none.</summary>
    public string? Namespace { get; }

    /// <summary>The stream's name.</summary>
    public string Stream { get; }

    /// <summary>The topic; other streams may share it.</summary>
    public string Topic { get; }

    /// <summary>
    /// What the key of its records is: <c>uuid</c>, <c>stream</c>, <c>none</c>, or the paths of fields with commas between them.
    /// </summary>
    public string Key { get; internal init; } = "uuid";

    /// <summary>How the key is written: <c>string</c> or <c>json</c>.</summary>
    public string KeyFormat { get; internal init; } = "string";

    /// <summary>What the value holds: <c>envelope</c>, <c>flattened</c> or <c>data</c>.</summary>
    public string ValueShape { get; internal init; } = "envelope";

    /// <summary>Where its records go that are unfit; <see langword="null"/> where such a record ends a write.</summary>
    public string? DeadLetterTopic { get; internal init; }

    /// <summary>Stream and topic: <c>shop.orders -> shop_orders</c>.</summary>
    public override string ToString() => $"{(Namespace is null ? "" : Namespace + ".")}{Stream} -> {Topic}";
}
