using System.Diagnostics;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Check;

/// <summary>Collects the steps of a check and tells its observer of each.</summary>
/// <param name="observer">Is told of each step.</param>
/// <param name="redact">Takes secrets out of a text.</param>
/// <param name="isEnded">Whether an exception is the end of the check that its caller asked for.</param>
internal sealed class CheckReport(ICheckObserver? observer, Func<string, string> redact, Func<Exception, bool> isEnded)
{
    private readonly List<CheckStep> _steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<CheckStep> Steps => _steps;

    /// <summary>The first step that failed.</summary>
    public CheckStep? FirstFailure => _steps.Find(step => step.Outcome == CheckOutcome.Failed);

    /// <summary>Adds a step that has ended. One that is there already says nothing new: brokers on one host share its name.</summary>
    public void Add(CheckStep step)
    {
        if (_steps.Exists(known => known.Name == step.Name && known.Outcome == step.Outcome))
        {
            return;
        }

        var clean = step with { Name = Printable.Of(redact(step.Name)), Detail = Printable.Message(redact(step.Detail)) };
        _steps.Add(clean);
        observer?.OnStep(clean);
    }

    /// <summary>Adds a step that took no time.</summary>
    public void Add(string name, CheckOutcome outcome, string detail, ErrorKind? kind = null) =>
        Add(new CheckStep(name, outcome, detail, TimeSpan.Zero) { FailureKind = kind });

    /// <summary>Does a step. A failure of it is reported, and ends nothing.</summary>
    /// <returns>What was found; the type's default after a failure.</returns>
    public async Task<T?> DoAsync<T>(string name, Func<Task<(T Found, string Detail)>> step)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var (found, detail) = await step().ConfigureAwait(false);
            Add(new CheckStep(name, CheckOutcome.Passed, detail, Stopwatch.GetElapsedTime(start)));
            return found;
        }
        catch (AirbyteKafkaException failure)
        {
            Add(new CheckStep(name, CheckOutcome.Failed, failure.Message, Stopwatch.GetElapsedTime(start)) { FailureKind = failure.Kind });
            return default;
        }
        catch (Exception fault) when (!isEnded(fault))
        {
            Add(CheckStep.OfFault(name, fault, Stopwatch.GetElapsedTime(start)));
            return default;
        }
    }
}
