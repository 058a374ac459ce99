using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Check.Probe;
using AirbyteKafka.Check.Topics;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Admin;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Check;

/// <summary>Tries out whether a sync would work, step by step, and says what it found.</summary>
public sealed class DestinationCheck
{
    // What a client that sees TLS otherwise than the probe may take to prove it: this part of the time, and no longer than that.
    private const double ClientsShare = 0.2;
    private static readonly TimeSpan ClientsLimit = TimeSpan.FromSeconds(3);

    private readonly DestinationConfig _config;
    private readonly ConfiguredCatalog? _catalog;
    private readonly Deadline _deadline;
    private readonly ICheckObserver? _observer;
    private readonly CheckReport _report;
    private readonly StepRunner _runner;
    private readonly BrokerSteps _brokers;
    private readonly ClientErrors _errors;
    private readonly CancellationToken _cancellation;
    private string? _clusterId;

    private DestinationCheck(
        DestinationConfig config, ConfiguredCatalog? catalog, TimeSpan timeout, ICheckObserver? observer, CancellationToken cancellation)
    {
        _config = config;
        _catalog = catalog;
        _observer = observer;
        _cancellation = cancellation;
        _deadline = new Deadline(timeout);
        _report = new CheckReport(observer, config.Redact);
        _runner = new StepRunner(IsEnded);
        _brokers = new BrokerSteps(config, _report, _deadline, cancellation);
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
    public static async Task<CheckResult> RunAsync(
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
            check._report.Add(StepResult.OfFault(SubjectKind.Check, fault, check._deadline.Elapsed));
        }

        return check.MakeResult();
    }

    /// <summary>Checks a connection: all that a check looks at but topics. What is wrong with it is in the result.</summary>
    /// <param name="connection">How to reach the cluster.</param>
    /// <param name="timeout">The longest the check may take; more than zero.</param>
    /// <param name="observer">Follows it.</param>
    /// <param name="debug">Whether the Kafka client logs to <paramref name="observer"/> what it does in detail.</param>
    /// <param name="cancellation">Ends it before.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was used.</exception>
    public static Task<CheckResult> RunAsync(
        ClusterConnection connection,
        TimeSpan timeout,
        ICheckObserver? observer = null,
        bool debug = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return RunAsync(connection.Config, catalog: null, timeout, observer, debug, cancellation);
    }

    // A connection has no topics.
    private bool HasTopics => _config.TopicPattern.Length > 0;

    private bool IsEnded(Exception failure) => failure is OperationCanceledException && _cancellation.IsCancellationRequested;

    private async Task RunAsync(bool debug)
    {
        if (ReadTopics() is not { } topics)
        {
            return;
        }

        var probes = await _brokers.ProbeConfiguredAsync().ConfigureAwait(false);
        var passed = probes.Any(probe => probe.Passed);
        var refused = probes.Any(probe => probe.EndsWrites);
        var clientDecides = !passed && !refused && probes.Any(probe => probe.MayPassForClient);
        if (!clientDecides)
        {
            _brokers.Report(probes, failuresCount: !passed);
        }

        if (refused || !(passed || clientDecides))
        {
            return;
        }

        if (Open(debug) is not { } session)
        {
            _brokers.Report(clientDecides ? probes : [], failuresCount: true);
            return;
        }

        await using (session.ConfigureAwait(false))
        {
            var metadata = await (passed ? LogInAsync(session) : LetClientDecideAsync(session, probes)).ConfigureAwait(false);
            _clusterId = metadata?.ClusterId;
            if (metadata is not null && await _brokers.ReachAdvertisedAsync(metadata).ConfigureAwait(false))
            {
                ReportCluster(metadata);
                await (HasTopics ? CheckTopicsAndWriteAsync(session, topics, metadata) : Task.CompletedTask).ConfigureAwait(false);
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
            _report.AddFailure(SubjectKind.KafkaClient, failure);
            return null;
        }
    }

    /// <summary>Says what there is to say about the configuration, and finds the topics it leads to.</summary>
    private CheckedTopics? ReadTopics()
    {
        try
        {
            var topics = HasTopics ? CheckedTopics.Of(_config, _catalog) : CheckedTopics.None;
            var warnings = _config.Warnings.Concat(_catalog?.Warnings ?? []).Concat(FindNotes()).Select(warning => warning.Message)
                .Concat(topics.Collisions)
                .Concat(CloudLimits.FindConflicts(_config))
                .ToList();
            _report.Add(
                SubjectKind.Configuration,
                warnings.Count == 0 ? StepOutcome.Passed : StepOutcome.Warning,
                warnings.Count == 0 ? $"{_config.Source} is valid: {_config.Protocol}." : string.Join(' ', warnings));
            return topics;
        }
        catch (AirbyteKafkaException failure)
        {
            _report.AddFailure(SubjectKind.Configuration, failure);
            return null;
        }
    }

    private IReadOnlyList<ConfigIssue> FindNotes() => _catalog is null ? [] : RecordNotes.Find(
        _config.Records, _catalog, TopicMap.Of(_config.Topics, _catalog));

    private CheckSubject ConnectionSubject => _config.Protocol.Login is null ? SubjectKind.Connection : SubjectKind.Login;

    private Task<ClusterMetadata?> LogInAsync(KafkaSession session) => _report.AddAsync(_runner.DoAsync(ConnectionSubject, async () =>
    {
        var metadata = await session.AskMetadataAsync(_deadline.Left).ConfigureAwait(false);
        return (metadata, _config.Protocol.Login is { } login ? $"Logged in by {login}." : "The Kafka client is connected.");
    }));

    /// <summary>Has the Kafka client decide where it may fare better than the probe.</summary>
    private async Task<ClusterMetadata?> LetClientDecideAsync(KafkaSession session, IReadOnlyList<ProbeResult> probes)
    {
        ClusterMetadata? metadata = null;
        try
        {
            var share = _deadline.Share(ClientsShare);
            metadata = await session.AskMetadataAsync(share < ClientsLimit ? share : ClientsLimit).ConfigureAwait(false);
        }
        catch (AirbyteKafkaException)
        {
            // The probe was right, and knows the reason better.
        }

        _brokers.Report(probes, failuresCount: metadata is null);
        if (metadata is not null)
        {
            _report.Add(ConnectionSubject, StepOutcome.Passed, "The Kafka client connects all the same.");
        }

        return metadata;
    }

    private void ReportCluster(ClusterMetadata metadata)
    {
        var cluster = metadata.ClusterId is { } id ? $"Cluster {Printable.Of(id)}" : "A cluster without an id";
        var brokers = Printable.List([.. _brokers.Cluster.Select(broker => broker.ToString())]);
        _report.Add(SubjectKind.Cluster, StepOutcome.Passed, $"{cluster}, brokers {brokers}.");
        if (CodecFit.Find(_config, _brokers.All) is { } warning)
        {
            _report.Add(warning);
        }
    }

    private async Task CheckTopicsAndWriteAsync(KafkaSession session, CheckedTopics topics, ClusterMetadata metadata)
    {
        await CheckTopicsAsync(session, topics, metadata).ConfigureAwait(false);
        await WriteAsync(session, topics.Test).ConfigureAwait(false);
    }

    private async Task CheckTopicsAsync(KafkaSession session, CheckedTopics topics, ClusterMetadata metadata)
    {
        if (topics.Streams.Count == 0)
        {
            _report.Add(SubjectKind.Topics, StepOutcome.Skipped, _catalog is null
                ? "topic_pattern has variables: only a catalog tells which topics there will be."
                : "The catalog has no streams.");
        }

        if (topics.All.Count == 0)
        {
            return;
        }

        if (_brokers.Versions is { HasController: false })
        {
            foreach (var topic in topics.All)
            {
                _report.Add(CheckSubject.Topic(topic), StepOutcome.Skipped, metadata.Topics.Contains(topic)
                    ? $"Topic '{topic}' exists; this cluster cannot be asked for its settings."
                    : $"Topic '{topic}' does not exist yet; this cluster cannot be asked whether it would create it.");
            }

            return;
        }

        await using var admin = new TopicAdmin(_config, _errors, _deadline, _cancellation);
        try
        {
            var checks = new TopicChecks(admin, _config, _brokers.Cluster[0].Id, metadata.Topics, _deadline);
            foreach (var step in await checks.RunAsync(topics).ConfigureAwait(false))
            {
                _report.Add(step);
            }
        }
        catch (AirbyteKafkaException failure)
        {
            foreach (var topic in topics.All)
            {
                _report.Add(CheckSubject.Topic(topic), StepOutcome.Skipped, $"Topic '{topic}' could not be looked at. {failure.Message}");
            }

            // Not every cluster answers that question. One that is gone by now has to be noticed, and where no record is written nothing
            // else would.
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
                _report.AddFailure(SubjectKind.KafkaClient, fatal);
            }

            _report.Add(SubjectKind.TestRecord, StepOutcome.Skipped, "Nothing was written: test_topic is not set.");
            return;
        }

        if (_report.Has(CheckSubject.Topic(topic), StepOutcome.Failed))
        {
            _report.Add(SubjectKind.TestRecord, StepOutcome.Skipped, $"Nothing was written: topic '{topic}' does not take it.");
            return;
        }

        await _report.AddAsync(_runner.DoAsync(SubjectKind.TestRecord, async () =>
        {
            var record = TestRecord.Make(_config.Records, TimeProvider.System.GetUtcNow());
            var (partition, offset) = await session.WriteAsync(topic, record, _deadline.Left).ConfigureAwait(false);
            return (topic, $"A record was written to topic '{topic}' and acknowledged (partition {partition}, offset {offset}).");
        })).ConfigureAwait(false);
    }

    private CheckResult MakeResult()
    {
        var failure = _report.FirstFailure;
        return new CheckResult
        {
            Message = failure?.Detail ?? DescribeSuccess(),
            Steps = _report.Steps,
            ClusterId = _clusterId,
            KafkaVersion = _brokers.Versions?.Release,
            Brokers = _brokers.Cluster,
            Duration = _deadline.Elapsed,
            FailureKind = failure?.FailureKind,
        };
    }

    private string DescribeSuccess()
    {
        var written = _report.Has(SubjectKind.TestRecord, StepOutcome.Passed)
            ? " A test record was written and acknowledged."
            : !HasTopics ? ""
            : " No record was written, because test_topic is not set.";
        var warnings = _report.Steps.Count(step => step.Outcome == StepOutcome.Warning);
        return $"Connected to {_config.ShownServers} ({_config.Protocol}).{written}"
            + (warnings == 0 ? "" : FormattableString.Invariant($" Steps with a warning: {warnings}."));
    }
}
