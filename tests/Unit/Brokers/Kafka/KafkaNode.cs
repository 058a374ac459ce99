using Confluent.Kafka;

namespace AirbyteKafka.Tests.Brokers.Kafka;

/// <summary>One node of a cluster that the tests run themselves.</summary>
public sealed class KafkaNode : IDisposable
{
    private static readonly TimeSpan StartTimeLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTimeLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Func<LoggedProcess> _start;
    private readonly Action _processesChanged;
    private LoggedProcess? _process;

    internal KafkaNode(int id, IReadOnlyList<int> ports, Func<LoggedProcess> start, Action processesChanged)
    {
        Id = id;
        Ports = ports;
        _start = start;
        _processesChanged = processesChanged;
    }

    /// <summary>The node's id, from 1; brokers report it in metadata.</summary>
    public int Id { get; }

    /// <summary>Whether its process is there; a paused one is.</summary>
    public bool IsRunning => _process is { IsRunning: true };

    internal IReadOnlyList<int> Ports { get; }

    internal int? ProcessId => IsRunning ? _process!.Id : null;

    /// <summary>Where one of its listeners answers.</summary>
    public string GetAddress(BrokerListener listener) => NodeConfiguration.Address(Ports, listener);

    /// <summary>Starts the node that was stopped or killed, with its data, and waits until it serves.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        Launch();
        await WaitUntilItSeesAsync([Id], cancellation);
    }

    /// <summary>Asks it to shut down, as an operator would, and waits; one that cannot (it lost its quorum) is killed after 15 s.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _process?.Send(LoggedProcess.Signal.Terminate);
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeLimit.CancelAfter(StopTimeLimit);
        try
        {
            await EndAsync(timeLimit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await KillAsync(cancellation);
        }
    }

    /// <summary>Ends it without warning (SIGKILL) and waits until it is gone.</summary>
    public Task KillAsync(CancellationToken cancellation)
    {
        _process?.Send(LoggedProcess.Signal.Kill);
        return EndAsync(cancellation);
    }

    /// <summary>Freezes it (SIGSTOP): connections stay open and nothing answers.</summary>
    public void Pause() => _process?.Send(LoggedProcess.Signal.Pause);

    /// <summary>Lets a paused node go on.</summary>
    public void Resume() => _process?.Send(LoggedProcess.Signal.Resume);

    /// <summary>Lets go of the process; the cluster ends it.</summary>
    public void Dispose()
    {
        _process?.Dispose();
        _process = null;
    }

    internal void Launch()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException($"Node {Id} runs already.");
        }
        _process?.Dispose();
        _process = _start();
        _processesChanged();
    }

    /// <summary>Waits until this node answers and says that these nodes serve.</summary>
    internal async Task WaitUntilItSeesAsync(IReadOnlyCollection<int> nodes, CancellationToken cancellation) =>
        await WaitUntilAsync(metadata => !nodes.Except(metadata.Brokers.Select(broker => broker.BrokerId)).Any(),
            $"answer with nodes {string.Join(", ", nodes)}", cancellation);

    /// <summary>Waits until this node knows a topic and the leaders of its partitions.</summary>
    internal async Task WaitUntilItKnowsAsync(string topic, CancellationToken cancellation) => await WaitUntilAsync(
        metadata => metadata.Topics.Any(known =>
            known.Topic == topic && known.Error.Code == ErrorCode.NoError && known.Partitions.All(partition => partition.Leader > 0)),
        $"know topic '{topic}'",
        cancellation);

    private async Task WaitUntilAsync(Func<Metadata, bool> condition, string what, CancellationToken cancellation)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeLimit.CancelAfter(StartTimeLimit);
        try
        {
            while (await Task.Run(AskForMetadata, timeLimit.Token) is not { } metadata || !condition(metadata))
            {
                if (!IsRunning)
                {
                    throw new InvalidOperationException($"Kafka node {Id} ended with exit code "
                        + $"{_process!.ExitCode}:\n{_process.ReadTail()}");
                }
                await Task.Delay(PollInterval, timeLimit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"Kafka node {Id} did not {what} within {StartTimeLimit.TotalSeconds} s:\n{_process!.ReadTail()}");
        }
    }

    // A client each time: one that lives on would ask whichever node it has learned of.
    private Metadata? AskForMetadata()
    {
        var config = new AdminClientConfig
        {
            BootstrapServers = GetAddress(BrokerListener.Plaintext),
            ReconnectBackoffMs = 50,
            ReconnectBackoffMaxMs = 100,
        };
        using IAdminClient admin = new AdminClientBuilder(config).SetLogHandler(static (_, _) => { }).Build();
        try
        {
            return admin.GetMetadata(MetadataTimeout);
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    private async Task EndAsync(CancellationToken cancellation)
    {
        if (_process is not null)
        {
            await _process.WaitAsync(cancellation);
            _processesChanged();
        }
    }
}
