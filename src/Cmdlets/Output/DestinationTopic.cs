namespace AirbyteKafka;

/// <summary>Where the records of a stream go.</summary>
/// <param name="Namespace">The stream's namespace; <see langword="null"/> if it has none.</param>
/// <param name="Stream">The stream's name.</param>
/// <param name="Topic">The topic; other streams may share it.</param>
public sealed record DestinationTopic(string? Namespace, string Stream, string Topic);
