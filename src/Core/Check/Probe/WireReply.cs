namespace AirbyteKafka.Check.Probe;

/// <summary>What came back for a request of Kafka's protocol.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Body">The answer after its header; empty unless it is an <see cref="WireReplyKind.Answer"/>.</param>
internal readonly record struct WireReply(WireReplyKind Kind, ReadOnlyMemory<byte> Body);
