using System.Runtime.InteropServices;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Security.Sasl;

namespace AirbyteKafka.Kafka.Native;

/// <summary>
/// One producer of librdkafka, opened by <see cref="KafkaClient"/>. One thread may produce while another polls; it is disposed of when
/// neither does any more.
/// </summary>
internal sealed unsafe class NativeProducer : IDisposable
{
    private const int PurgeQueueAndInFlight = 0x1 | 0x2;
    private const int ErrorTextSize = 1024;

    private readonly List<NativeTopic> _topics = [];
    private readonly nint _client;
    private readonly nint _events;
    private readonly NativeThrottle _throttle;
    private bool _disposed;

    private NativeProducer(nint client, ITokenSource? tokens, NativeThrottle throttle)
    {
        _client = client;
        Tokens = tokens;
        _throttle = throttle;
        _events = NativeMethods.QueueGetMain(client);
    }

    /// <summary>Makes a producer. It connects in the background: what goes wrong there comes as events.</summary>
    /// <param name="properties">librdkafka's properties.</param>
    /// <param name="tokens">Makes the tokens that the client logs in with, if it does so with tokens of ours.</param>
    /// <param name="refusal">Why librdkafka does not take the properties.</param>
    /// <returns><see langword="null"/> where it does not take them.</returns>
    internal static NativeProducer? TryCreate(
        IEnumerable<KeyValuePair<string, string>> properties, ITokenSource? tokens, out string? refusal)
    {
        var conf = NativeMethods.ConfNew();
        var error = stackalloc byte[ErrorTextSize];
        refusal = null;
        foreach (var (name, value) in properties.Append(new("log.queue", "true")))
        {
            if (NativeMethods.ConfSet(conf, name, value, error, ErrorTextSize) != 0)
            {
                NativeMethods.ConfDestroy(conf);
                refusal = Marshal.PtrToStringUTF8((nint)error);
                return null;
            }
        }

        var events = EventTypes.DeliveryReport | EventTypes.Log | EventTypes.Error | EventTypes.Statistics;
        NativeMethods.ConfSetEvents(conf, (int)(tokens is null ? events : events | EventTypes.TokenRefresh));
        var throttle = new NativeThrottle(conf);
        var client = NativeMethods.New(NativeMethods.ProducerType, conf, error, ErrorTextSize);
        if (client == 0)
        {
            NativeMethods.ConfDestroy(conf);
            throttle.Dispose();
            refusal = Marshal.PtrToStringUTF8((nint)error);
            return null;
        }

        // From here on log lines come through the same queue as everything else.
        _ = NativeMethods.SetLogQueue(client, 0);
        return new NativeProducer(client, tokens, throttle);
    }

    /// <summary>Makes the tokens that the client asks for with <see cref="EventTypes.TokenRefresh"/>.</summary>
    internal ITokenSource? Tokens { get; }

    /// <summary>The client's own handle, for functions that take one.</summary>
    internal nint Handle => _client;

    /// <summary>Opens a topic for producing; it is closed with the producer.</summary>
    /// <param name="name">A legal topic name.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ConfigInvalid"/>: librdkafka does not take the name.</exception>
    internal NativeTopic OpenTopic(string name)
    {
        var topic = new NativeTopic(_client, name);
        _topics.Add(topic);
        if (topic.Handle == 0)
        {
            throw ConfigRefusal.Explain($"topic '{name}': {new KafkaError(NativeMethods.LastError()).Text}");
        }

        return topic;
    }

    /// <summary>The name of a topic that a message belongs to.</summary>
    internal static string TopicName(nint topic) => Marshal.PtrToStringUTF8(NativeMethods.TopicName(topic)) ?? "";

    /// <summary>Hands records over. Their values are not copied: they must stay where they are until the delivery report.</summary>
    /// <param name="topic">From <see cref="OpenTopic"/>.</param>
    /// <param name="messages">The records; each one's <see cref="NativeMessage.Error"/> says whether it was taken.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>How many were taken.</returns>
    internal static int Produce(nint topic, NativeMessage* messages, int count) =>
        NativeMethods.ProduceBatch(topic, NativeMethods.PartitionUnassigned, 0, messages, count);

    /// <summary>
    /// Hands records over as <see cref="Produce"/> does, each to its <see cref="NativeMessage.Partition"/>; the partitioner is asked only
    /// for those with
    /// <see cref="NativeMethods.PartitionUnassigned"/>.
    /// </summary>
    internal static int ProducePlaced(nint topic, NativeMessage* messages, int count) =>
        NativeMethods.ProduceBatch(topic, NativeMethods.PartitionUnassigned, NativeMethods.PartitionOfEachMessage, messages, count);

    /// <summary>
    /// Hands one record over with what a batch cannot carry. Key and headers are copied; the value, unless it is too, must stay where it is
    /// until the delivery report.
    /// </summary>
    /// <param name="message">
    /// The record, with its topic and its partition or <see cref="NativeMethods.PartitionUnassigned"/>. A value of <see langword="null"/>
    /// is a tombstone. Its <see cref="NativeMessage.Error"/> says why it was not taken.
    /// </param>
    /// <param name="timestamp">Its time in milliseconds since 1970 UTC; 0 for the present.</param>
    /// <param name="headers">Its headers, in order; a name may come more than once.</param>
    /// <param name="copyValue">Whether the value is copied.</param>
    /// <returns>Whether it was taken.</returns>
    internal bool ProduceOne(ref NativeMessage message, long timestamp, ReadOnlySpan<NativeHeader> headers, bool copyValue = false)
    {
        var list = headers.IsEmpty ? 0 : NewHeaders(headers);
        var arguments = stackalloc NativeArgument[]
        {
            NativeArgument.Topic(message.Topic),
            NativeArgument.Partition(message.Partition),
            NativeArgument.Flags(copyValue),
            NativeArgument.Value(message.Value, message.ValueLength),
            NativeArgument.Key(message.Key, message.KeyLength),
            NativeArgument.Opaque(message.Opaque),
            NativeArgument.Timestamp(timestamp),
            NativeArgument.Headers(list),
        };
        const int WithoutHeaders = 7;
        var refusal = NativeMethods.ProduceOne(_client, arguments, (nuint)(list == 0 ? WithoutHeaders : WithoutHeaders + 1));
        message.Error = NativeMethods.ErrorObjectCode(refusal);
        if (refusal == 0)
        {
            return true;
        }

        NativeMethods.ErrorObjectDestroy(refusal);
        if (list != 0)
        {
            // The client owns the headers of a record that it takes.
            NativeMethods.HeadersDestroy(list);
        }

        return false;
    }

    /// <summary>Refuses records, as <see cref="Produce"/> does when it takes none.</summary>
    /// <returns><see langword="false"/>: none was taken.</returns>
    internal static bool Discard(NativeMessage* messages, int count)
    {
        for (var message = messages; message < messages + count; message++)
        {
            message->Error = KafkaError.PurgedFromQueue.Code;
        }

        return false;
    }

    /// <summary>The last time that a broker made this client wait, to keep it within a quota.</summary>
    internal Throttle? Throttle => _throttle.Last;

    /// <summary>Waits for the next event.</summary>
    /// <param name="timeout">The longest wait.</param>
    /// <returns>The event, or one of type <see cref="EventTypes.None"/>.</returns>
    internal NativeEvent Poll(TimeSpan timeout) => new(NativeMethods.QueuePoll(_events, (int)timeout.TotalMilliseconds));

    /// <summary>Ends a <see cref="Poll"/> that is waiting.</summary>
    internal void Wake() => NativeMethods.QueueYield(_events);

    /// <summary>Gives up on every record that is not acknowledged yet; each still gets its delivery report.</summary>
    internal void Purge() => _ = NativeMethods.Purge(_client, PurgeQueueAndInFlight);

    /// <summary>Why the client has stopped for good, if it has.</summary>
    internal (KafkaError Error, string Reason) FatalError()
    {
        var reason = stackalloc byte[ErrorTextSize];
        var code = NativeMethods.FatalError(_client, reason, ErrorTextSize);
        return (new KafkaError(code), code == 0 ? "" : Marshal.PtrToStringUTF8((nint)reason) ?? "");
    }

    /// <summary>Gives the client a token to log in with.</summary>
    /// <returns>Why the client does not take it; <see langword="null"/> if it does.</returns>
    internal string? SetToken(LoginToken token)
    {
        var error = stackalloc byte[ErrorTextSize];
        string[] extensions = [.. token.Extensions.SelectMany(extension => (string[])[extension.Key, extension.Value])];
        return NativeMethods.SetToken(
            _client,
            token.Value,
            token.RenewalMilliseconds,
            token.Principal,
            extensions,
            (nuint)extensions.Length,
            error,
            ErrorTextSize) == 0 ? null : Marshal.PtrToStringUTF8((nint)error) ?? "";
    }

    /// <summary>Tells the client that there is no token for it now.</summary>
    internal void SetTokenFailure(string reason) => _ = NativeMethods.SetTokenFailure(_client, reason);

    // A list takes names by their length, of any number: single headers would be cut at a zero and lie on the stack.
    private static nint NewHeaders(ReadOnlySpan<NativeHeader> headers)
    {
        var list = NativeMethods.HeadersNew((nuint)headers.Length);
        foreach (ref readonly var header in headers)
        {
            // It fails for nothing but memory, and that ends the process.
            _ = NativeMethods.HeaderAdd(list, header.Name, header.NameLength, header.Value, header.ValueLength);
        }

        return list;
    }

    /// <summary>Closes the connections and frees everything.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (var topic in _topics)
        {
            topic.Close();
        }

        NativeMethods.QueueDestroy(_events);
        NativeMethods.Destroy(_client);
        foreach (var topic in _topics)
        {
            topic.Free();
        }

        _throttle.Dispose();
    }
}
