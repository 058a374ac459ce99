namespace AirbyteKafka;

/// <summary>A message of Airbyte's protocol, taken apart.</summary>
public sealed class AirbyteMessage
{
    internal AirbyteMessage(string type, string? space, string? stream, DateTimeOffset? emittedAt, object? data)
    {
        Type = type;
        Namespace = space;
        Stream = stream;
        EmittedAt = emittedAt;
        Data = data;
    }

    /// <summary>Its type in Airbyte's spelling: <c>RECORD</c>, <c>STATE</c>, <c>LOG</c>.</summary>
    public string Type { get; }

    /// <summary>The namespace of the stream that it belongs to; <see langword="null"/> for none.</summary>
    public string? Namespace { get; }

    /// <summary>The stream that it belongs to; <see langword="null"/> for none.</summary>
    public string? Stream { get; }

    /// <summary>When the source sent it; <see langword="null"/> where it does not say.</summary>
    public DateTimeOffset? EmittedAt { get; }

    /// <summary>Of a record its data; of any other message what it holds.</summary>
    public object? Data { get; }

    /// <summary>Type and stream.</summary>
    public override string ToString() => Stream is null ? Type : $"{Type} {(Namespace is null ? Stream : $"{Namespace}.{Stream}")}";
}
