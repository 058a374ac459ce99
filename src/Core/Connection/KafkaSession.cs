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

    private readonly TaskCompletionSource<Error> _decisive = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly IAdminClient _admin;
    private readonly CancellationToken _cancellation;
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

    /// <summary>Logs in and asks for the cluster's id and brokers.</summary>
    /// <exception cref="AirbyteKafkaException">It did not come to that; the message says why.</exception>
    public Task<DescribeClusterResult> DescribeClusterAsync(TimeSpan limit) =>
        AskAsync("say who it is", limit, () => _admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = limit }));

    /// <summary>Writes one record and waits until it is acknowledged.</summary>
    /// <returns>Where it lies.</returns>
    /// <exception cref="AirbyteKafkaException">It was not acknowledged; the message says why.</exception>
    public async Task<TopicPartitionOffset> WriteAsync(string topic, Message<byte[], byte[]> record, TimeSpan limit) =>
        (await AskAsync($"acknowledge a record for topic '{topic}'", limit, () => _producer.ProduceAsync(topic, record, _cancellation)).ConfigureAwait(false)).TopicPartitionOffset;

    /// <summary>Ends the client; one that is stuck is left to end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        var end = Task.Run(() =>
        {
            _admin.Dispose();
            _producer.Dispose();
        });
        await Task.WhenAny(end, Task.Delay(DisposeLimit, CancellationToken.None)).ConfigureAwait(false);
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
        if (ClientErrors.IsDecisive(error))
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
