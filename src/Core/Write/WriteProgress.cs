namespace AirbyteKafka.Write;

/// <summary>How far a write is.</summary>
/// <param name="Acknowledged">Records that Kafka has.</param>
/// <param name="Outstanding">Records handed over and neither acknowledged nor refused yet.</param>
/// <param name="States">States handed back.</param>
public readonly record struct WriteProgress(long Acknowledged, long Outstanding, long States);
