namespace AirbyteKafka.Send;

/// <summary>How far a sender is. The three numbers of records add up to those that were sent.</summary>
/// <param name="Acknowledged">Records that Kafka has.</param>
/// <param name="Failed">Records that are surely not in Kafka.</param>
/// <param name="Unknown">Records whose fate is not known: the answer did not come. While records are on their way, these too.</param>
/// <param name="Bytes">Keys and values of all records that were sent, in bytes.</param>
public readonly record struct SendFigures(long Acknowledged, long Failed, long Unknown, long Bytes);
