using Confluent.Kafka;

namespace AirbyteKafka.Read;

/// <summary>Positions that the reading thread is to commit.</summary>
/// <param name="Generation">The dealing that they are of; none is committed after another.</param>
/// <param name="Offsets">The positions.</param>
/// <param name="Deadline">When to give up, in <see cref="Environment.TickCount64"/>.</param>
internal sealed record CommitRequest(int Generation, IReadOnlyList<TopicPartitionOffset> Offsets, long Deadline)
{
    /// <summary>Is set to why they could not be committed, or to <see langword="null"/>.</summary>
    internal TaskCompletionSource<string?> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
