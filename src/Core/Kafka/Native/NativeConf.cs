using System.Runtime.InteropServices;

namespace AirbyteKafka.Kafka.Native;

/// <summary>A configuration of librdkafka that no client is made of: it shows what properties do.</summary>
internal sealed unsafe partial class NativeConf : IDisposable
{
    private const int ErrorTextSize = 512;

    private readonly nint _conf = NativeMethods.ConfNew();

    /// <summary>Sets a property.</summary>
    /// <param name="name">Its name, or another one of it.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Why librdkafka does not take it; <see langword="null"/> if it does.</returns>
    internal string? Set(string name, string value)
    {
        var error = stackalloc byte[ErrorTextSize];
        return NativeMethods.ConfSet(_conf, name, value, error, ErrorTextSize) == 0 ? null : Marshal.PtrToStringUTF8((nint)error) ?? "";
    }

    /// <summary>All properties by their first names, with their values; some of these may be secrets.</summary>
    internal Dictionary<string, string> Read()
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        var topic = Native.DefaultTopicConf(_conf);
        var ownTopic = topic == 0 ? Native.TopicConfNew() : 0;
        Add(properties, Native.TopicConfDump(topic == 0 ? ownTopic : topic, out var count), count);
        Add(properties, Native.ConfDump(_conf, out count), count);

        // An address, which shows only that a property of topics was set.
        properties.Remove("default_topic_conf");
        if (ownTopic != 0)
        {
            Native.TopicConfDestroy(ownTopic);
        }

        return properties;
    }

    /// <summary>Frees it.</summary>
    public void Dispose() => NativeMethods.ConfDestroy(_conf);

    private static void Add(Dictionary<string, string> properties, nint* pairs, nuint count)
    {
        for (nuint i = 0; i + 1 < count; i += 2)
        {
            properties[Marshal.PtrToStringUTF8(pairs[i]) ?? ""] = Marshal.PtrToStringUTF8(pairs[i + 1]) ?? "";
        }

        Native.DumpFree(pairs, count);
    }

    private static partial class Native
    {
        private const string Library = NativeLibraryLoader.LibraryName;

        [LibraryImport(Library, EntryPoint = "rd_kafka_conf_dump")]
        internal static partial nint* ConfDump(nint conf, out nuint count);

        [LibraryImport(Library, EntryPoint = "rd_kafka_topic_conf_dump")]
        internal static partial nint* TopicConfDump(nint conf, out nuint count);

        [LibraryImport(Library, EntryPoint = "rd_kafka_conf_dump_free")]
        internal static partial void DumpFree(nint* pairs, nuint count);

        [LibraryImport(Library, EntryPoint = "rd_kafka_conf_get_default_topic_conf")]
        internal static partial nint DefaultTopicConf(nint conf);

        [LibraryImport(Library, EntryPoint = "rd_kafka_topic_conf_new")]
        internal static partial nint TopicConfNew();

        [LibraryImport(Library, EntryPoint = "rd_kafka_topic_conf_destroy")]
        internal static partial void TopicConfDestroy(nint conf);
    }
}
