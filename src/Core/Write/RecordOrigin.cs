namespace AirbyteKafka.Write;

/// <summary>
/// What the arena keeps of a record in front of its bytes: with it a delivery report is counted, and a failure names stream and line.
/// </summary>
/// <param name="Epoch">The record's epoch in the ledger.</param>
/// <param name="Line">The number of its input line.</param>
/// <param name="Stream">The number of its stream.</param>
/// <param name="KeyStart">Where its key lies in its memory: Kafka's client copies keys, and its copy is gone with the report.</param>
internal readonly record struct RecordOrigin(long Epoch, long Line, int Stream, int KeyStart);
