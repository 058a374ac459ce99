using System.Runtime.InteropServices;

namespace AirbyteKafka.Kafka.Native;

/// <summary>The part of librdkafka's C interface (rdkafka.h, 2.x) that producing needs.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = NativeLibraryLoader.LibraryName;

    internal const int PartitionUnassigned = -1;
    internal const int PartitionOfEachMessage = 0x8;
    internal const int ProducerType = 0;

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    internal static partial nint ConfNew();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_destroy")]
    internal static partial void ConfDestroy(nint conf);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ConfSet(nint conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_events")]
    internal static partial void ConfSetEvents(nint conf, int events);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_opaque")]
    internal static partial void ConfSetOpaque(nint conf, nint opaque);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_throttle_cb")]
    internal static partial void ConfSetThrottle(nint conf, delegate* unmanaged[Cdecl]<nint, byte*, int, int, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    internal static partial nint New(int type, nint conf, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_sasl_set_credentials", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint SetSaslCredentials(nint client, string user, string password);

    [LibraryImport(Library, EntryPoint = "rd_kafka_oauthbearer_set_token", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetToken(
        nint client, string token, long expiresMilliseconds, string principal, string[] extensions, nuint extensionCount, byte* error,
            nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_oauthbearer_set_token_failure", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetTokenFailure(nint client, string reason);

    [LibraryImport(Library, EntryPoint = "rd_kafka_brokers_add", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BrokersAdd(nint client, string brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_string")]
    internal static partial nint ErrorObjectText(nint error);

    // Takes null for no error, and so gives 0.
    [LibraryImport(Library, EntryPoint = "rd_kafka_error_code")]
    internal static partial int ErrorObjectCode(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_destroy")]
    internal static partial void ErrorObjectDestroy(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    internal static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_set_log_queue")]
    internal static partial int SetLogQueue(nint client, nint queue);

    // Takes the configuration, whether it makes a topic or not.
    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint TopicNew(nint client, string topic, nint conf);

    [LibraryImport(Library, EntryPoint = "rd_kafka_default_topic_conf_dup")]
    internal static partial nint DefaultTopicConfDup(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_conf_set_opaque")]
    internal static partial void TopicConfSetOpaque(nint conf, nint opaque);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_conf_set_partitioner_cb")]
    internal static partial void TopicConfSetPartitioner(nint conf, delegate* unmanaged[Cdecl]<nint, byte*, nuint, int, nint, nint,
        int> partitioner);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_destroy")]
    internal static partial void TopicDestroy(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_name")]
    internal static partial nint TopicName(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_produce_batch")]
    internal static partial int ProduceBatch(nint topic, int partition, int flags, NativeMessage* messages, int count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_produceva")]
    internal static partial nint ProduceOne(nint client, NativeArgument* arguments, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_headers_new")]
    internal static partial nint HeadersNew(nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_header_add")]
    internal static partial int HeaderAdd(nint headers, byte* name, nint nameLength, byte* value, nint valueLength);

    [LibraryImport(Library, EntryPoint = "rd_kafka_headers_destroy")]
    internal static partial void HeadersDestroy(nint headers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_purge")]
    internal static partial int Purge(nint client, int flags);

    [LibraryImport(Library, EntryPoint = "rd_kafka_last_error")]
    internal static partial int LastError();

    [LibraryImport(Library, EntryPoint = "rd_kafka_fatal_error")]
    internal static partial int FatalError(nint client, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_err2str")]
    internal static partial nint ErrorText(int error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_err2name")]
    internal static partial nint ErrorName(int error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_get_main")]
    internal static partial nint QueueGetMain(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_new")]
    internal static partial nint QueueNew(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_AdminOptions_new")]
    internal static partial nint AdminOptionsNew(nint client, int operation);

    [LibraryImport(Library, EntryPoint = "rd_kafka_AdminOptions_set_request_timeout")]
    internal static partial int AdminOptionsSetRequestTimeout(nint options, int milliseconds, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_AdminOptions_destroy")]
    internal static partial void AdminOptionsDestroy(nint options);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_poll")]
    internal static partial nint QueuePoll(nint queue, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_yield")]
    internal static partial void QueueYield(nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_destroy")]
    internal static partial void QueueDestroy(nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_type")]
    internal static partial int EventType(nint @event);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_message_array")]
    internal static partial nuint EventMessageArray(nint @event, NativeMessage** messages, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_error")]
    internal static partial int EventError(nint @event);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_error_string")]
    internal static partial nint EventErrorString(nint @event);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_log")]
    internal static partial int EventLog(nint @event, out nint facility, out nint text, out int level);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_stats")]
    internal static partial nint EventStatistics(nint @event);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_status")]
    internal static partial int MessageStatus(NativeMessage* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_destroy")]
    internal static partial void EventDestroy(nint @event);
}
