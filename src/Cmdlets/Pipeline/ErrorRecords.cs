using System.Management.Automation;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>
/// Makes PowerShell's error records. PowerShell adds the cmdlet to the id: <c>ConfigInvalid,AirbyteKafka.Cmdlets.…Command</c>.
/// </summary>
internal static class ErrorRecords
{
    /// <summary>An error record of a failure.</summary>
    /// <param name="failure">
    /// What happened. An <see cref="AirbyteKafkaException"/> brings id and category; others get theirs from their type.
    /// </param>
    /// <param name="target">What it happened to, if that can be named.</param>
    internal static ErrorRecord From(Exception failure, object? target = null) => failure is AirbyteKafkaException known
        ? Known(known, target)
        : Unforeseen(failure, target);

    /// <summary>
    /// An error record of one thing that is wrong with a configuration. Its id is that of the failure as a whole, a full stop, and the
    /// problem's own.
    /// </summary>
    internal static ErrorRecord From(ConfigIssue problem) => new(
        new AirbyteKafkaException(ErrorKind.ConfigInvalid, problem.Message), $"{ErrorKind.ConfigInvalid.Id}.{problem.Id}",
            CategoryOf(ErrorKind.ConfigInvalid), problem);

    private static ErrorRecord Known(AirbyteKafkaException failure, object? target)
    {
        var record = new ErrorRecord(failure, failure.Kind.Id, CategoryOf(failure.Kind), target);
        if (NextStep.After(failure) is { } next)
        {
            record.ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = next };
        }

        return record;
    }

    // What .NET says repeats paths and other texts as they are.
    private static ErrorRecord Unforeseen(Exception failure, object? target)
    {
        var record = new ErrorRecord(failure, failure.GetType().Name, CategoryOf(failure), target);
        if (Printable.Message(failure.Message) is var shown && shown != failure.Message)
        {
            record.ErrorDetails = new ErrorDetails(shown);
        }

        return record;
    }

    private static ErrorCategory CategoryOf(ErrorKind kind) => Enum.Parse<ErrorCategory>(kind.Category);

    private static ErrorCategory CategoryOf(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => ErrorCategory.ObjectNotFound,
        UnauthorizedAccessException => ErrorCategory.PermissionDenied,
        IOException => ErrorCategory.ReadError,
        TimeoutException => ErrorCategory.OperationTimeout,
        OperationCanceledException => ErrorCategory.OperationStopped,
        ArgumentException => ErrorCategory.InvalidArgument,
        FormatException => ErrorCategory.InvalidData,
        NotSupportedException or PlatformNotSupportedException => ErrorCategory.NotImplemented,
        InvalidOperationException => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.NotSpecified,
    };
}
