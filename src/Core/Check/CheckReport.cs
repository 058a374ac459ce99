using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Check;

/// <summary>Collects the steps of a check and tells its observer of each.</summary>
/// <param name="observer">Is told of each step.</param>
/// <param name="redact">Takes secrets out of a text.</param>
internal sealed class CheckReport(ICheckObserver? observer, Func<string, string> redact)
{
    private readonly List<StepResult> _steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<StepResult> Steps => _steps;

    /// <summary>The first step that failed.</summary>
    public StepResult? FirstFailure => _steps.Find(step => step.Outcome == StepOutcome.Failed);

    /// <summary>Whether a step with this outcome looked at something.</summary>
    public bool Has(CheckSubject subject, StepOutcome outcome) =>
        _steps.Exists(step => step.Subject == subject && step.Outcome == outcome);

    /// <summary>Adds a step that has ended. One that is there already says nothing new: brokers on one host share its name.</summary>
    public void Add(StepResult step)
    {
        if (Has(step.Subject, step.Outcome))
        {
            return;
        }

        var clean = step with { Name = Printable.Of(redact(step.Name)), Detail = Printable.Message(redact(step.Detail)) };
        _steps.Add(clean);
        observer?.OnStep(clean);
    }

    /// <summary>Adds a step that took no time.</summary>
    public void Add(CheckSubject subject, StepOutcome outcome, string detail) => Add(new StepResult(subject, outcome, detail));

    /// <summary>Adds a step that failed in no time.</summary>
    public void AddFailure(CheckSubject subject, AirbyteKafkaException failure) =>
        Add(StepResult.Failed(subject, failure.Kind, failure.Message));

    /// <summary>Adds a step once it is done.</summary>
    /// <returns>What was found; the type's default after a failure.</returns>
    public async Task<T?> AddAsync<T>(Task<(T? Found, StepResult Step)> running)
    {
        var (found, step) = await running.ConfigureAwait(false);
        Add(step);
        return found;
    }
}
