using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Check;

/// <summary>
/// Kafka's client, connected as a write would connect it. Every question has a time limit and ends early when the client learns that it
/// cannot be answered.
/// </summary>
internal sealed class KafkaSession : IClientListener, IAsyncDisposable
{
    // What the client's threads may take to end; name resolution cannot be interrupted.
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstSlice = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(500);

    // What the answer about an idempotent producer's id may take once the client is connected.
    private static readonly TimeSpan IdTime = TimeSpan.FromSeconds(3);

    // librdkafka tells that it was given the id in no other way than in its log.
    private const string IdFacility = "GETPID";
    private const string IdGiven = "Acquired PID";

    // The brokers have just answered about the record.
    private static readonly TimeSpan DescriptionTime = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<AirbyteKafkaException> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Delivery> _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _idAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SaslLogin? _login;
    private readonly NativeProducer _producer;
    private readonly ClientErrors _errors;
    private readonly ClientLog? _log;
    private readonly Deadline _deadline;
    private readonly Thread _thread;
    private readonly CancellationToken _cancellation;
    private Task _blocking = Task.CompletedTask;
    private string? _lastError;
    private volatile bool _ending;

    // The client reads it where it lies until the delivery report, or until its own end.
    private byte[] _value = [];

    private KafkaSession(
        NativeProducer producer, SaslLogin? login, ClientErrors errors, ClientLog? log, Deadline deadline, CancellationToken cancellation)
    {
        _producer = producer;
        _login = login;
        _errors = errors;
        _log = log;
        _deadline = deadline;
        _cancellation = cancellation;
        _thread = new Thread(Listen) { IsBackground = true, Name = "Kafka check" };
    }

    /// <summary>Starts a client.</summary>
    /// <param name="config">The destination's configuration.</param>
    /// <param name="errors">Puts the client's errors into words.</param>
    /// <param name="deadline">The time of the whole check.</param>
    /// <param name="observer">Takes the client's log.</param>
    /// <param name="debug">Whether the client logs what it does in detail.</param>
    /// <param name="cancellation">Ends every wait.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/> or <see cref="ErrorKind.NativeLibraryMissing"/>.
    /// </exception>
    public static KafkaSession Open(
        DestinationConfig config,
        ClientErrors errors,
        Deadline deadline,
        ICheckObserver? observer,
        bool debug,
        CancellationToken cancellation)
    {
        var settings = ClientSettings.ForCheck(config, deadline.Left, debug);
        var log = observer is null ? null : settings.MakeLog(observer.OnLog);
        var session = new KafkaSession(KafkaClient.OpenProducer(settings), config.Protocol.Login, errors, log, deadline, cancellation);
        session._thread.Start();
        return session;
    }

    /// <summary>Logs in and asks for the cluster's id, brokers and topics.</summary>
    /// <exception cref="AirbyteKafkaException">It did not come to that; the message says why.</exception>
    public async Task<ClusterMetadata> AskMetadataAsync(TimeSpan limit)
    {
        // The request blocks its thread. Asked for ever longer times, it neither holds up the end for long nor gives up on a slow
        // connection.
        var deadline = new Deadline(limit);
        Task<string?>? endpoint = null;
        for (var slice = FirstSlice; deadline.Left > TimeSpan.Zero; slice = Shorter(slice * 2, limit))
        {
            var attempt = new Deadline(Shorter(slice, deadline.Left));
            var call = Task.Run(() => ClusterMetadata.Ask(_producer, attempt.Left), CancellationToken.None);
            _blocking = call;
            if (slice > FirstSlice)
            {
                endpoint ??= AskTokenEndpointAsync(deadline.Left);
            }

            var (answer, error) = await WaitAsync(call, "answer", limit + slice).ConfigureAwait(false);
            if (answer is not null)
            {
                return answer;
            }

            if (!error.IsBrokerFault && error != KafkaError.AllBrokersDown)
            {
                throw _errors.ForAnswer("answer", error);
            }

            // A connection that broke ends the attempt early; the client makes another one in its own time.
            await Task.Delay(attempt.Left, _cancellation).ConfigureAwait(false);
        }

        throw _errors.ForNoAnswer(limit, _lastError, endpoint is null ? null : await endpoint.ConfigureAwait(false));
    }

    /// <summary>Asks for a token apart from the client, where it waits for one: it does not tell what keeps it waiting.</summary>
    private async Task<string?> AskTokenEndpointAsync(TimeSpan limit)
    {
        if (_login is not OidcLogin login || Volatile.Read(ref _lastError) is not null)
        {
            return null;
        }

        using var timed = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        timed.CancelAfter(limit);
        return await TokenEndpoint.FindFaultAsync(login, timed.Token).ConfigureAwait(false);
    }

    /// <summary>Writes one record and waits until it is acknowledged. Once in a session.</summary>
    /// <returns>Where it lies.</returns>
    /// <exception cref="AirbyteKafkaException">It was not acknowledged; the message says why.</exception>
    public async Task<(int Partition, long Offset)> WriteAsync(string topic, TestRecord record, TimeSpan limit)
    {
        Produce(topic, record);
        var acknowledge = $"acknowledge a record for topic '{topic}'";
        var (error, partition, offset) = await WaitAsync(_delivered.Task, acknowledge, limit).ConfigureAwait(false);
        if (!error.IsError)
        {
            return (partition, offset);
        }

        // The record that an idempotent producer stopped for bears a bare code: the reason is the client's.
        if (FindFatal() is { } fatal)
        {
            throw fatal;
        }

        if (error == KafkaError.MessageTimedOut)
        {
            throw _errors.ForSilence(acknowledge, limit, _lastError);
        }

        var call = Task.Run(() => ClientErrors.ForTestRecord(topic, error, () => Describe(topic)), CancellationToken.None);
        _blocking = call;
        throw await call.ConfigureAwait(false);
    }

    private AirbyteKafkaException? FindFatal()
    {
        var (error, reason) = _producer.FatalError();
        return error.IsError ? _errors.ForFatal(error, reason) : null;
    }

    /// <summary>Ends the client; one that is stuck is left to end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        var end = Task.Run(async () =>
        {
            // The native client must not go while a thread is in it.
            await Task.WhenAny(_blocking).ConfigureAwait(false);
            _ending = true;
            _producer.Wake();
            _thread.Join();
            _producer.Dispose();
            GC.KeepAlive(_value);
        });
        await Task.WhenAny(end, Task.Delay(_deadline.AtMost(DisposeLimit), CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>Waits until an idempotent producer has its id or is refused one.</summary>
    /// <returns>Why it was refused; <see langword="null"/> if it was not, or nobody answered.</returns>
    public async Task<AirbyteKafkaException?> AskForIdAsync()
    {
        await Task.WhenAny(_idAnswered.Task, Task.Delay(_deadline.AtMost(IdTime), _cancellation)).ConfigureAwait(false);
        _cancellation.ThrowIfCancellationRequested();
        return FindFatal();
    }

    private KafkaError? Describe(string topic) => NativeTopics.Describe(_producer, topic, _deadline.AtMost(DescriptionTime));

    private async Task<T> WaitAsync<T>(Task<T> answer, string what, TimeSpan limit)
    {
        try
        {
            return await Task.WhenAny(answer, _refused.Task).WaitAsync(limit, _cancellation).ConfigureAwait(false) == answer
                ? await answer.ConfigureAwait(false)
                : throw await _refused.Task.ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw _errors.ForSilence(what, limit, _lastError);
        }
    }

    private unsafe void Produce(string topic, TestRecord record)
    {
        _value = GC.AllocateUninitializedArray<byte>(record.Value.Length, pinned: true);
        record.Value.CopyTo(_value, 0);
        fixed (byte* key = record.Key, value = _value)
        {
            var message = new NativeMessage
            {
                Key = key,
                KeyLength = (nuint)(record.Key?.Length ?? 0),
                Value = value,
                ValueLength = (nuint)_value.Length,
            };
            if (NativeProducer.Produce(_producer.OpenTopic(topic).Handle, &message, 1) == 0)
            {
                _delivered.TrySetResult(new(new KafkaError(message.Error), -1, -1));
            }
        }
    }

    private void Listen()
    {
        var events = new ClientEvents(this);
        while (!_ending)
        {
            events.TakeNext(_producer, PollTime);
        }
    }

    /// <inheritdoc/>
    unsafe void IClientListener.OnReports(NativeEvent reports)
    {
        Span<nint> one = stackalloc nint[1];
        while (reports.TakeMessages(one) > 0)
        {
            ref readonly var report = ref *(NativeMessage*)one[0];
            _delivered.TrySetResult(new(new KafkaError(report.Error), report.Partition, report.Offset));
        }
    }

    /// <inheritdoc/>
    void IClientListener.OnError(KafkaError error, string reason)
    {
        if (error == KafkaError.Fatal)
        {
            _idAnswered.TrySetResult();
        }

        // That all are down says less than what was said of each before, and that the client has stopped nothing at all.
        else if (error != KafkaError.AllBrokersDown || _lastError is null)
        {
            Volatile.Write(ref _lastError, reason);
        }

        if (_errors.FindRefusal(error, reason) is { } refusal)
        {
            _refused.TrySetResult(refusal);
        }
    }

    /// <inheritdoc/>
    void IClientListener.OnLogLine(int syslogLevel, string facility, string line)
    {
        if (facility == IdFacility && line.Contains(IdGiven, StringComparison.Ordinal))
        {
            _idAnswered.TrySetResult();
        }

        _log?.Line(syslogLevel, facility, line);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private readonly record struct Delivery(KafkaError Error, int Partition, long Offset);
}
