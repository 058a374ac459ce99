using AirbyteKafka.Check;
using AirbyteKafka.Check.Probe;
using AirbyteKafka.Errors;

namespace AirbyteKafka;

/// <summary>What a connection check found. Holds no secret.</summary>
public sealed class ConnectionCheck
{
    internal ConnectionCheck(CheckResult result)
    {
        Succeeded = result.Succeeded;
        Message = result.Message;
        Steps = Array.AsReadOnly(result.Steps.Select(step => new CheckStep(step)).ToArray());
        ClusterId = result.ClusterId;
        KafkaVersion = result.KafkaVersion;
        Brokers = Array.AsReadOnly(result.Brokers.Select(broker => new ClusterBroker(broker)).ToArray());
        Duration = result.Duration;
        FailureKind = FailureKind.Of(result.FailureKind);
    }

    /// <summary>Whether a sync can be expected to work; warnings do not speak against it.</summary>
    public bool Succeeded { get; }

    /// <summary>For a failure its first cause and what to do; otherwise what was reached.</summary>
    public string Message { get; }

    /// <summary>The steps in the order they were begun.</summary>
    public IReadOnlyList<CheckStep> Steps { get; }

    /// <summary>The cluster's id, if it was asked and has one.</summary>
    public string? ClusterId { get; }

    /// <summary>
    /// The release of Kafka whose protocol the brokers speak, such as <c>4.3</c>; <see langword="null"/> where they do not let on.
    /// </summary>
    public string? KafkaVersion { get; }

    /// <summary>The cluster's brokers; empty where none answered.</summary>
    public IReadOnlyList<ClusterBroker> Brokers { get; }

    /// <summary>How long the check took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The kind of the first failure; <see langword="null"/> if there is none.</summary>
    public FailureKind? FailureKind { get; }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}

/// <summary>One step of a connection check.</summary>
public sealed class CheckStep
{
    private readonly string _text;

    internal CheckStep(StepResult step)
    {
        _text = step.ToString();
        Name = step.Name;
        Outcome = (CheckOutcome)step.Outcome;
        Detail = step.Detail;
        Duration = step.Duration;
        FailureKind = FailureKind.Of(step.FailureKind);
    }

    /// <summary>What was looked at: <c>Port kafka1:9096</c>, <c>Topic orders</c>.</summary>
    public string Name { get; }

    /// <summary>How it came out.</summary>
    public CheckOutcome Outcome { get; }

    /// <summary>What was found, in sentences; for a failure what is wrong and what to do. Never holds a secret.</summary>
    public string Detail { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>
    /// The kind of failure, where <see cref="Outcome"/> is <see cref="CheckOutcome.Failed"/>; otherwise <see langword="null"/>.
    /// </summary>
    public FailureKind? FailureKind { get; }

    /// <summary>As a line of a log.</summary>
    public override string ToString() => _text;
}

/// <summary>How one step of a connection check came out.</summary>
public enum CheckOutcome
{
    /// <summary>As it should be.</summary>
    Passed = StepOutcome.Passed,

    /// <summary>It works, but somebody should look at it.</summary>
    Warning = StepOutcome.Warning,

    /// <summary>A sync would fail.</summary>
    Failed = StepOutcome.Failed,

    /// <summary>It was not asked, or could not be; the detail says why.</summary>
    Skipped = StepOutcome.Skipped,
}

/// <summary>A broker as the cluster names it to its clients.</summary>
public sealed class ClusterBroker
{
    private readonly string _text;

    internal ClusterBroker(ListedBroker broker)
    {
        _text = broker.ToString();
        Id = broker.Id;
        Address = broker.Address.ToString();
    }

    /// <summary>Its id.</summary>
    public int Id { get; }

    /// <summary>Where it wants to be reached (<c>advertised.listeners</c>), as <c>host:port</c>.</summary>
    public string Address { get; }

    /// <summary>Address and id.</summary>
    public override string ToString() => _text;
}

/// <summary>
/// One kind of failure: the same id, category and failure type wherever it shows, as an error record or an Airbyte trace.
/// </summary>
public sealed class FailureKind
{
    private FailureKind(ErrorKind kind)
    {
        Id = kind.Id;
        Category = kind.Category;
        FailureType = kind.FailureType.ToString();
    }

    /// <summary>Stable id; the first part of an error record's <c>FullyQualifiedErrorId</c>.</summary>
    public string Id { get; }

    /// <summary>The name of the error record's category.</summary>
    public string Category { get; }

    /// <summary>Who has to act: <c>SystemError</c>, <c>ConfigError</c> or <c>TransientError</c>.</summary>
    public string FailureType { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;

    internal static FailureKind? Of(ErrorKind? kind) => kind is null ? null : new FailureKind(kind);
}
