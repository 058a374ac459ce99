using AirbyteKafka.Errors;

namespace AirbyteKafka.Check;

/// <summary>One step of a connection check.</summary>
/// <param name="Name">What was looked at: <c>Port kafka1:9096</c>, <c>Topic orders</c>.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Detail">What was found, in sentences; for a failure what is wrong and what to do. Never holds a secret.</param>
/// <param name="Duration">How long it took.</param>
public sealed record StepResult(string Name, StepOutcome Outcome, string Detail, TimeSpan Duration)
{
    internal StepResult(CheckSubject subject, StepOutcome outcome, string detail, TimeSpan duration = default)
        : this(subject.ToString(), outcome, detail, duration) => Subject = subject;

    /// <summary>
    /// The kind of failure, where <see cref="Outcome"/> is <see cref="StepOutcome.Failed"/>; otherwise <see langword="null"/>.
    /// </summary>
    public ErrorKind? FailureKind { get; init; }

    /// <summary>What was looked at.</summary>
    internal CheckSubject Subject { get; }

    /// <summary>A step that failed.</summary>
    internal static StepResult Failed(CheckSubject subject, ErrorKind kind, string detail, TimeSpan duration = default) =>
        new(subject, StepOutcome.Failed, detail, duration) { FailureKind = kind };

    /// <summary>A step that ended with an exception nobody had thought of. Its words are for developers, so the step has others.</summary>
    internal static StepResult OfFault(CheckSubject subject, Exception fault, TimeSpan duration) => Failed(
        subject,
        ErrorKind.InternalError,
        $"This step failed for a reason that the check does not know ({fault.GetType().Name}). Please report it.",
        duration);

    /// <summary>As a line of a log.</summary>
    public override string ToString() => $"{Name}: {Outcome}. {Detail}";
}
