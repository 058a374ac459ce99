using AirbyteKafka.Records;

namespace AirbyteKafka.Write;

/// <summary>One way in which input lines spell a stream, and what it leads to.</summary>
/// <param name="Namespace">The namespace as the contents of a JSON string; <see langword="null"/> when there is none.</param>
/// <param name="Name">The stream's name as the contents of a JSON string.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Plan">What its values have in common.</param>
internal sealed record StreamRoute(byte[]? Namespace, byte[] Name, StreamEntry Stream, RecordPlan Plan);
