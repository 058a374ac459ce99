using AirbyteKafka.Check.Probe;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Check;

/// <summary>What a connection check found. Holds no secret.</summary>
public sealed record CheckResult
{
    /// <summary>Whether a sync can be expected to work; warnings do not speak against it.</summary>
    public bool Succeeded => FailureKind is null;

    /// <summary>For a failure its first cause and what to do; otherwise what was reached.</summary>
    public required string Message { get; init; }

    /// <summary>The steps in the order they were begun.</summary>
    public required IReadOnlyList<StepResult> Steps { get; init; }

    /// <summary>The cluster's id, if it was asked and has one.</summary>
    public string? ClusterId { get; init; }

    /// <summary>
    /// The release of Kafka whose protocol the brokers speak, such as <c>4.3</c>; <see langword="null"/> where they do not let on.
    /// </summary>
    public string? KafkaVersion { get; init; }

    /// <summary>The cluster's brokers; empty where none answered.</summary>
    public IReadOnlyList<ListedBroker> Brokers { get; init; } = [];

    /// <summary>How long the check took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The kind of the first failure; <see langword="null"/> if there is none.</summary>
    public ErrorKind? FailureKind { get; init; }

    /// <summary>The outcome of a check that could not begin, because its configuration or catalog cannot be used.</summary>
    /// <param name="failure">Why; its message lists all that is wrong.</param>
    public static CheckResult CannotBegin(AirbyteKafkaException failure) => new()
    {
        Message = failure.Message,
        Steps = [StepResult.Failed(SubjectKind.Configuration, failure.Kind, failure.Message)],
        Duration = TimeSpan.Zero,
        FailureKind = failure.Kind,
    };

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
