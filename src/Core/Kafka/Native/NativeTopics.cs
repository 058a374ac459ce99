using System.Runtime.InteropServices;

namespace AirbyteKafka.Kafka.Native;

/// <summary>Asks whether a topic is there with a client that is there already, without having it created.</summary>
internal static unsafe partial class NativeTopics
{
    private const int DescribeTopicsOperation = 19;
    private const int ErrorTextSize = 512;

    /// <summary>Asks. Blocks its thread; the client must not be disposed of meanwhile.</summary>
    /// <param name="producer">The client.</param>
    /// <param name="topic">The topic's name.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <returns>Its error there, none if the topic is described; <see langword="null"/> when there was no answer.</returns>
    internal static KafkaError? Describe(NativeProducer producer, string topic, TimeSpan timeout)
    {
        var name = Marshal.StringToCoTaskMemUTF8(topic);
        var topics = Native.CollectionOfNames(&name, 1);
        var options = NativeMethods.AdminOptionsNew(producer.Handle, DescribeTopicsOperation);
        var queue = NativeMethods.QueueNew(producer.Handle);
        try
        {
            var error = stackalloc byte[ErrorTextSize];
            _ = NativeMethods.AdminOptionsSetRequestTimeout(options, (int)timeout.TotalMilliseconds, error, ErrorTextSize);
            Native.DescribeTopics(producer.Handle, topics, options, queue);
            return Read(NativeMethods.QueuePoll(queue, (int)timeout.TotalMilliseconds));
        }
        finally
        {
            NativeMethods.QueueDestroy(queue);
            NativeMethods.AdminOptionsDestroy(options);
            Native.CollectionDestroy(topics);
            Marshal.FreeCoTaskMem(name);
        }
    }

    private static KafkaError? Read(nint answer)
    {
        if (answer == 0)
        {
            return null;
        }

        try
        {
            var result = Native.EventDescribeTopicsResult(answer);
            if (result == 0 || NativeMethods.EventError(answer) != 0)
            {
                return null;
            }

            var topics = Native.DescribeTopicsResultTopics(result, out var count);
            return count == 0 ? null : new KafkaError(NativeMethods.ErrorObjectCode(Native.TopicDescriptionError(topics[0])));
        }
        finally
        {
            NativeMethods.EventDestroy(answer);
        }
    }

    private static partial class Native
    {
        private const string Library = NativeLibraryLoader.LibraryName;

        [LibraryImport(Library, EntryPoint = "rd_kafka_TopicCollection_of_topic_names")]
        internal static partial nint CollectionOfNames(nint* names, nuint count);

        [LibraryImport(Library, EntryPoint = "rd_kafka_TopicCollection_destroy")]
        internal static partial void CollectionDestroy(nint topics);

        [LibraryImport(Library, EntryPoint = "rd_kafka_DescribeTopics")]
        internal static partial void DescribeTopics(nint client, nint topics, nint options, nint queue);

        [LibraryImport(Library, EntryPoint = "rd_kafka_event_DescribeTopics_result")]
        internal static partial nint EventDescribeTopicsResult(nint answer);

        [LibraryImport(Library, EntryPoint = "rd_kafka_DescribeTopics_result_topics")]
        internal static partial nint* DescribeTopicsResultTopics(nint result, out nuint count);

        [LibraryImport(Library, EntryPoint = "rd_kafka_TopicDescription_error")]
        internal static partial nint TopicDescriptionError(nint topic);
    }
}
