using AirbyteKafka.Check.Probe;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Check;

/// <summary>Goes to the brokers: first by the addresses of the configuration, later by those that the cluster gives its clients.</summary>
/// <param name="config">The destination's configuration.</param>
/// <param name="report">Takes the steps.</param>
/// <param name="deadline">The time of the whole check.</param>
/// <param name="cancellation">Ends every wait.</param>
internal sealed class BrokerSteps(DestinationConfig config, CheckReport report, Deadline deadline, CancellationToken cancellation)
{
    // Of a large cluster a part tells enough; each probe costs a connection and, with TLS, memory.
    private const int MostProbes = 100;
    private const int ProbesAtOnce = 30;

    // The way to the brokers may take this part of the time; what comes after it needs some as well.
    private const double ProbeShare = 0.5;

    // Where the addresses of brokers are set.
    private const string Bootstrap = "bootstrap_servers";
    private const string Advertised = "that broker's advertised.listeners";

    private readonly List<ProbeResult> _all = [];

    /// <summary>What was found at all brokers so far.</summary>
    public IReadOnlyList<ProbeResult> All => _all;

    /// <summary>What the first broker that told takes; <see langword="null"/> where none did.</summary>
    public ApiVersions? Versions => _all.Find(probe => probe.Versions is not null)?.Versions;

    /// <summary>The brokers that the cluster names and that clients can use; empty before <see cref="ReachAdvertisedAsync"/>.</summary>
    public IReadOnlyList<ListedBroker> Cluster { get; private set; } = [];

    /// <summary>Goes to the brokers of the configuration. Nothing is reported yet.</summary>
    public Task<IReadOnlyList<ProbeResult>> ProbeConfiguredAsync() => ProbeAsync(config.Brokers, Bootstrap);

    /// <summary>
    /// Goes to the brokers by the addresses that the cluster itself gives out: records go there, not to the bootstrap servers.
    /// </summary>
    /// <returns>Whether one of them at least can be reached, and none would end a write.</returns>
    public async Task<bool> ReachAdvertisedAsync(ClusterMetadata metadata)
    {
        var advertised = metadata.Brokers.OrderBy(broker => broker.Id).ToList();
        if (ClusterAnswer.FindUselessness(advertised) is { } useless)
        {
            report.Add(StepResult.Failed(
                SubjectKind.Cluster,
                ErrorKind.BrokerUnreachable,
                $"The cluster at {config.ShownServers} names no broker that a client can reach. {useless}. {ClusterAnswer.FixListeners}"));
            return false;
        }

        Cluster =
        [
            .. advertised.Where(broker => broker.Address is not null).Select(broker => new ListedBroker(broker.Id, broker.Address!)),
        ];
        WarnOfUnusable([.. advertised.Where(broker => broker.Address is null)]);
        var others = Cluster.Where(broker => !config.Brokers.Contains(broker.Address)).ToList();
        var probes = await ProbeAsync([.. others.Select(broker => broker.Address)], Advertised).ConfigureAwait(false);
        var reached = others.Count < Cluster.Count || probes.Any(probe => probe.Passed || probe.MayPassForClient);
        Report(probes.Zip(others, WithAdvertisedAddress), failuresCount: !reached);
        if (others.Count > MostProbes)
        {
            report.Add(
                SubjectKind.Brokers,
                StepOutcome.Skipped,
                FormattableString.Invariant($"The cluster names {Cluster.Count} brokers. ")
                + FormattableString.Invariant($"Only the first {MostProbes} of them were connected to."));
        }

        return reached && !probes.Any(probe => probe.EndsWrites);
    }

    /// <summary>
    /// Reports what probes found. Where another broker serves, one that does not is only a warning, unless it would end a write.
    /// </summary>
    public void Report(IEnumerable<ProbeResult> probes, bool failuresCount)
    {
        foreach (var probe in probes)
        {
            foreach (var step in probe.Steps)
            {
                var stands = failuresCount || probe.EndsWrites || step.Outcome != StepOutcome.Failed;
                report.Add(stands ? step : step with { Outcome = StepOutcome.Warning, FailureKind = null });
            }
        }
    }

    /// <summary>Goes to several brokers at once, not to all of a large cluster.</summary>
    private async Task<IReadOnlyList<ProbeResult>> ProbeAsync(IReadOnlyList<BrokerAddress> brokers, string origin)
    {
        var tried = brokers.Take(MostProbes).ToList();
        var rounds = (tried.Count + ProbesAtOnce - 1) / ProbesAtOnce;
        var limit = deadline.Share(ProbeShare) / Math.Max(rounds, 1);
        using var room = new SemaphoreSlim(ProbesAtOnce);
        var probes = await Task.WhenAll(tried.Select(ProbeOneAsync)).ConfigureAwait(false);
        _all.AddRange(probes);
        return probes;

        async Task<ProbeResult> ProbeOneAsync(BrokerAddress broker)
        {
            await room.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await BrokerProbe.RunAsync(broker, config.Protocol, origin, limit, cancellation).ConfigureAwait(false);
            }
            finally
            {
                room.Release();
            }
        }
    }

    // The address stands in no setting of the one who reads the failure.
    private static ProbeResult WithAdvertisedAddress(ProbeResult probe, ListedBroker broker)
    {
        var told = FormattableString.Invariant($"The cluster tells its clients to reach broker {broker.Id} at {broker.Address}")
            + " (advertised.listeners).";
        return probe with
        {
            Steps =
            [
                .. probe.Steps.Select(step => step.Outcome == StepOutcome.Failed ? step with { Detail = $"{told} {step.Detail}" } : step),
            ],
        };
    }

    private void WarnOfUnusable(IReadOnlyCollection<AdvertisedBroker> brokers)
    {
        if (brokers.Count > 0)
        {
            report.Add(
                SubjectKind.AdvertisedBrokers,
                StepOutcome.Warning,
                $"The cluster names {ClusterAnswer.Name(brokers)}: no client can reach it there. Check its advertised.listeners.");
        }
    }
}
