using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Read;

/// <summary>What a reading has to say beside its records.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Topic">The topic that it is about, if there is one.</param>
/// <param name="Failure">Why that topic is not read, or not to its end; <see langword="null"/> for a mere message.</param>
public sealed record ReadNotice(LogLevel Level, string Message, string? Topic = null, AirbyteKafkaException? Failure = null);
