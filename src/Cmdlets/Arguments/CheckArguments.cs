using System.Management.Automation;
using AirbyteKafka.Check;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>What a check is told. What is wrong with it is a result of the check, not an error of the command.</summary>
internal static class CheckArguments
{
    /// <summary>The longest a check may take unless told otherwise.</summary>
    internal static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(DefaultTimeoutSeconds);

    /// <inheritdoc cref="DefaultTimeout"/>
    internal const int DefaultTimeoutSeconds = 20;

    /// <summary>Reads the arguments, which only the pipeline's thread can.</summary>
    /// <returns>The check, ready to run elsewhere.</returns>
    internal static Func<ICheckObserver, CancellationToken, Task<CheckResult>> Read(
        PSCmdlet cmdlet, object config, object? catalog, PSCredential? credential, TimeSpan timeout, bool debug) => Read(() =>
    {
        var destination = ConfigArgument.Parse(cmdlet, config, credential).GetConfigOrThrow();
        var streams = catalog is null ? null : CatalogArgument.Read(cmdlet, catalog);
        return (observer, stop) => DestinationCheck.RunAsync(destination, streams, timeout, observer, debug, stop);
    });

    /// <summary>Reads the arguments of a check of a connection.</summary>
    /// <inheritdoc cref="Read(PSCmdlet, object, object, PSCredential, TimeSpan, bool)"/>
    internal static Func<ICheckObserver, CancellationToken, Task<CheckResult>> ReadConnection(
        PSCmdlet cmdlet, object? connection, PSCredential? credential, TimeSpan timeout, bool debug) => Read(() =>
    {
        var cluster = ConnectionArgument.ReadOrThrow(cmdlet, connection, credential);
        return (observer, stop) => DestinationCheck.RunAsync(cluster, timeout, observer, debug, stop);
    });

    private static Func<ICheckObserver, CancellationToken, Task<CheckResult>> Read(
        Func<Func<ICheckObserver, CancellationToken, Task<CheckResult>>> read)
    {
        try
        {
            return read();
        }
        catch (AirbyteKafkaException unusable)
        {
            return CannotBegin(unusable);
        }
        catch (Exception fault) when (fault is not (RuntimeException or FlowControlException))
        {
            return CannotBegin(new AirbyteKafkaException(
                ErrorKind.InternalError,
                $"The configuration could not be read for a reason that the check does not know ({fault.GetType().Name}). Please report "
                    + $"it.",
                fault));
        }
    }

    private static Func<ICheckObserver, CancellationToken, Task<CheckResult>> CannotBegin(AirbyteKafkaException reason)
    {
        var result = CheckResult.CannotBegin(reason);
        return (observer, _) =>
        {
            observer.OnStep(result.Steps[0]);
            return Task.FromResult(result);
        };
    }
}
