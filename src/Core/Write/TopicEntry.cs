using System.Runtime.CompilerServices;

namespace AirbyteKafka.Write;

/// <summary>One topic while it is written; streams may share it.</summary>
internal sealed class TopicEntry(string name)
{
    private PartitionRun? _run;

    internal string Name { get; } = name;

    /// <summary>The topic's handle; 0 before its first record, so that streams without records touch no topic.</summary>
    internal nint Handle { get; private set; }

    /// <summary>The number of the last batch that held a record of the topic.</summary>
    internal int Batch { get; set; }

    /// <summary>The topic's place in that batch.</summary>
    internal int GroupInBatch { get; set; }

    /// <summary>Makes the topic ready for records.</summary>
    /// <param name="lane">Where its records go; as much as a batch holds goes to one partition before the next is chosen.</param>
    internal void Open(Lane lane)
    {
        var topic = lane.Open(Name);
        Handle = topic.Handle;
        _run = new PartitionRun(topic, lane.BatchSize);
    }

    /// <summary>Makes a record's key fit, as <see cref="PartitionRun.Place"/> does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Place(Span<byte> key, int bytes) => _run!.Place(key, bytes);
}
