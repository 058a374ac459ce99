using System.Diagnostics;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Check;

/// <summary>Does the steps of a check. A step that fails ends nothing.</summary>
/// <param name="isEnded">Whether an exception is the end of the check that its caller asked for: it alone goes on to the caller.</param>
internal sealed class StepRunner(Func<Exception, bool> isEnded)
{
    /// <summary>Does a step.</summary>
    /// <param name="subject">What it looks at.</param>
    /// <param name="look">Gives what it finds, and a sentence about it; throws what is wrong.</param>
    /// <returns>The step, and what was found; the type's default after a failure.</returns>
    public async Task<(T? Found, StepResult Step)> DoAsync<T>(CheckSubject subject, Func<Task<(T Found, string Detail)>> look)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var (found, detail) = await look().ConfigureAwait(false);
            return (found, new(subject, StepOutcome.Passed, detail, Stopwatch.GetElapsedTime(start)));
        }
        catch (AirbyteKafkaException failure)
        {
            return (default, StepResult.Failed(subject, failure.Kind, failure.Message, Stopwatch.GetElapsedTime(start)));
        }
        catch (Exception fault) when (!isEnded(fault))
        {
            return (default, StepResult.OfFault(subject, fault, Stopwatch.GetElapsedTime(start)));
        }
    }
}
