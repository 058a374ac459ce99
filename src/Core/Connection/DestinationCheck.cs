using AirbyteKafka.Configuration;
using AirbyteKafka.Errors;
using AirbyteKafka.Protocol;
using AirbyteKafka.Topics;
using Confluent.Kafka;

namespace AirbyteKafka.Connection;

/// <summary>Tries out whether a sync would work, step by step, and says what it found.</summary>
public sealed class DestinationCheck
{
    /// <summary>The time limit where none is given.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    // The way to the brokers may take this part of the time; what comes after it needs some as well.
    private const double ProbeShare = 0.5;

    private readonly DestinationConfig _config;
    private readonly ConfiguredCatalog? _catalog;
    private readonly Deadline _deadline;
    private readonly ICheckObserver? _observer;
    private readonly CheckReport _report;
    private readonly CancellationToken _cancellation;
    private string? _clusterId;
    private string? _kafkaVersion;
    private IReadOnlyList<ClusterBroker> _brokers = [];

    private DestinationCheck(DestinationConfig config, ConfiguredCatalog? catalog, TimeSpan timeout, ICheckObserver? observer, CancellationToken cancellation)
    {
        _config = config;
        _catalog = catalog;
        _observer = observer;
        _cancellation = cancellation;
        _deadline = new Deadline(timeout);
        _report = new CheckReport(observer, config.Redact);
    }

    /// <summary>Checks a destination. What is wrong with it is in the result; nothing is thrown for it.</summary>
    /// <param name="config">The destination's configuration.</param>
    /// <param name="catalog">The streams whose topics are to be looked at, if any.</param>
    /// <param name="timeout">The longest the check may take; more than zero.</param>
    /// <param name="observer">Follows it.</param>
    /// <param name="debug">Whether the Kafka client logs to <paramref name="observer"/> what it does in detail.</param>
    /// <param name="cancellation">Ends it before.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was used.</exception>
    public static async Task<ConnectionCheck> RunAsync(
        DestinationConfig config,
        ConfiguredCatalog? catalog,
        TimeSpan timeout,
        ICheckObserver? observer = null,
        bool debug = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        var check = new DestinationCheck(config, catalog, timeout, observer, cancellation);
        await check.RunAsync(debug).ConfigureAwait(false);
        return check.Conclude();
    }

    private async Task RunAsync(bool debug)
    {
        if (!CheckConfiguration())
        {
            return;
        }

        var reachable = await ProbeAsync().ConfigureAwait(false);
        if (!reachable)
        {
            return;
        }

        KafkaSession session;
        try
        {
            session = KafkaSession.Open(_config, _deadline.Left, new ClientLog(_observer, _config.Redact), debug, _cancellation);
        }
        catch (AirbyteKafkaException failure)
        {
            _report.Add("Kafka client", CheckOutcome.Failed, failure.Message, failure.Kind);
            return;
        }

        await using (session.ConfigureAwait(false))
        {
            if (await ConnectAsync(session).ConfigureAwait(false))
            {
                await WriteAsync(session).ConfigureAwait(false);
            }
        }
    }

    private bool CheckConfiguration()
    {
        try
        {
            _ = Topics();
        }
        catch (AirbyteKafkaException failure)
        {
            _report.Add("Configuration", CheckOutcome.Failed, failure.Message, failure.Kind);
            return false;
        }

        var warnings = _config.Warnings.Concat(_catalog?.Warnings ?? []).Select(warning => warning.Message).ToList();
        _report.Add(
            "Configuration",
            warnings.Count == 0 ? CheckOutcome.Passed : CheckOutcome.Warning,
            warnings.Count == 0 ? $"{_config.Source} is valid: {_config.Protocol}." : string.Join(' ', warnings));
        return true;
    }

    private (IReadOnlyList<string> Streams, string? Test) Topics()
    {
        var pattern = new TopicPattern(_config.TopicPattern);
        IReadOnlyList<string> topics =
            _catalog is not null ? [.. TopicMap.Create(pattern, [.. _catalog.Streams.Select(stream => stream.Descriptor)]).Entries.Select(entry => entry.Topic).Distinct()]
            : pattern.HasVariables ? []
            : [pattern.Resolve(new StreamDescriptor(null, ""))];
        var test = _config.TestTopic is null ? null : TopicNameTransformer.Transform(_config.TestTopic);
        return test is not null && TopicName.FindFault(test) is { } fault
            ? throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, $"test_topic '{_config.TestTopic}' gives the topic name '{test}', which {fault}. Change test_topic.")
            : (topics, test);
    }

    /// <summary>Goes to all of the bootstrap brokers at once.</summary>
    /// <returns>Whether the Kafka client has anybody to talk to.</returns>
    private async Task<bool> ProbeAsync()
    {
        var limit = _deadline.Share(ProbeShare);
        var probes = await Task.WhenAll(_config.Brokers.Select(broker => BrokerProbe.RunAsync(broker, _config.Protocol, limit, _cancellation))).ConfigureAwait(false);
        var passed = probes.Any(probe => probe.Passed);
        foreach (var step in probes.SelectMany(probe => probe.Steps))
        {
            // One broker of the list is enough to find the others.
            _report.Add(passed && step.Outcome == CheckOutcome.Failed ? step with { Outcome = CheckOutcome.Warning, FailureKind = null } : step);
        }

        _kafkaVersion = probes.Select(probe => probe.KafkaVersion).FirstOrDefault(version => version is not null);
        return passed;
    }

    private async Task<bool> ConnectAsync(KafkaSession session) => await _report.DoAsync(_config.Protocol.Login is null ? "Cluster" : "Login", async () =>
    {
        var cluster = await session.DescribeClusterAsync(_deadline.Left).ConfigureAwait(false);
        _clusterId = cluster.ClusterId;
        _brokers = [.. cluster.Nodes.OrderBy(node => node.Id).Select(node => new ClusterBroker(node.Id, new BrokerAddress(node.Host, node.Port), node.Rack))];
        return (true, $"Cluster {_clusterId}: {string.Join(", ", _brokers)}.");
    }).ConfigureAwait(false);

    private async Task WriteAsync(KafkaSession session)
    {
        if (Topics().Test is not { } topic)
        {
            return;
        }

        await _report.DoAsync("Test record", async () =>
        {
            try
            {
                var place = await session.WriteAsync(topic, TestRecord.Make(TimeProvider.System.GetUtcNow()), _deadline.Left).ConfigureAwait(false);
                return (true, $"A record was written to topic '{topic}' and acknowledged (partition {place.Partition.Value}, offset {place.Offset.Value}).");
            }
            catch (ProduceException<byte[], byte[]> refused)
            {
                throw TestRecord.Refused(topic, refused.Error, session.Errors.Sentence(refused.Error.Reason));
            }
        }).ConfigureAwait(false);
    }

    private ConnectionCheck Conclude()
    {
        var failure = _report.FirstFailure;
        return new ConnectionCheck
        {
            Message = failure?.Detail ?? $"Connected to {_config.BootstrapServers} ({_config.Protocol}).",
            Steps = _report.Steps,
            ClusterId = _clusterId,
            KafkaVersion = _kafkaVersion,
            Brokers = _brokers,
            Duration = _deadline.Elapsed,
            FailureKind = failure?.FailureKind,
        };
    }
}
