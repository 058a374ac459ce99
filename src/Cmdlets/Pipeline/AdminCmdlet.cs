using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>What the cmdlets share that ask a cluster about topics and groups.</summary>
public abstract class AdminCmdlet : KafkaCmdlet
{
    /// <summary>The longest wait for the brokers, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>The same as a time.</summary>
    private protected TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>Waits for an answer on the pipeline's thread. What gives it is told of <c>Ctrl+C</c> itself.</summary>
    private protected static T Wait<T>(Task<T> answer) => answer.GetAwaiter().GetResult();

    /// <inheritdoc cref="Wait{T}"/>
    private protected static void Wait(Task answer) => answer.GetAwaiter().GetResult();

    /// <summary>Writes the error of one of several things that were asked for; the others go on.</summary>
    private protected void WriteFailure(string name, AirbyteKafkaException failure) => WriteError(ErrorRecords.From(failure, name));
}
