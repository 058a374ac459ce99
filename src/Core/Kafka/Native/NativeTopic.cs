using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AirbyteKafka.Records;

namespace AirbyteKafka.Kafka.Native;

/// <summary>One topic of a <see cref="NativeProducer"/>, which opens and closes it.</summary>
internal sealed unsafe class NativeTopic
{
    private readonly int* _partitions;

    /// <summary>Opens a topic.</summary>
    /// <param name="client">The producer.</param>
    /// <param name="name">Its name.</param>
    internal NativeTopic(nint client, string name)
    {
        _partitions = (int*)NativeMemory.AllocZeroed(sizeof(int));
        var conf = NativeMethods.DefaultTopicConfDup(client);
        NativeMethods.TopicConfSetOpaque(conf, (nint)_partitions);
        NativeMethods.TopicConfSetPartitioner(conf, &Partition);
        Handle = NativeMethods.TopicNew(client, name, conf);
    }

    /// <summary>librdkafka's handle; 0 if it does not take the name.</summary>
    internal nint Handle { get; }

    /// <summary>How many partitions the topic had when a record was last given one; 0 before that.</summary>
    internal int Partitions => Volatile.Read(ref *_partitions);

    /// <summary>Lets go of the handle. The client may still hold the topic, and ask for partitions, until it is gone.</summary>
    internal void Close()
    {
        if (Handle != 0)
        {
            NativeMethods.TopicDestroy(Handle);
        }
    }

    /// <summary>Frees the memory; for after the client's end.</summary>
    internal void Free() => NativeMemory.Free(_partitions);

    // Asked for records that are handed over without a partition. librdkafka tells nobody but the partitioner how many partitions a topic
    // has.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Partition(nint topic, byte* key, nuint keyLength, int partitions, nint topicOpaque, nint messageOpaque)
    {
        Volatile.Write(ref *(int*)topicOpaque, partitions);
        return key is null
            ? Random.Shared.Next(partitions)
            : Murmur2.Partition(new ReadOnlySpan<byte>(key, (int)keyLength), partitions);
    }
}
