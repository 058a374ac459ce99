using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Check.Probe;
using AirbyteKafka.Check.Topics;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Admin;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Check;

/// <summary>Tries out whether a sync would work, step by step, and says what it found.</summary>
public sealed class DestinationCheck
{
    /// <summary>The time limit where none is given.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    private const string TestRecordStep = "Test record";
    private const string ClusterStep = "Cluster";

    // Of a large cluster a part tells enough; each probe costs a connection and, with TLS, memory.
    private const int MostProbes = 100;
    private const int ProbesAtOnce = 30;

    // The way to the brokers may take this part of the time; what comes after it needs some as well.
    private const double ProbeShare = 0.5;

    // What a client that disagrees with the probe may take to prove it: this part of the time, and no longer than that.
    private const double AppealShare = 0.2;
    private static readonly TimeSpan AppealLimit = TimeSpan.FromSeconds(3);

    // Where the addresses of brokers are set.
    private const string Bootstrap = "bootstrap_servers";
    private const string Advertised = "that broker's advertised.listeners";

    private readonly DestinationConfig _config;
    private readonly ConfiguredCatalog? _catalog;
    private readonly Deadline _deadline;
    private readonly ICheckObserver? _observer;
    private readonly CheckReport _report;
    private readonly ClientErrors _errors;
    private readonly CancellationToken _cancellation;
    private string? _clusterId;
    private ApiVersions? _versions;
    private IReadOnlyList<ClusterBroker> _brokers = [];
    private IReadOnlyList<ProbeResult> _probes = [];

    private DestinationCheck(DestinationConfig config, ConfiguredCatalog? catalog, TimeSpan timeout, ICheckObserver? observer, CancellationToken cancellation)
    {
        _config = config;
        _catalog = catalog;
        _observer = observer;
        _cancellation = cancellation;
        _deadline = new Deadline(timeout);
        _report = new CheckReport(observer, config.Redact, IsEnded);
        _errors = new ClientErrors(config);
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
        try
        {
            await check.RunAsync(debug).ConfigureAwait(false);
        }
        catch (Exception fault) when (!check.IsEnded(fault))
        {
            check._report.Add(CheckStep.OfFault("Check", fault, check._deadline.Elapsed));
        }

        return check.Conclude();
    }

    private bool IsEnded(Exception failure) => failure is OperationCanceledException && _cancellation.IsCancellationRequested;

    private async Task RunAsync(bool debug)
    {
        if (ReadTopics() is not { } topics)
        {
            return;
        }

        var probes = await ProbeAsync(_config.Brokers, Bootstrap).ConfigureAwait(false);
        var passed = probes.Any(probe => probe.Passed);
        var refused = probes.Any(probe => probe.EndsWrites);
        var appeals = !passed && !refused && probes.Any(probe => probe.IsDisputable);
        if (!appeals)
        {
            Report(probes, failuresCount: !passed);
        }

        if (refused || !(passed || appeals))
        {
            return;
        }

        if (Open(debug) is not { } session)
        {
            Report(appeals ? probes : [], failuresCount: true);
            return;
        }

        await using (session.ConfigureAwait(false))
        {
            if (await (passed ? LogInAsync(session) : AppealAsync(session, probes)).ConfigureAwait(false) is { } metadata
                && await ReachBrokersAsync(metadata).ConfigureAwait(false))
            {
                _report.Add(
                    ClusterStep,
                    CheckOutcome.Passed,
                    $"{(metadata.ClusterId is null ? "A cluster without an id" : $"Cluster {Printable.Of(metadata.ClusterId)}")}, "
                    + $"brokers {Printable.List([.. _brokers.Select(broker => broker.ToString())])}.");
                if (CodecFit.Find(_config, _probes) is { } warning)
                {
                    _report.Add(warning);
                }

                await CheckTopicsAsync(session, topics, metadata).ConfigureAwait(false);
                await WriteAsync(session, topics.Test).ConfigureAwait(false);
            }
        }
    }

    private KafkaSession? Open(bool debug)
    {
        try
        {
            return KafkaSession.Open(_config, _errors, _deadline, _observer, debug, _cancellation);
        }
        catch (AirbyteKafkaException failure)
        {
            _report.Add("Kafka client", CheckOutcome.Failed, failure.Message, failure.Kind);
            return null;
        }
    }

    /// <summary>Says what there is to say about the configuration, and finds the topics it leads to.</summary>
    private CheckedTopics? ReadTopics()
    {
        try
        {
            var topics = CheckedTopics.Of(_config, _catalog);
            var warnings = _config.Warnings.Concat(_catalog?.Warnings ?? []).Select(warning => warning.Message).Concat(CloudLimits.FindConflicts(_config)).ToList();
            _report.Add(
                "Configuration",
                warnings.Count == 0 ? CheckOutcome.Passed : CheckOutcome.Warning,
                warnings.Count == 0 ? $"{_config.Source} is valid: {_config.Protocol}." : string.Join(' ', warnings));
            return topics;
        }
        catch (AirbyteKafkaException failure)
        {
            _report.Add("Configuration", CheckOutcome.Failed, failure.Message, failure.Kind);
            return null;
        }
    }

    /// <summary>Goes to several brokers at once, not to all of a large cluster.</summary>
    private async Task<IReadOnlyList<ProbeResult>> ProbeAsync(IReadOnlyList<BrokerAddress> brokers, string origin)
    {
        var tried = brokers.Take(MostProbes).ToList();
        var rounds = (tried.Count + ProbesAtOnce - 1) / ProbesAtOnce;
        var limit = _deadline.Share(ProbeShare) / Math.Max(rounds, 1);
        using var room = new SemaphoreSlim(ProbesAtOnce);
        var probes = await Task.WhenAll(tried.Select(ProbeOneAsync)).ConfigureAwait(false);
        _versions ??= probes.Select(probe => probe.Versions).FirstOrDefault(versions => versions is not null);
        _probes = [.. _probes, .. probes];
        return probes;

        async Task<ProbeResult> ProbeOneAsync(BrokerAddress broker)
        {
            await room.WaitAsync(_cancellation).ConfigureAwait(false);
            try
            {
                return await BrokerProbe.RunAsync(broker, _config.Protocol, origin, limit, _cancellation).ConfigureAwait(false);
            }
            finally
            {
                room.Release();
            }
        }
    }

    /// <summary>Reports what probes found. Where another broker serves, one that does not is only a warning, unless it would end a write.</summary>
    private void Report(IEnumerable<ProbeResult> probes, bool failuresCount)
    {
        foreach (var probe in probes)
        {
            foreach (var step in probe.Steps)
            {
                var stands = failuresCount || probe.EndsWrites || step.Outcome != CheckOutcome.Failed;
                _report.Add(stands ? step : step with { Outcome = CheckOutcome.Warning, FailureKind = null });
            }
        }
    }

    private async Task<ClusterMetadata?> LogInAsync(KafkaSession session)
    {
        var login = _config.Protocol.Login;
        return await _report.DoAsync(login is null ? "Connection" : "Login", async () =>
        {
            var metadata = await session.AskMetadataAsync(_deadline.Left).ConfigureAwait(false);
            return (metadata, login is null ? "The Kafka client is connected." : $"Logged in by {login}.");
        }).ConfigureAwait(false);
    }

    /// <summary>Has the Kafka client decide where it may fare better than the probe.</summary>
    private async Task<ClusterMetadata?> AppealAsync(KafkaSession session, IReadOnlyList<ProbeResult> probes)
    {
        ClusterMetadata? metadata = null;
        try
        {
            metadata = await session.AskMetadataAsync(TimeSpan.FromTicks(Math.Min(_deadline.Share(AppealShare).Ticks, AppealLimit.Ticks))).ConfigureAwait(false);
        }
        catch (AirbyteKafkaException)
        {
            // The probe was right, and knows the reason better.
        }

        Report(probes, failuresCount: metadata is null);
        if (metadata is not null)
        {
            _report.Add(_config.Protocol.Login is null ? "Connection" : "Login", CheckOutcome.Passed, "The Kafka client connects all the same.");
        }

        return metadata;
    }

    /// <summary>Goes to the brokers by the addresses that the cluster itself gives out: records go there, not to the bootstrap servers.</summary>
    /// <returns>Whether one of them at least can be reached, and none would end a write.</returns>
    private async Task<bool> ReachBrokersAsync(ClusterMetadata metadata)
    {
        _clusterId = metadata.ClusterId;
        var advertised = metadata.Brokers.OrderBy(broker => broker.Id).ToList();
        if (ClusterAnswer.FindUselessness(advertised) is { } useless)
        {
            _report.Add(
                ClusterStep,
                CheckOutcome.Failed,
                $"The cluster at {_config.ShownServers} names no broker that a client can reach. {useless}. "
                + "Set advertised.listeners on the brokers to addresses that clients can use.",
                ErrorKind.BrokerUnreachable);
            return false;
        }

        _brokers =
        [
            .. advertised.Where(broker => broker.Address is not null).Select(broker => new ClusterBroker(broker.Id, broker.Address!)),
        ];
        WarnOfUnusable([.. advertised.Where(broker => broker.Address is null)]);
        var others = _brokers.Where(broker => !_config.Brokers.Contains(broker.Address)).ToList();
        var probes = await ProbeAsync([.. others.Select(broker => broker.Address)], Advertised).ConfigureAwait(false);
        var reached = others.Count < _brokers.Count || probes.Any(probe => probe.Passed || probe.IsDisputable);
        Report(probes.Zip(others, Introduce), failuresCount: !reached);
        if (others.Count > MostProbes)
        {
            _report.Add(
                "Brokers",
                CheckOutcome.Skipped,
                FormattableString.Invariant(
                    $"The cluster names {_brokers.Count} brokers. Only the first {MostProbes} of them were connected to."));
        }

        return reached && !probes.Any(probe => probe.EndsWrites);

        static ProbeResult Introduce(ProbeResult probe, ClusterBroker broker) => probe with
        {
            Steps = [.. probe.Steps.Select(step => step.Outcome != CheckOutcome.Failed ? step : step with
            {
                Detail = FormattableString.Invariant($"The cluster tells its clients to reach broker {broker.Id} at {broker.Address} (advertised.listeners). {step.Detail}"),
            })],
        };
    }

    private void WarnOfUnusable(IReadOnlyCollection<AdvertisedBroker> brokers)
    {
        if (brokers.Count > 0)
        {
            _report.Add(
                "Advertised brokers",
                CheckOutcome.Warning,
                $"The cluster names {ClusterAnswer.Name(brokers)}: no client can reach it there. "
                + "Check its advertised.listeners.");
        }
    }

    private async Task CheckTopicsAsync(KafkaSession session, CheckedTopics topics, ClusterMetadata metadata)
    {
        if (topics.Streams.Count == 0)
        {
            _report.Add("Topics", CheckOutcome.Skipped, _catalog is null
                ? "topic_pattern has variables: only a catalog tells which topics there will be."
                : "The catalog has no streams.");
        }

        if (topics.All.Count == 0)
        {
            return;
        }

        if (_versions is { HasController: false })
        {
            foreach (var topic in topics.All)
            {
                _report.Add($"Topic {topic}", CheckOutcome.Skipped, metadata.Topics.Contains(topic)
                    ? $"Topic '{topic}' exists; this cluster cannot be asked for its settings."
                    : $"Topic '{topic}' does not exist yet; this cluster cannot be asked whether it would create it.");
            }

            return;
        }

        await using var admin = new TopicAdmin(_config, _errors, _deadline, _cancellation);
        try
        {
            foreach (var step in await new TopicChecks(admin, _config, _brokers[0].Id, metadata.Topics, _deadline).RunAsync(topics).ConfigureAwait(false))
            {
                _report.Add(step);
            }
        }
        catch (AirbyteKafkaException failure)
        {
            foreach (var topic in topics.All)
            {
                _report.Add($"Topic {topic}", CheckOutcome.Skipped, $"Topic '{topic}' could not be looked at. {failure.Message}");
            }

            // Not every cluster answers that question. One that is gone by now has to be noticed, and where no record is written nothing else would.
            if (topics.Test is null)
            {
                await LogInAsync(session).ConfigureAwait(false);
            }
        }
    }

    private async Task WriteAsync(KafkaSession session, string? topic)
    {
        if (topic is null)
        {
            if (_config.EnableIdempotence && await session.AskForIdAsync().ConfigureAwait(false) is { } fatal)
            {
                _report.Add("Kafka client", CheckOutcome.Failed, fatal.Message, fatal.Kind);
            }

            _report.Add(TestRecordStep, CheckOutcome.Skipped, "Nothing was written: test_topic is not set.");
            return;
        }

        if (_report.Steps.Any(step => step.Name == $"Topic {topic}" && step.Outcome == CheckOutcome.Failed))
        {
            _report.Add(TestRecordStep, CheckOutcome.Skipped, $"Nothing was written: topic '{topic}' does not take it.");
            return;
        }

        await _report.DoAsync(TestRecordStep, async () =>
        {
            var (partition, offset) = await session.WriteAsync(topic, TestRecord.Make(TimeProvider.System.GetUtcNow()), _deadline.Left).ConfigureAwait(false);
            return (topic, $"A record was written to topic '{topic}' and acknowledged (partition {partition}, offset {offset}).");
        }).ConfigureAwait(false);
    }

    private ConnectionCheck Conclude()
    {
        var failure = _report.FirstFailure;
        return new ConnectionCheck
        {
            Message = failure?.Detail ?? Praise(),
            Steps = _report.Steps,
            ClusterId = _clusterId,
            KafkaVersion = _versions?.Release,
            Brokers = _brokers,
            Duration = _deadline.Elapsed,
            FailureKind = failure?.FailureKind,
        };
    }

    private string Praise()
    {
        var written = _report.Steps.Any(step => step is { Name: TestRecordStep, Outcome: CheckOutcome.Passed })
            ? "A test record was written and acknowledged."
            : "No record was written, because test_topic is not set.";
        var warnings = _report.Steps.Count(step => step.Outcome == CheckOutcome.Warning);
        return FormattableString.Invariant(
            $"Connected to {_config.ShownServers} ({_config.Protocol}). {written}{(warnings == 0 ? "" : $" Steps with a warning: {warnings}.")}");
    }
}
