using AirbyteKafka.Airbyte.Catalog;

namespace AirbyteKafka.Topics;

/// <summary>Where one stream goes.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Topic">The name of its topic; other streams may share it.</param>
public sealed record StreamTopic(StreamDescriptor Stream, string Topic)
{
    /// <summary>Where its records go that are unfit; <see langword="null"/> where such a record ends the write.</summary>
    public string? DeadLetters { get; init; }
}
