using System.Runtime.CompilerServices;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Records;

namespace AirbyteKafka.Write;

/// <summary>One topic while it is written; streams may share it.</summary>
/// <param name="number">Its number among the topics, from 0.</param>
/// <param name="name">Its name.</param>
/// <param name="shape">What its records look like.</param>
internal sealed class TopicEntry(int number, string name, RecordShape shape)
{
    private NativeTopic? _topic;
    private PartitionRun? _run;

    internal int Number { get; } = number;

    internal string Name { get; } = name;

    /// <summary>The topic's handle; 0 before its first record, so that streams without records touch no topic.</summary>
    internal nint Handle { get; private set; }

    /// <summary>Makes the topic ready for records.</summary>
    /// <param name="lane">Where its records go; as much as a batch holds goes to one partition before the next is chosen.</param>
    internal void Open(Lane lane)
    {
        _topic = lane.Open(Name);
        Handle = _topic.Handle;
        _run = shape.StartPlacement(lane.BatchSize);
    }

    /// <summary>Places a record on a partition, where its shape leaves a choice. For a topic that is open.</summary>
    /// <param name="memory">The record, whose key may change.</param>
    /// <param name="parts">Its parts.</param>
    /// <returns>The partition, or <see cref="NativeMethods.PartitionUnassigned"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Place(Span<byte> memory, in RecordParts parts) =>
        _run?.Place(parts.Key.Of(memory), memory.Length, _topic!.Partitions) ?? NativeMethods.PartitionUnassigned;
}
