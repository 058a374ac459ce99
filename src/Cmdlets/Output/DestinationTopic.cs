namespace AirbyteKafka;

/// <summary>Where the records of a stream go.</summary>
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

    /// <summary>Stream and topic: <c>shop.orders -> shop_orders</c>.</summary>
    public override string ToString() => $"{(Namespace is null ? "" : Namespace + ".")}{Stream} -> {Topic}";
}
