using System.Globalization;
using AirbyteKafka.Configuration;
using AirbyteKafka.Errors;
using AirbyteKafka.Librdkafka;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Error = Confluent.Kafka.Error;

namespace AirbyteKafka.Connection;

/// <summary>Kafka's client, connected as a write would connect it. Every question has a time limit and ends early when the client learns that it cannot be answered.</summary>
internal sealed class KafkaSession : IAsyncDisposable
{
    // What the client's threads may take to end; name resolution cannot be interrupted.
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstSlice = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource<Error> _decisive = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly IAdminClient _admin;
    private readonly CancellationToken _cancellation;
    private Task _blocking = Task.CompletedTask;
    private Error? _last;

    private KafkaSession(DestinationConfig config, TimeSpan limit, ClientLog log, bool debug, CancellationToken cancellation)
    {
        Errors = new ClientErrors(config);
        _cancellation = cancellation;
        _producer = new ProducerBuilder<byte[], byte[]>(Properties(config, limit, debug))
            .SetLogHandler((_, line) => log.Write(line))
            .SetErrorHandler((_, error) => Take(error))
            .Build();
        _admin = new DependentAdminClientBuilder(_producer.Handle).Build();
    }

    /// <summary>Puts the client's errors into words.</summary>
    public ClientErrors Errors { get; }

    /// <summary>Starts a client.</summary>
    /// <param name="config">The destination's configuration.</param>
    /// <param name="limit">The longest it will be used; more than zero.</param>
    /// <param name="log">Takes the client's log.</param>
    /// <param name="debug">Whether the client logs what it does in detail.</param>
    /// <param name="cancellation">Ends every wait.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.ConfigInvalid"/> or <see cref="ErrorKind.NativeLibraryMissing"/>.</exception>
    public static KafkaSession Open(DestinationConfig config, TimeSpan limit, ClientLog log, bool debug, CancellationToken cancellation)
    {
        NativeLibraryLoader.EnsureLoaded();
        try
        {
            return new KafkaSession(config, limit, log, debug, cancellation);
        }
        catch (Exception failure) when (failure is InvalidOperationException or KafkaException or ArgumentException)
        {
            throw new ClientErrors(config).ForCreation(failure);
        }
    }

    /// <summary>Logs in and asks for the cluster's brokers and topics.</summary>
    /// <exception cref="AirbyteKafkaException">It did not come to that; the message says why.</exception>
    public async Task<Metadata> AskMetadataAsync(TimeSpan limit)
    {
        // The one request that every cluster answers blocks its thread. Asked for ever longer times, it neither holds up the end for long nor
        // gives up on a slow connection.
        var deadline = new Deadline(limit);
        for (var slice = FirstSlice; deadline.Left > TimeSpan.Zero; slice = Shorter(slice * 2, limit))
        {
            var attempt = new Deadline(Shorter(slice, deadline.Left));
            var call = Task.Run(() => TryGetMetadata(attempt.Left), CancellationToken.None);
            _blocking = call;
            if (await AskAsync("answer", limit + slice, () => call).ConfigureAwait(false) is { } metadata)
            {
                return metadata;
            }

            // A connection that broke ends the attempt early; the client makes another one in its own time.
            await Task.Delay(attempt.Left, _cancellation).ConfigureAwait(false);
        }

        throw Errors.ForSilence("answer", limit, _last);
    }

    /// <summary>Asks the cluster for its id; for clusters with a controller.</summary>
    public Task<DescribeClusterResult> DescribeClusterAsync(TimeSpan limit) =>
        AskAsync("tell its id", limit, () => _admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = limit }));

    /// <summary>Asks about topics and what the user may do with them; for clusters with a controller. Each answer has an error of its own.</summary>
    public Task<IReadOnlyList<TopicDescription>> DescribeTopicsAsync(IEnumerable<string> topics, TimeSpan limit) => AskAsync("describe topics", limit, async () =>
    {
        try
        {
            var options = new DescribeTopicsOptions { RequestTimeout = limit, IncludeAuthorizedOperations = true };
            return (IReadOnlyList<TopicDescription>)(await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options).ConfigureAwait(false)).TopicDescriptions;
        }
        catch (DescribeTopicsException partly)
        {
            return partly.Results.TopicDescriptions;
        }
    });

    /// <summary>Asks whether topics could be created, without creating them.</summary>
    /// <returns>For each topic the reason why not, or no error.</returns>
    public Task<IReadOnlyDictionary<string, Error>> TryCreateTopicsAsync(IReadOnlyCollection<string> topics, TimeSpan limit) => AskAsync("say whether topics can be created", limit, async () =>
    {
        try
        {
            await _admin.CreateTopicsAsync(
                topics.Select(topic => new TopicSpecification { Name = topic }),
                new CreateTopicsOptions { ValidateOnly = true, RequestTimeout = limit }).ConfigureAwait(false);
            return topics.ToDictionary(topic => topic, _ => new Error(ErrorCode.NoError));
        }
        catch (CreateTopicsException partly)
        {
            return (IReadOnlyDictionary<string, Error>)partly.Results.ToDictionary(report => report.Topic, report => report.Error);
        }
    });

    /// <summary>Asks for the settings of one broker or of topics.</summary>
    /// <returns>The settings of those that could be asked, by name.</returns>
    public Task<IReadOnlyDictionary<string, KafkaSettings>> DescribeConfigsAsync(ResourceType type, IEnumerable<string> names, TimeSpan limit) => AskAsync("show settings", limit, async () =>
    {
        try
        {
            var results = await _admin.DescribeConfigsAsync(
                names.Select(name => new ConfigResource { Type = type, Name = name }), new DescribeConfigsOptions { RequestTimeout = limit }).ConfigureAwait(false);
            return (IReadOnlyDictionary<string, KafkaSettings>)results.ToDictionary(result => result.ConfigResource.Name, result => new KafkaSettings(result.Entries));
        }
        catch (DescribeConfigsException partly)
        {
            return partly.Results.Where(report => !report.Error.IsError).ToDictionary(report => report.ConfigResource.Name, report => new KafkaSettings(report.Entries));
        }
    });

    /// <summary>Writes one record and waits until it is acknowledged.</summary>
    /// <returns>Where it lies.</returns>
    /// <exception cref="AirbyteKafkaException">It was not acknowledged; the message says why.</exception>
    public async Task<TopicPartitionOffset> WriteAsync(string topic, Message<byte[], byte[]> record, TimeSpan limit) =>
        (await AskAsync($"acknowledge a record for topic '{topic}'", limit, () => _producer.ProduceAsync(topic, record, _cancellation)).ConfigureAwait(false)).TopicPartitionOffset;

    /// <summary>Ends the client; one that is stuck is left to end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        var end = Task.Run(async () =>
        {
            // The native client must not go while a thread is in it.
            await Task.WhenAny(_blocking).ConfigureAwait(false);
            _admin.Dispose();
            _producer.Dispose();
        });
        await Task.WhenAny(end, Task.Delay(DisposeLimit, CancellationToken.None)).ConfigureAwait(false);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private Metadata? TryGetMetadata(TimeSpan wait)
    {
        try
        {
            return _admin.GetMetadata(wait);
        }
        catch (KafkaException failure) when (failure.Error.Code is ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_AllBrokersDown)
        {
            return null;
        }
    }

    private async Task<T> AskAsync<T>(string what, TimeSpan limit, Func<Task<T>> ask)
    {
        try
        {
            var answer = ask();
            if (await Task.WhenAny(answer, _decisive.Task).WaitAsync(limit, _cancellation).ConfigureAwait(false) == answer)
            {
                return await answer.ConfigureAwait(false);
            }

            Forget(answer);
            throw Errors.ForDecisive(await _decisive.Task.ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            throw Errors.ForSilence(what, limit, _last);
        }
        catch (KafkaException failure) when (failure.Error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_MsgTimedOut)
        {
            throw Errors.ForSilence(what, limit, _last);
        }
        catch (KafkaException failure) when (failure is not ProduceException<byte[], byte[]>)
        {
            throw Errors.ForRequest(what, failure.Error);
        }
    }

    // Nobody waits for it any more; its failure is no news.
    private static void Forget(Task task) => task.ContinueWith(
        static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void Take(Error error)
    {
        Volatile.Write(ref _last, error);
        if (Errors.IsDecisive(error))
        {
            _decisive.TrySetResult(error);
        }
    }

    private static Dictionary<string, string> Properties(DestinationConfig config, TimeSpan limit, bool debug)
    {
        var properties = new Dictionary<string, string>(config.ToLibrdkafkaProperties(), StringComparer.Ordinal);
        var milliseconds = ((int)Math.Clamp(limit.TotalMilliseconds, 1000, int.MaxValue)).ToString(CultureInfo.InvariantCulture);
        properties["message.timeout.ms"] = milliseconds;
        properties["topic.metadata.propagation.max.ms"] = milliseconds;

        // A record that nobody acknowledges would prove nothing; and it is to leave at once.
        properties["acks"] = config.Acks == Configuration.Acks.None ? "1" : properties["acks"];
        properties["linger.ms"] = "0";
        properties["dotnet.cancellation.delay.max.ms"] = "10";
        if (debug)
        {
            properties["debug"] = "broker,metadata,security,protocol,admin,topic,conf";
        }

        return properties;
    }
}
