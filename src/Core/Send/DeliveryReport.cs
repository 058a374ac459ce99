using AirbyteKafka.Errors;

namespace AirbyteKafka.Send;

/// <summary>What became of a record.</summary>
/// <param name="Number">Its number: <see cref="OutgoingRecord.Number"/>.</param>
/// <param name="Partition">Its partition; -1 where it never got one.</param>
/// <param name="Offset">Its place there; -1 where it is not there.</param>
/// <param name="Key">Its key.</param>
/// <param name="Failure">Why it was not delivered; <see langword="null"/> where it was.</param>
public sealed record DeliveryReport(long Number, int Partition, long Offset, byte[]? Key, AirbyteKafkaException? Failure);
