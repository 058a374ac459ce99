using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Check;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>A check that speaks Airbyte's protocol: its steps as LOG messages and one CONNECTION_STATUS on standard output.</summary>
internal static class ContainerCheck
{
    // Word for word what the Java connector begins with, blank before the line's end included: people search for it.
    private const string FailureStart = "Could not connect to the Kafka brokers with provided configuration. \n";

    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs a check.</summary>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.Interrupted"/>: a signal ended it. Its exit code is the process's.
    /// </exception>
    internal static void Run(Func<ICheckObserver, CancellationToken, Task<CheckResult>> check, bool verbose, CancellationToken stop)
    {
        using var signals = new TerminationSignals(stop);
        using var messages = AirbyteMessageWriter.Start(StandardOutputStream.Open(), TimeProvider.System);
        AirbyteKafkaException? interrupted = null;
        try
        {
            var result = check(new MessageObserver(messages, verbose ? LogLevel.Trace : LogLevel.Info), signals.Stop).GetAwaiter()
                .GetResult();
            messages.WriteConnectionStatus(result.Succeeded, result.Succeeded ? result.Message : FailureStart + result.Message);
        }
        catch (OperationCanceledException stopped) when (signals.Stop.IsCancellationRequested)
        {
            interrupted = new AirbyteKafkaException(ErrorKind.Interrupted, "The check was stopped before its end.",
                stopped)
            { ExitCode = signals.ExitCode ?? 1 };
            messages.WriteConnectionStatus(succeeded: false, FailureStart + interrupted.Message);
        }

        catch (Exception fault)
        {
            // Whatever it is: Airbyte waits for a status.
            messages.WriteConnectionStatus(
                succeeded: false,
                $"{FailureStart}The check failed for a reason that it does not know ({fault.GetType().Name}). "
                + "Please report it, with the logs of this check.");
        }

        try
        {
            messages.Complete(signals.Left(OutputTimeout));
        }
        catch (IOException) when (interrupted is not null)
        {
            // Nobody is there to be told; the exit code says it.
        }

        if (interrupted is not null)
        {
            throw interrupted;
        }
    }

    private sealed class MessageObserver(AirbyteMessageWriter messages, LogLevel most) : ICheckObserver
    {
        public void OnStep(StepResult checkStep) => messages.WriteLog(
            checkStep.Outcome switch
            {
                StepOutcome.Failed => LogLevel.Error,
                StepOutcome.Warning => LogLevel.Warn,
                _ => LogLevel.Info,
            },
            checkStep.ToString());

        public void OnLog(LogLevel level, string message)
        {
            if (level <= most)
            {
                messages.WriteLog(level, message);
            }
        }
    }
}
