using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Kafka.Native;

/// <summary>What a setting belongs to; librdkafka's <c>RD_KAFKA_RESOURCE_*</c>.</summary>
internal enum ConfigOwner
{
    Topic = 2,
    Broker = 4,
}

/// <summary>What a topic or a broker has for settings.</summary>
/// <param name="Values">The texts by the settings' names, without those that it does not know; possibly <see langword="null"/>.</param>
/// <param name="Error">Why nothing was told.</param>
internal readonly record struct ConfigAnswer(IReadOnlyDictionary<string, string>? Values, KafkaError Error);

/// <summary>
/// Asks for settings of topics or of a broker with a client that is there already, so that no connection is made for it.
/// </summary>
internal static unsafe partial class NativeConfigs
{
    private const int DescribeConfigsOperation = 5;
    private const int ErrorTextSize = 512;

    private static readonly IReadOnlyDictionary<string, ConfigAnswer> NoAnswer = new Dictionary<string, ConfigAnswer>();

    // Nothing wakes the wait for an answer.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The broker that a question about it can be put to: the controller; <see langword="null"/> as long as the client knows none.
    /// </summary>
    internal static string? Controller(NativeProducer producer) =>
        Native.ControllerId(producer.Handle, timeoutMilliseconds: 0) is >= 0 and var id ? id.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Asks in one request. Blocks its thread; the client must not be disposed of meanwhile.</summary>
    /// <param name="producer">The client, which connects if it has not.</param>
    /// <param name="type">What is asked about.</param>
    /// <param name="names">Which topics, or the one broker.</param>
    /// <param name="settings">Which settings of theirs.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="givesUp">Is asked now and then whether the answer is of no use any more.</param>
    /// <returns>The answers by name; none when there was none in time, or no broker to ask.</returns>
    internal static IReadOnlyDictionary<string, ConfigAnswer> Ask(
        NativeProducer producer,
        ConfigOwner type,
        IReadOnlyList<string> names,
        IReadOnlyList<string> settings,
        TimeSpan timeout,
        Func<bool> givesUp)
    {
        var started = Stopwatch.GetTimestamp();
        var resources = new nint[names.Count];
        for (var i = 0; i < resources.Length; i++)
        {
            resources[i] = Native.ConfigResourceNew((int)type, names[i]);

            // Of a question only the name counts, but there has to be a value.
            foreach (var setting in settings)
            {
                _ = Native.ConfigResourceSetConfig(resources[i], setting, "");
            }
        }

        var options = NativeMethods.AdminOptionsNew(producer.Handle, DescribeConfigsOperation);
        var queue = NativeMethods.QueueNew(producer.Handle);
        try
        {
            var error = stackalloc byte[ErrorTextSize];
            _ = NativeMethods.AdminOptionsSetRequestTimeout(options, (int)timeout.TotalMilliseconds, error, ErrorTextSize);
            fixed (nint* all = resources)
            {
                Native.DescribeConfigs(producer.Handle, all, (nuint)resources.Length, options, queue);
            }

            return Await(queue, () => Stopwatch.GetElapsedTime(started) >= timeout || givesUp());
        }
        finally
        {
            NativeMethods.QueueDestroy(queue);
            NativeMethods.AdminOptionsDestroy(options);
            foreach (var resource in resources)
            {
                Native.ConfigResourceDestroy(resource);
            }
        }
    }

    private static IReadOnlyDictionary<string, ConfigAnswer> Await(nint queue, Func<bool> givesUp)
    {
        nint answer;
        while ((answer = NativeMethods.QueuePoll(queue, (int)Slice.TotalMilliseconds)) == 0)
        {
            if (givesUp())
            {
                return NoAnswer;
            }
        }

        try
        {
            var result = Native.EventDescribeConfigsResult(answer);
            return result == 0 || NativeMethods.EventError(answer) != 0 ? NoAnswer : Read(result);
        }
        finally
        {
            NativeMethods.EventDestroy(answer);
        }
    }

    private static Dictionary<string, ConfigAnswer> Read(nint result)
    {
        var answers = new Dictionary<string, ConfigAnswer>(StringComparer.Ordinal);
        var resources = Native.DescribeConfigsResultResources(result, out var count);
        foreach (var resource in new ReadOnlySpan<nint>(resources, (int)count))
        {
            var entries = Native.ConfigResourceConfigs(resource, out var entryCount);
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in new ReadOnlySpan<nint>(entries, (int)entryCount))
            {
                if (Marshal.PtrToStringUTF8(Native.ConfigEntryName(entry)) is { } name
                    && Marshal.PtrToStringUTF8(Native.ConfigEntryValue(entry)) is { } value)
                {
                    values[name] = value;
                }
            }

            answers[Marshal.PtrToStringUTF8(Native.ConfigResourceName(resource)) ?? ""] =
                new ConfigAnswer(values, new KafkaError(Native.ConfigResourceError(resource)));
        }

        return answers;
    }

    private static partial class Native
    {
        private const string Library = NativeLibraryLoader.LibraryName;

        [LibraryImport(Library, EntryPoint = "rd_kafka_controllerid")]
        internal static partial int ControllerId(nint client, int timeoutMilliseconds);

        [LibraryImport(Library, EntryPoint = "rd_kafka_ConfigResource_new", StringMarshalling = StringMarshalling.Utf8)]
        internal static partial nint ConfigResourceNew(int type, string name);

        [LibraryImport(Library, EntryPoint = "rd_kafka_ConfigResource_set_config", StringMarshalling = StringMarshalling.Utf8)]
        internal static partial int ConfigResourceSetConfig(nint resource, string name, string value);

        [LibraryImport(Library, EntryPoint = "rd_kafka_ConfigResource_destroy")]
        internal static partial void ConfigResourceDestroy(nint resource);

        [LibraryImport(Library, EntryPoint = "rd_kafka_ConfigResource_name")]
        internal static partial nint ConfigResourceName(nint resource);

        [LibraryImport(Library, EntryPoint = "rd_kafka_ConfigResource_error")]
        internal static partial int ConfigResourceError(nint resource);

        [LibraryImport(Library, EntryPoint = "rd_kafka_ConfigResource_configs")]
        internal static partial nint* ConfigResourceConfigs(nint resource, out nuint count);

        [LibraryImport(Library, EntryPoint = "rd_kafka_ConfigEntry_name")]
        internal static partial nint ConfigEntryName(nint entry);

        [LibraryImport(Library, EntryPoint = "rd_kafka_ConfigEntry_value")]
        internal static partial nint ConfigEntryValue(nint entry);

        [LibraryImport(Library, EntryPoint = "rd_kafka_DescribeConfigs")]
        internal static partial void DescribeConfigs(nint client, nint* resources, nuint count, nint options, nint queue);

        [LibraryImport(Library, EntryPoint = "rd_kafka_event_DescribeConfigs_result")]
        internal static partial nint EventDescribeConfigsResult(nint answer);

        [LibraryImport(Library, EntryPoint = "rd_kafka_DescribeConfigs_result_resources")]
        internal static partial nint* DescribeConfigsResultResources(nint result, out nuint count);
    }
}
