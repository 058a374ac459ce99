using AirbyteKafka.Errors;

namespace AirbyteKafka.Check;

/// <summary>One step of a connection check.</summary>
/// <param name="Name">What was looked at: <c>Port kafka1:9096</c>, <c>Topic orders</c>.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Detail">What was found, in sentences; for a failure what is wrong and what to do. Never holds a secret.</param>
/// <param name="Duration">How long it took.</param>
public sealed record CheckStep(string Name, CheckOutcome Outcome, string Detail, TimeSpan Duration)
{
    /// <summary>The kind of failure, where <see cref="Outcome"/> is <see cref="CheckOutcome.Failed"/>; otherwise <see langword="null"/>.</summary>
    public ErrorKind? FailureKind { get; init; }

    /// <summary>A step that ended with an exception nobody had thought of. Its words are for developers, so the step has others.</summary>
    internal static CheckStep OfFault(string name, Exception fault, TimeSpan duration) =>
        new(
            name,
            CheckOutcome.Failed,
            $"This step failed for a reason that the check does not know ({fault.GetType().Name}). Please report it.",
            duration)
        {
            FailureKind = ErrorKind.InternalError,
        };

    /// <summary>As a line of a log.</summary>
    public override string ToString() => $"{Name}: {Outcome}. {Detail}";
}
