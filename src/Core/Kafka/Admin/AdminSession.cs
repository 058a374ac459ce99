using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Failures;
using Confluent.Kafka;

namespace AirbyteKafka.Kafka.Admin;

/// <summary>A client for administration and the time that it has. A login that is refused ends every question at once.</summary>
internal sealed class AdminSession : IAsyncDisposable
{
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(1);

    private readonly IAdminClient _client;
    private readonly ClientErrors _errors;
    private readonly TimeSpan _limit;
    private readonly CancellationToken _cancellation;
    private readonly TaskCompletionSource<AirbyteKafkaException> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _asked = [];
    private Deadline _deadline;
    private volatile string? _lastError;

    /// <summary>Opens a client, which connects with the first question.</summary>
    /// <param name="connection">How to reach the cluster.</param>
    /// <param name="limit">The time of all questions together, from here or from <see cref="Begin"/>.</param>
    /// <param name="cancellation">Ends every wait.</param>
    public AdminSession(ClusterConnection connection, TimeSpan limit, CancellationToken cancellation)
    {
        _errors = new ClientErrors(connection.Config);
        _limit = limit;
        _deadline = new Deadline(limit);
        _cancellation = cancellation;
        _client = KafkaClient.OpenAdmin(ClientSettings.ForAdmin(connection), Note);
    }

    /// <summary>What is left of the time.</summary>
    public TimeSpan Left => _deadline.Left;

    /// <summary>Begins something else, which has all of the time.</summary>
    public void Begin() => _deadline = new Deadline(_limit);

    /// <summary>Asks a question.</summary>
    /// <param name="what">What the cluster is to do, to follow "did not".</param>
    /// <param name="ask">Asks it, within the time that it is given.</param>
    /// <exception cref="AirbyteKafkaException">There is no answer, or it is an error as a whole.</exception>
    public async Task<T> AskAsync<T>(string what, Func<IAdminClient, TimeSpan, Task<T>> ask)
    {
        // Some of the client's calls block.
        var answer = Task.Run(() => ask(_client, _deadline.Left), CancellationToken.None);
        _asked.Add(answer);
        try
        {
            return await Task.WhenAny(answer, _refused.Task).WaitAsync(_deadline.Left, _cancellation).ConfigureAwait(false) == answer
                ? await answer.ConfigureAwait(false)
                : throw await _refused.Task.ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw Silence(what);
        }
        catch (KafkaException failure)
        {
            var error = new KafkaError((int)failure.Error.Code);
            throw failure.Error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown
                ? Silence(what)
                : failure.Error.Code == ErrorCode.Local_UnsupportedFeature ? Unsupported(what) : _errors.ForAnswer(what, error);
        }
    }

    /// <summary>Ends the client; one that is stuck is left to end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        // The client must not go while a thread is in it.
        var end = Task.WhenAll(_asked).ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                _client.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.RunContinuationsAsynchronously,
            TaskScheduler.Default);
        await Task.WhenAny(end, Task.Delay(DisposeLimit, CancellationToken.None)).ConfigureAwait(false);
    }

    private AirbyteKafkaException Silence(string what) => _errors.ForSilence(what, _deadline.Elapsed, _lastError);

    private static AirbyteKafkaException Unsupported(string what) => new(
        ErrorKind.BrokerUnreachable,
        $"The cluster did not {what}: it does not know this request. A mock cluster does not, nor does a Kafka that is too old.");

    private void Note(Error error)
    {
        var code = new KafkaError((int)error.Code);

        // It only counts the brokers, and comes after the error that says what is wrong with each.
        if (code != KafkaError.AllBrokersDown || _lastError is null)
        {
            _lastError = error.Reason;
        }

        lock (_refused)
        {
            if (_errors.FindRefusal(code, error.Reason) is { } refusal)
            {
                _refused.TrySetResult(refusal);
            }
        }
    }
}
