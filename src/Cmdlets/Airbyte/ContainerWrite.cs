using System.Globalization;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Write;

namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>
/// A write that speaks Airbyte's protocol: states, logs and the reason of a failure as messages on standard output, and signals obeyed.
/// </summary>
internal static class ContainerWrite
{
    // A platform under load may be slow to read; one that is gone closes the pipe.
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Runs a write from its first to its last byte.</summary>
    /// <exception cref="AirbyteKafkaException">
    /// Why it failed; the TRACE about it has been written. Its exit code is the process's.
    /// </exception>
    internal static void Run(
        Func<DestinationConfig> readConfig, Func<ConfiguredCatalog> readCatalog, WriteInput input, bool verbose, bool debug,
            CancellationToken stop)
    {
        using var signals = new TerminationSignals(stop);
        using var messages = AirbyteMessageWriter.Start(StandardOutputStream.Open(), TimeProvider.System);
        using var stopOrUnheard = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop, messages.Broken);
        AirbyteKafkaException? failure;
        try
        {
            failure = Write(readConfig(), readCatalog(), input.Open,
                new MessageObserver(messages, verbose || debug ? LogLevel.Trace : LogLevel.Info), debug, stopOrUnheard.Token);
        }
        catch (AirbyteKafkaException unusable)
        {
            failure = unusable;
        }
        catch (Exception unexpected)
        {
            // Whatever it is: stdout has one writer, so the TRACE has to come from here.
            failure = new AirbyteKafkaException(
                ErrorKind.InternalError, $"The connector failed unexpectedly: {unexpected.Message} Please report it, with the logs of "
                    + $"this sync.", unexpected);
        }

        if (failure is not null)
        {
            failure = input.Explain(failure);
            messages.WriteError(failure.Kind.FailureType, failure.Message, failure.Kind.Id);
        }

        try
        {
            messages.Complete(signals.Left(OutputTimeout));
        }
        catch (IOException unread) when (signals.ExitCode is not null)
        {
            failure ??= new AirbyteKafkaException(ErrorKind.Interrupted, "The write was stopped before all of its messages were read.",
                unread);
        }

        if (failure is not null)
        {
            throw new AirbyteKafkaException(failure.Kind, failure.Message, failure) { ExitCode = signals.ExitCode ?? failure.ExitCode };
        }
    }

    private static AirbyteKafkaException? Write(
        DestinationConfig config, ConfiguredCatalog catalog, Func<Stream> open, MessageObserver observer, bool debug,
            CancellationToken stop)
    {
        foreach (var warning in config.Warnings.Concat(catalog.Warnings))
        {
            observer.OnLog(LogLevel.Warn, warning.Message);
        }

        using var session = WriteSession.Start(config, catalog, observer, debug);
        using var input = open();
        var result = InputWrite.Run(session, input, stop);
        observer.OnLog(LogLevel.Info, $"{result}.");
        return result.Failure is { } failure
            ? new AirbyteKafkaException(failure.Kind, $"{failure.Message} {DescribeFate(result)}", failure)
            : null;
    }

    private static string DescribeFate(WriteOutcome result) => string.Create(
        CultureInfo.InvariantCulture,
        $"Of the records read until then, {result.Records} are in Kafka, {result.FailedRecords} are not, and of {result.UnknownRecords} "
            + $"it is not known.");
}
